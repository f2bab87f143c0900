import { globSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { byId, load } from "../sim/discover.ts";
import type { Exercise, Practice } from "../sim/exercise.ts";
import { pose, type Posed } from "../sim/pose.ts";
import { exerciseOfSet, setFor } from "../sim/variant.ts";

const root = join(dirname(fileURLToPath(import.meta.url)), "..", "..");

// Node has no import.meta.glob, so these programs discover by the same file names themselves.
const practices = byId<Practice>(
  Object.fromEntries(
    globSync("content/*/exercises.ts", { cwd: root }).map((path) => [path.replaceAll("\\", "/"), async () => ((await import(join(root, path))) as { default: Practice }).default]),
  ),
);

/** One exercise of a topic with the numbers it is asked with, its answer computed. */
export interface Item {
  /** "mla/2". */
  readonly id: string;
  readonly number: number;
  /** 0 for its own numbers, else the variant's. */
  readonly set: number;
  readonly numSets: number;
  readonly exercise: Exercise;
  readonly posed: Posed;
}

/**
 * The exercises of a topic, with the numbers that the pages show: their own, or those that `seed` draws.
 *
 * @throws Error that lists the topics that have exercises
 */
export async function sheet(topic: string, seed?: number): Promise<readonly Item[]> {
  const { exercises } = await load(practices, topic, "topic with exercises");
  return exercises.map((declared, at) => {
    const [id, number, numSets] = [`${topic}/${at + 1}`, at + 1, declared.variants?.length ?? 0];
    const set = seed === undefined ? 0 : setFor(seed, number, numSets);
    const exercise = exerciseOfSet(declared, set);
    return { id, number, set, numSets, exercise, posed: pose(exercise, id, number, set) };
  });
}
