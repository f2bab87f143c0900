import { z } from "astro/zod";

/**
 * One thing to know before an article, in its front matter. A sentence, or, where another article of the book teaches it,
 * that article's topic with the sentence.
 */
export const prerequisite = z.union([z.string().min(3), z.strictObject({ topic: z.string(), what: z.string().min(3) })], {
  error: 'expected a sentence, or a topic with a sentence: { topic: mla, what: "What a latent is." }',
});
export type Prerequisite = z.output<typeof prerequisite>;

/** The sentence of a prerequisite. */
export const whatIsNeeded = (needed: Prerequisite): string => (typeof needed === "string" ? needed : needed.what);

/** The topics that an article needs, each once, in the order in which it names them. */
export const topicsNeeded = (needed: readonly Prerequisite[]): readonly string[] => [...new Set(needed.flatMap((item) => (typeof item === "string" ? [] : [item.topic])))];

/** Which topics each topic needs. */
export type Needs = ReadonlyMap<string, readonly string[]>;

/** The first circle of needs there is, from a topic back to itself; undefined where there is none. */
export function findCycle(needs: Needs): readonly string[] | undefined {
  const done = new Set<string>();
  const walk = (topic: string, way: readonly string[]): readonly string[] | undefined => {
    if (way.includes(topic)) return [...way.slice(way.indexOf(topic)), topic];
    if (done.has(topic)) return undefined;
    for (const needed of needs.get(topic) ?? []) {
      const cycle = walk(needed, [...way, topic]);
      if (cycle) return cycle;
    }
    done.add(topic);
    return undefined;
  };
  for (const topic of needs.keys()) {
    const cycle = walk(topic, []);
    if (cycle) return cycle;
  }
  return undefined;
}

/** What is wrong with the prerequisites of the book: topics that nobody wrote, and a circle. */
export function faultsOfNeeds(needs: Needs): string[] {
  const unknown = [...needs].flatMap(([topic, list]) => list.filter((needed) => !needs.has(needed)).map((needed) => `content/${topic}/article.mdx  prerequisites: unknown topic: "${needed}"; expected one of ${[...needs.keys()].join(", ")}`));
  const cycle = unknown.length === 0 ? findCycle(needs) : undefined;
  return cycle ? [`content/${cycle[0]!}/article.mdx  prerequisites: a circle: ${cycle.join(" needs ")}; take one of these prerequisites away`] : unknown;
}

/** Everything a topic needs, also by way of others, nearest first. */
export function allNeeds(needs: Needs, topic: string): readonly string[] {
  const found = new Set<string>();
  const queue = [...(needs.get(topic) ?? [])];
  for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
    if (next === topic || found.has(next)) continue;
    found.add(next);
    queue.push(...(needs.get(next) ?? []));
  }
  return [...found];
}

/** A topic that is read before one that it needs. `read` is undefined where the needed one is never read. */
export interface OrderFault {
  readonly topic: string;
  readonly needed: string;
  /** The position of the first reading of each in the order given. */
  readonly at: number;
  readonly neededAt: number | undefined;
}

/**
 * Checks an order of reading. What `assumed` names is known from elsewhere.
 *
 * @param order topics in the order of reading; one may be read in several parts
 */
export function faultsOfOrder(order: readonly string[], needs: Needs, assumed: readonly string[] = []): OrderFault[] {
  const first = new Map<string, number>();
  order.forEach((topic, at) => { if (!first.has(topic)) first.set(topic, at); });
  return [...first].flatMap(([topic, at]) => allNeeds(needs, topic).flatMap((needed) => {
    const neededAt = first.get(needed);
    return assumed.includes(needed) || (neededAt !== undefined && neededAt < at) ? [] : [{ topic, needed, at, neededAt }];
  }));
}
