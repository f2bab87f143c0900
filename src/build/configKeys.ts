import type { Element } from "hast";
import { notation } from "#domain/notation.ts";

const LINK_OF_KEY: ReadonlyMap<string, string> = new Map(
  notation.flatMap(({ link, configKey, inferenceKey }) => (link === undefined ? [] : [configKey, inferenceKey].filter((key) => key !== undefined && key !== "").map((key) => [key!, link] as const))),
);

/**
 * A Shiki transformer: in a printed config, each key that has a symbol carries the symbol's link key,
 * so that the symbol in an equation, the key in the file and the marks in a figure light each other.
 */
export const configKeys = {
  name: "config-keys",
  span(token: Element): void {
    const [text] = token.children;
    const link = text?.type === "text" ? LINK_OF_KEY.get(text.value.trim().replace(/^"|"$/g, "")) : undefined;
    if (link !== undefined) token.properties["data-link"] = link;
  },
};
