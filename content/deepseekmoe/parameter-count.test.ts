import { expect, test } from "vitest";
import { renderFigure } from "#sim/render.ts";
import { run } from "#sim/run.ts";
import figure from "./parameter-count.figure.ts";
import parameterCount from "./parameter-count.sim.ts";

const countedModels = parameterCount.params.model.options;
const conventions = parameterCount.params.convention.options;

test("V3: 671.03 billion, of which 37.55, 36.63 or 35.70 for one token", () => {
  const counts = conventions.map((convention) => run(parameterCount, { convention }));
  for (const { totalParameters } of counts) expect(totalParameters).toBe(671_026_404_352);
  expect(counts.map(({ activatedParameters }) => Number((activatedParameters / 1e9).toFixed(2)))).toEqual([37.55, 36.63, 35.7]);
});

test("the module of multi-token prediction is V3's alone among DeepSeek's, as long as a layer and a projection", () => {
  expect(run(parameterCount).mtp).toEqual({ layer: 11_507_307_520, projection: 2 * 7168 ** 2 });
  expect(run(parameterCount, { model: "deepseek-v2" }).mtp).toEqual({ layer: 0, projection: 0 });
});

test("the statements: 16B needs both matrices, V3's 37B the head alone, and V2-Lite's 2.4B lies just outside each", () => {
  const { statements } = run(parameterCount);
  const fitting = Object.fromEntries(statements.map(({ label, counts }) => [label, counts.filter((count) => count.isWithinRounding).map((count) => count.convention)]));
  expect(fitting).toEqual({ "DeepSeekMoE 16B": ["both"], "V2-Lite": [], V2: ["both", "head"], "V3, report": ["head"], "V3, weights file": [] });
  expect(statements.map(({ nearest }) => nearest)).toEqual(["both", "head", "head", "head", "head"]);
});

test.each(countedModels)("%s: the parts sum to the total, no part uses more than it has, and each convention counts less", (model) => {
  const [both, head, neither] = conventions.map((convention) => run(parameterCount, { model, convention }));
  for (const { parts, totalParameters, activatedParameters } of [both!, head!, neither!]) {
    expect(parts.reduce((sum, part) => sum + part.total, 0)).toBe(totalParameters);
    expect(parts.reduce((sum, part) => sum + part.activated, 0)).toBe(activatedParameters);
    for (const part of parts) expect(part.activated).toBeLessThanOrEqual(part.total);
  }
  expect(both!.activatedParameters - head!.activatedParameters).toBe(head!.activatedParameters - neither!.activatedParameters);
});

test.each(countedModels)("%s is drawn, told and listed", (model) => {
  const { caption, table } = renderFigure(figure, { model, convention: "neither" });
  expect(caption).toContain("neither embedding nor output head counted");
  expect(table.rows.length).toBeGreaterThanOrEqual(5);
});
