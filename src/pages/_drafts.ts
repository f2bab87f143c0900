import { getCollection } from "astro:content";

/** Whether a topic's pages are left out of the published site: its article says so, and this is not the live-reload server. */
export async function isHidden(): Promise<(topic: string) => boolean> {
  const drafts = new Set((await getCollection("articles")).filter(({ data }) => data.draft).map(({ id }) => id));
  return (topic) => !import.meta.env.DEV && (topic === "example" || drafts.has(topic));
}

/** The parts of an id as a route's parameters: "mla/kv-cache" is topic "mla", figure "kv-cache". */
export const routeOf = (id: string): { topic: string; figure: string } => ({ topic: id.split("/")[0]!, figure: id.split("/")[1]! });
