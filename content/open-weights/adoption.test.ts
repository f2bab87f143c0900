import { expect, test } from "vitest";
import { models } from "#domain/configs/models.ts";
import { run } from "#sim/run.ts";
import adoption, { IDEAS } from "./adoption.sim.ts";
import released from "./data/adoption.json" with { type: "json" };

const yes = (out: ReturnType<typeof adoption.run>): Record<string, number> => Object.fromEntries(out.counts.map((count) => [count.idea, count.yes]));

test("of eleven models by others, eight have fine experts, three MLA, and one says it trained in FP8", () => {
  const out = run(adoption);
  expect(out.numOthers).toBe(11);
  expect(yes(out)).toEqual({ mla: 3, fine: 8, bias: 4, mtp: 5, fp8: 1 });
});

test("makers' own files alone support fewer, never more", () => {
  const [all, own] = (["any found", "the maker's own files"] as const).map((evidence) => run(adoption, { evidence }));
  expect(yes(own!)).toEqual({ mla: 1, fine: 2, bias: 1, mtp: 3, fp8: 1 });
  for (const idea of IDEAS) expect(yes(own!)[idea]).toBeLessThanOrEqual(yes(all!)[idea]!);
});

test("each idea is counted once for each model of another maker", () => {
  for (const { yes: y, no, notFound } of run(adoption).counts) expect(y + no + notFound).toBe(11);
});

test("at half the hidden size MiniMax-M2 and Mistral Large 3 fall out, and at four times it all models with experts are in", () => {
  const fine = (fineBelow: number): number => run(adoption, { fineBelow }).counts.find((count) => count.idea === "fine")!.yes;
  expect([fine(0.5), fine(1), fine(4)]).toEqual([6, 8, 10]);
});

test("widths of experts agree with the configs of the domain", () => {
  const known = released.flatMap((model) => models.filter(({ id, feedForward }) => id === model.id && feedForward?.expertWidth !== undefined).map((config) => [model.experts, config] as const));
  expect(known.length).toBeGreaterThanOrEqual(2);
  for (const [experts, config] of known) expect([experts.hiddenSize, experts.width]).toEqual([config.hiddenSize, config.feedForward!.expertWidth]);
});

test("whatever has an answer has a source, and what has none says so", () => {
  for (const { answer, status, cite, where } of run(adoption).cells) {
    if (answer === "not found") expect([status, cite, where]).toEqual(["none", "", ""]);
    else expect([cite === "", where === "", status === "none"]).toEqual([false, false, false]);
  }
});
