import { exactQuantity } from "../sim/exactQuantity.ts";
import { readSeed } from "../sim/variant.ts";
import { program, readArguments } from "./arguments.ts";
import { type Item, sheet } from "./sheet.ts";

const USAGE = "usage: npm run -s key -- <topic> [--seed=n] [--json]";

/** The lines of an exercise's answer, and of the wrong answers that are known. */
function answerLines({ posed }: Item): readonly string[] {
  if (posed.kind === "choice") return [`answer: ${posed.options[posed.right]!.says}`, ...posed.options.map(({ says, because }, at) => `${at === posed.right ? "right" : "wrong"}: ${says}  ${because}`)];
  if (posed.kind === "ordering") return [`answer, from ${posed.ends[0]} to ${posed.ends[1]}:`, ...posed.steps.map((step, at) => `${at + 1}. ${step}`)];
  const within = posed.within === 0 ? "exactly" : `within ${Number((posed.within * 100).toPrecision(6))} %`;
  return [`answer: ${exactQuantity(posed.truth, posed.unit)}, ${within}`, ...posed.mistakes.map(({ value, because }) => `mistake: ${exactQuantity(value, posed.unit)}  ${because}`)];
}

/** The same as data; the texts are Markdown. */
function asData({ id, set, exercise, posed }: Item): object {
  const { level, ask, hint } = exercise;
  const texts = { ask, hint, solution: exercise.solution() };
  if (posed.kind === "choice") return { id, set, kind: posed.kind, level, ...texts, answer: posed.options[posed.right]!.says, options: posed.options };
  if (posed.kind === "ordering") return { id, set, kind: posed.kind, level, ...texts, answer: posed.steps, ends: posed.ends };
  return { id, set, kind: posed.kind, level, ...texts, answer: posed.truth, unit: posed.unit, within: posed.within, mistakes: posed.mistakes };
}

await program(async () => {
  const { topic, flags } = readArguments(process.argv.slice(2), { seed: "value", json: "alone" }, USAGE);
  const seed = flags["seed"] === undefined ? undefined : readSeed(flags["seed"]);
  const items = await sheet(topic, seed);
  if ("json" in flags) {
    console.log(JSON.stringify({ topic, seed: seed ?? null, exercises: items.map(asData) }));
    return;
  }
  console.log(`${topic}: ${seed === undefined ? "the numbers of the article" : `seed ${seed}`}`);
  for (const item of items) {
    console.log(`\n${item.number}. ${item.exercise.ask}${item.set > 0 ? ` (set ${item.set} of ${item.numSets})` : ""}`);
    for (const line of answerLines(item)) console.log(`   ${line}`);
  }
});
