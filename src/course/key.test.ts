import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { exerciseFor } from "#sim/practiceFor.ts";
import { setFor } from "#sim/variant.ts";

interface Result { code: number; stdout: string; stderr: string }
async function key(...args: string[]): Promise<Result> {
  try {
    return { code: 0, ...(await promisify(execFile)(process.execPath, ["--disable-warning=ExperimentalWarning", "src/course/key.ts", ...args])) };
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

test("a key with a seed has the numbers that the page draws for it", async () => {
  const { exercises } = await asJson("mla", "--seed=7");
  for (const { id, set, ask, answer, kind } of exercises) {
    const { number, numSets } = await exerciseFor(id);
    const { exercise } = await exerciseFor(id, setFor(7, number, numSets));
    expect([set, ask]).toEqual([setFor(7, number, numSets), exercise.ask]);
    if (kind === "numeric" && "answer" in exercise) expect(answer).toBe(exercise.answer());
  }
  expect(exercises.some(({ set }) => set > 0)).toBe(true);
});

test("a key for people names answers, tolerances and mistakes", async () => {
  const { stdout, stderr, code } = await key("mla", "--seed=7");
  expect([code, stderr]).toEqual([0, ""]);
  expect(stdout).toContain("mla: seed 7");
  expect(stdout).toContain("answer: 34,560 elements, exactly");
  expect(stdout).toMatch(/mistake: 30,720 elements {2}The rotary key/);
  expect(stdout).toMatch(/\(set \d+ of 31\)/);
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
