import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { exerciseFor } from "#sim/practiceFor.ts";
import { practices } from "#sim/practices.ts";
import { setFor } from "#sim/variant.ts";
import { sheet } from "./sheet.ts";

interface Result { code: number; stdout: string; stderr: string }
async function key(...args: string[]): Promise<Result> {
  try {
    return { code: 0, ...(await promisify(execFile)(process.execPath, ["--disable-warning=ExperimentalWarning", "src/export/key.ts", ...args])) };
  } catch (error) {
    return error as Result;
  }
}
interface Key { seed: number | null; exercises: { id: string; set: number; kind: string; ask: string; answer: unknown; unit?: string; mistakes?: { value: number }[] }[] }
const asJson = async (...args: string[]): Promise<Key> => JSON.parse((await key(...args, "--json")).stdout) as Key;

test("a key without a seed has the numbers of the article", async () => {
  const { seed, exercises } = await asJson("mla");
  expect(seed).toBeNull();
  expect(exercises[0]).toMatchObject({ id: "mla/1", set: 0, kind: "numeric", answer: 34_560, unit: "element" });
  expect(exercises.map(({ set }) => set).every((set) => set === 0)).toBe(true);
});

test.each(Object.keys(practices))("a key of %s with a seed has the numbers that the page draws for it", async (topic) => {
  const items = await sheet(topic, 7);
  for (const { id, number, numSets, set, exercise, posed } of items) {
    const drawn = setFor(7, number, numSets);
    expect([set, exercise.ask]).toEqual([drawn, (await exerciseFor(id, drawn)).exercise.ask]);
    if (posed.kind === "numeric" && "answer" in exercise) expect(posed.truth).toBe(exercise.answer());
  }
  expect(items.filter(({ set }) => set > 0).length).toBeGreaterThan(items.length / 3);
  const others = await sheet(topic, 8);
  expect(others.some(({ set }, at) => set !== items[at]!.set)).toBe(true);
});

test("the command line prints the same key as data", async () => {
  const { seed, exercises } = await asJson("mla", "--seed=7");
  expect(seed).toBe(7);
  expect(exercises.map(({ id, set, ask }) => [id, set, ask])).toEqual((await sheet("mla", 7)).map(({ id, set, exercise }) => [id, set, exercise.ask]));
});

test("a key for people names answers, tolerances and mistakes", async () => {
  const { stdout, stderr, code } = await key("mla", "--seed=7");
  expect([code, stderr]).toEqual([0, ""]);
  expect(stdout).toContain("mla: seed 7");
  expect(stdout).toMatch(/answer: [\d,]+ elements, exactly/);
  expect(stdout).toMatch(/mistake: [\d,]+ elements {2}The rotary key/);
  expect(stdout).toMatch(/\(set \d of 4\)/);
});

test.each([
  [[], "missing: a topic with exercises"],
  [["--json"], "missing: a topic with exercises"],
  [["moe"], 'unknown topic with exercises: "moe"; expected one of '],
  [["mla", "--seed=-1"], 'invalid: seed is "-1"; expected a whole number from 0 to 4294967295'],
  [["mla", "--seed"], "missing: a value for --seed; expected --seed=value"],
  [["mla", "--seeds=1"], 'unknown argument: "--seeds=1"; expected one of --seed, --json'],
  [["mla", "--json=yes"], 'invalid: --json is "yes"; expected --json alone'],
])("%j is refused with exit code 2", async (args, message) => {
  const { code, stdout, stderr } = await key(...args);
  expect([code, stdout]).toEqual([2, ""]);
  expect(stderr).toContain(message);
});
