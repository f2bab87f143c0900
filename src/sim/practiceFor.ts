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

/** What a reader may write behind a number of this unit. */
export const spellings = (unit: Unit): readonly string[] => [...new Set([formatUnit(unit, 2), formatUnit(unit, 1), unit])].filter((text) => text !== "" && unit !== "ratio" && unit !== "count");
