import { expect, test } from "vitest";
import { renderFigure } from "#sim/render.ts";
import { run } from "#sim/run.ts";
import figure from "./ablation.figure.ts";
import ablation from "./ablation.sim.ts";

test("of 18 scores 16 rise and two fall: MMLU of the large model and NaturalQuestions of the small one", () => {
  const { cells, numGains, numFalls } = run(ablation);
  expect([cells.length, numGains, numFalls]).toEqual([18, 16, 2]);
  expect(cells.filter((cell) => cell.gain < 0).map(({ id, size, gain }) => [id, size, gain])).toEqual([["mmlu", "large", -0.9], ["naturalquestions", "small", -0.4]]);
});

test("the largest gain is that of HumanEval at the large size, 9.2 points, a sixth of the errors", () => {
  const { largest } = run(ablation);
  expect(largest).toMatchObject({ id: "humaneval", size: "large", gain: 9.2 });
  expect(largest.errorCutPercent).toBeCloseTo((100 * 9.2) / 55.5, 9);
});

test("the Pile test moves by a thousandth of a bit at most, and is no score", () => {
  const { pile, cells } = run(ablation);
  for (const { baseline, withMtp } of pile) expect(Math.abs(withMtp - baseline)).toBeLessThan(0.0011);
  expect(cells.some((cell) => cell.id === "pile")).toBe(false);
});

test("one size has nine scores, and both sizes together are the two of them", () => {
  const [small, large] = ["small", "large"].map((models) => run(ablation, { models }));
  expect([small!.cells.length, large!.cells.length]).toEqual([9, 9]);
  expect(small!.numGains + large!.numGains).toBe(run(ablation).numGains);
  expect(renderFigure(figure, { models: "large", measure: "share of errors" }).caption).toContain("8 of 9 scores rise and 1 falls: MMLU of the large model");
});
