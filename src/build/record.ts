import { figures } from "#sim/figures.ts";
import { reproduce, type Reproduced } from "#sim/passport.ts";
import { practices } from "#sim/practices.ts";
import { sims } from "#sim/sims.ts";
import { loadLedger, STATUSES, VERDICTS } from "../ledger.ts";

/** A published value that a simulation recomputes, and where. */
export interface Recomputed extends Reproduced {
  /** The simulation: "mla/kv-cache". */
  readonly id: string;
  readonly match: "exact" | "printed" | "off";
}

/**
 * How well a computed value meets a printed one: exactly, to every digit that is printed, or not.
 * A print's final zeros are taken as unknown: 2,400,000,000 has two digits.
 */
export function matchOf({ printed, computed, deviation }: Pick<Reproduced, "printed" | "computed" | "deviation">): Recomputed["match"] {
  if (deviation === 0) return "exact";
  const digits = printed.toExponential().split("e")[0]!.replace(/[-.]/g, "").length;
  return Number(computed.toPrecision(digits)) === printed ? "printed" : "off";
}

let recomputed: Promise<readonly Recomputed[]> | undefined;

/** Every published value that the simulations of published topics recompute, the furthest off first; run once a build. */
export function allRecomputed(topics: readonly string[]): Promise<readonly Recomputed[]> {
  return (recomputed ??= Promise.all(Object.entries(sims).filter(([id]) => topics.includes(id.split("/")[0]!)).map(async ([id, load]) => reproduce(id, await load()).map((one) => ({ ...one, id, match: matchOf(one) }))))
    .then((lists) => lists.flat().sort((a, b) => b.relative - a.relative)));
}

const counts = <T extends string>(names: readonly T[], of: readonly T[]): Record<T, number> => Object.fromEntries(names.map((name) => [name, of.filter((one) => one === name).length])) as Record<T, number>;

/** The state of the record in numbers, over the published topics. */
export async function record(topics: readonly string[]) {
  const { facts, sources, claims, contradictions, terms } = loadLedger();
  const exercises = await Promise.all(topics.filter((topic) => topic in practices).map(async (topic) => (await practices[topic]!()).exercises.length));
  return {
    facts: facts.size,
    status: counts(STATUSES, [...facts.values()].map(({ status }) => status)),
    sources: sources.size,
    terms: terms.size,
    claims: claims.size,
    verdict: counts(VERDICTS, [...claims.values()].map(({ verdict }) => verdict)),
    contradictions: contradictions.size,
    figures: Object.keys(figures).filter((id) => topics.includes(id.split("/")[0]!)).length,
    exercises: exercises.reduce((sum, count) => sum + count, 0),
    recomputed: counts(["exact", "printed", "off"], (await allRecomputed(topics)).map(({ match }) => match)),
  };
}
