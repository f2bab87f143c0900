import { formatUnit } from "#plot/format.ts";
import type { Unit } from "./contract.ts";
import { load } from "./discover.ts";
import type { Exercise, Practice, Prediction } from "./exercise.ts";
import { practices } from "./practices.ts";
import { exerciseOfSet } from "./variant.ts";

/** Reads "mla/1" or "mla/bytes-per-token" as a topic and a name. */
function split(id: string): readonly [topic: string, name: string] {
  const parts = id.split("/");
  if (parts.length !== 2 || !parts[0] || !parts[1]) throw new Error(`invalid: "${id}"; expected <topic>/<name>, as in "mla/1"`);
  return [parts[0], parts[1]];
}

const practiceOf = (topic: string): Promise<Practice> => load(practices, topic, "topic with exercises");

/**
 * The exercise "mla/1", counted from 1, with its own numbers (set 0) or those of one of its variants.
 *
 * @throws Error that says how many the topic has
 */
export async function exerciseFor(id: string, set = 0): Promise<{ readonly exercise: Exercise; readonly number: number; readonly numSets: number }> {
  const [topic, name] = split(id);
  const { exercises } = await practiceOf(topic);
  const number = /^[1-9]\d*$/.test(name) ? Number(name) : 0;
  const exercise = exercises[number - 1];
  if (!exercise) throw new Error(`unknown exercise: "${id}"; expected ${topic}/1 to ${topic}/${exercises.length}`);
  return { exercise: exerciseOfSet(exercise, set), number, numSets: exercise.variants?.length ?? 0 };
}

/**
 * The prediction "mla/bytes-per-token".
 *
 * @throws Error that lists the predictions the topic has
 */
export async function predictionFor(id: string): Promise<Prediction> {
  const [topic, name] = split(id);
  const { predictions } = await practiceOf(topic);
  const prediction = Object.hasOwn(predictions, name) ? predictions[name] : undefined;
  if (!prediction) throw new Error(`unknown prediction: "${id}"; expected one of ${Object.keys(predictions).map((key) => `${topic}/${key}`).join(", ")}`);
  return prediction;
}

/** Units of one kind, each as so many of the smallest: a reader may answer in any of them. */
const KINDS: readonly Readonly<Record<string, number>>[] = [
  { byte: 1, bytes: 1, kB: 1e3, MB: 1e6, GB: 1e9, TB: 1e12, KiB: 2 ** 10, MiB: 2 ** 20, GiB: 2 ** 30, TiB: 2 ** 40 },
  { "µs": 1e-6, ms: 1e-3, s: 1 },
  { h: 1, hours: 1, day: 24, days: 24 },
  { "MB/s": 1e-3, "GB/s": 1, "TB/s": 1e3 },
  { FLOP: 1, GFLOP: 1e9, TFLOP: 1e12 },
  { million: 1, B: 1e3, billion: 1e3 },
  { ratio: 1, "%": 0.01, times: 1 },
];
/** Other ways to write one unit. */
const SAME: Partial<Record<Unit, readonly string[]>> = { USD: ["$", "dollars"], "%": ["per cent", "percent"], "mm²": ["mm2", "mm^2"], "GPU-hour": ["GPU hours"], microbatch: ["microbatches"] };

/** What a reader may write with a number of this unit, and by how much it then has to be multiplied. */
export function spellings(unit: Unit): Readonly<Record<string, number>> {
  const own = [formatUnit(unit, 2), formatUnit(unit, 1), unit, ...(SAME[unit] ?? [])].map((name) => [name, 1] as const);
  const kind = KINDS.find((units) => Object.hasOwn(units, unit)) ?? {};
  const others = unit === "%" ? [] : Object.entries(kind).map(([name, size]) => [name, Number((size / kind[unit]!).toPrecision(12))] as const);
  const known = new Map([...others, ...own].filter(([name]) => name !== "" && name !== "ratio" && name !== "count"));
  // The longest first: a number of ms ends with s as well.
  return Object.fromEntries([...known].sort(([a], [b]) => b.length - a.length));
}
