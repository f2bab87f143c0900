import { expect, test } from "vitest";
import { renderFigure } from "#sim/render.ts";
import { run } from "#sim/run.ts";
import figure from "./pipeline.figure.ts";
import pipeline from "./pipeline.sim.ts";

const GOALS = pipeline.params.goal.options;

test("512 GPUs give the printed hours of R1-Zero to the thousand, and 648 do not", () => {
  expect(run(pipeline).zeroGpuHours).toBe(101_376);
  expect(run(pipeline, { numGpus: 648 }).zeroGpuHours).toBe(128_304);
});

test("R1 costs what the paper's table sums to, and no box is paid for twice", () => {
  expect(run(pipeline, { goal: "DeepSeek-R1" })).toMatchObject({ gpuHours: 147_000, usd: 294_000 });
  expect(run(pipeline, { goal: "all of it" }).gpuHours).toBe(147_000);
});

test("no fine-tuning leads to R1-Zero, two lead to R1, and the distilled models have a way of their own to the same data", () => {
  expect(GOALS.map((goal) => run(pipeline, { goal }).numFineTunings)).toEqual([3, 0, 2, 2]);
  expect(run(pipeline, { goal: "R1-Zero" }).boxes.filter(({ isOnWay }) => isOnWay).map(({ id }) => id)).toEqual(["v3-base", "zero-rl", "zero"]);
});

test("the distilled models need R1's samples and not R1 itself; its hours are not split, so all of them count", () => {
  const out = run(pipeline, { goal: "the distilled models" });
  expect(out.boxes.find(({ id }) => id === "r1")!.isOnWay).toBe(false);
  expect(out.gpuHours).toBe(147_000);
  expect(run(pipeline, { goal: "R1-Zero" }).gpuHours).toBe(101_000);
});

test("twice the price is twice the cost, and the hours stay", () => {
  const [two, four] = [2, 4].map((usdPerGpuHour) => run(pipeline, { usdPerGpuHour }));
  expect(four!.usd).toBe(2 * two!.usd);
  expect(four!.gpuHours).toBe(two!.gpuHours);
});

test("the samples are those of the table, of which reasoning is 78 per cent", () => {
  const { samples, reasoningSamples } = run(pipeline);
  expect([samples, reasoningSamples]).toEqual([804_745, 626_933]);
  expect((100 * reasoningSamples) / samples).toBeCloseTo(77.9, 1);
});

test("each box but the first and V3's data is made from another, and every arrow points down or across", () => {
  const { boxes, edges } = run(pipeline);
  const rowOf = (id: string): number => boxes.find((box) => box.id === id)!.row;
  for (const { from, to } of edges) expect(rowOf(to), `${from} to ${to}`).toBeGreaterThanOrEqual(rowOf(from));
  expect(boxes.filter(({ id }) => !edges.some(({ to }) => to === id)).map(({ id }) => id)).toEqual(["v3-base", "other"]);
});

test("the caption says when the hours do not fit", () => {
  expect(renderFigure(figure, { numGpus: 648 }).caption).toContain("128,304 GPU-hours, where 101,000 are printed");
  for (const goal of GOALS) expect(JSON.stringify(renderFigure(figure, { goal }))).not.toMatch(/NaN|undefined/);
});
