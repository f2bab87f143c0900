import { expect, test } from "vitest";
import { run } from "#sim/run.ts";
import moduleSize from "./module-size.sim.ts";

test("the four sums: 11.51, 11.61 and 13.46 billion in all, 2.44 in use", () => {
  const [own, disk, used] = run(moduleSize).printed;
  expect([own!.parameters, own!.withProjection, disk!.parameters, used!.parameters]).toEqual([11_507_307_520, 11_610_067_968, 13_463_426_048, 2_438_697_984]);
});

test("the two counts of the weights file fit only without the projection; 14 billion fits no sum", () => {
  const printed = run(moduleSize).printed;
  expect(printed.map((size) => size.isWithinRounding)).toEqual([true, false, true]);
  for (const size of [printed[0]!, printed[2]!]) expect(Math.abs(size.withProjection - size.printed)).toBeGreaterThan(size.rounding);
});

test("a draft uses 4.4 per cent of the weights that the model uses for a token", () => {
  const used = 187_107_328 + 9 * 3 * 7168 * 2048 + 256 * 7168 + 5 * 7168 + 2 * 7168 ** 2 + 129_280 * 7168;
  expect(run(moduleSize).draftShare * 36_627e6).toBeCloseTo(used, -7);
  expect(run(moduleSize).draftShare).toBeCloseTo(0.0441, 4);
});

test("your count is the sum of the parts ticked", () => {
  const layer = run(moduleSize, { hasProjection: false }).parameters;
  expect(run(moduleSize).parameters - layer).toBe(2 * 7168 ** 2);
  expect(run(moduleSize, { hasProjection: false, hasCopies: true }).parameters - layer).toBe(2 * 129_280 * 7168);
});
