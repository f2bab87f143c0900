import { describe, expect, test } from "vitest";
import { renderFigure } from "#sim/render.ts";
import { run } from "#sim/run.ts";
import figure from "./model-comparison.figure.ts";
import modelComparison, { METHODS, type Method } from "./model-comparison.sim.ts";

const of = (method: Method, id: string) => run(modelComparison, { method }).models.find((model) => model.id === id);
const FLOP = "arithmetic, 6 FLOP a parameter and token";

describe("what is published", () => {
  test("hours: V2 1.4 million from its rate, V3 2.788, V3 and R1 2.935, Llama 3.1 1.46, 7 and 30.84", () => {
    const hours = ["deepseek-v2", "deepseek-v3", "deepseek-r1", "llama-31-8b", "llama-31-70b", "llama-31-405b"].map((id) => of(METHODS[0], id)!.low / 1e6);
    expect(hours.map((x) => Number(x.toFixed(3)))).toEqual([1.4, 2.788, 2.935, 1.46, 7, 30.84]);
  });
  test("Llama 405B took 11.1 times the hours and 11.1 times the arithmetic of V3, so an hour did about as much", () => {
    expect(of(METHODS[0], "llama-31-405b")!.timesV3).toBeCloseTo(11.06, 2);
    expect(of(FLOP, "llama-31-405b")!.timesV3).toBeCloseTo(11.09, 2);
  });
  test("a GPU of V3 worked no faster than one of Llama 405B", () => {
    const [v3, llama] = ["deepseek-v3", "llama-31-405b"].map((id) => of(METHODS[0], id)!.impliedTflops!);
    expect(v3! / llama!).toBeCloseTo(1, 1);
  });
  test("GPT-4 costs 40.6 or 778 million dollars, as the method goes", () => {
    expect(of("estimate: owned hardware and energy", "gpt-4")!.low).toBeCloseTo(40.587e6, 0);
    expect(of("estimate: buying the cluster", "gpt-4")!.low).toBeCloseTo(778.067e6, 0);
  });
});

describe("what must hold", () => {
  test.each(METHODS)("%s: sorted, positive, low below high, every number with its author and source", (method) => {
    const { models, unit } = run(modelComparison, { method });
    expect(models.length).toBeGreaterThan(5);
    for (const { low, high, author, cite, where } of models) {
      expect(low).toBeGreaterThan(0);
      expect(high).toBeGreaterThanOrEqual(low);
      for (const text of [author, cite, where]) expect(text).not.toBe("");
    }
    const middles = models.map(({ low, high }) => low * high);
    expect(middles).toEqual([...middles].sort((a, b) => a - b));
    expect(unit).toBe(method === METHODS[0] ? "GPU-hour" : method === FLOP ? "FLOP" : "USD");
  });
  test("what is published never stands in a chart of estimates, nor an estimate among the published", () => {
    for (const method of METHODS) {
      const { models, isEstimate } = run(modelComparison, { method });
      expect(new Set(models.map(({ author }) => author === "Epoch AI"))).toEqual(new Set([isEstimate]));
    }
  });
  test("the rent is the hours times the price", () => {
    for (const model of run(modelComparison, { method: "rent of those hours", usdPerGpuHour: 3 }).models) expect(model.low).toBeCloseTo(3 * of(METHODS[0], model.id)!.low, 3);
  });
  test("a model appears under a method or among the missing, never both", () => {
    for (const method of METHODS) {
      const { models, missing } = run(modelComparison, { method });
      for (const { name } of models) expect(missing).not.toContain(name);
    }
  });
});

describe("edges", () => {
  test("R1 published no tokens, so it has hours and no arithmetic", () => {
    expect(of(FLOP, "deepseek-r1")).toBeUndefined();
    expect(of(METHODS[0], "deepseek-r1")!.impliedTflops).toBeNull();
  });
  test("a chart of estimates says that V3 is not in it", () => {
    expect(renderFigure(figure, { method: "estimate: buying the cluster" }).caption).toContain("For DeepSeek-V3 there is none");
  });
});
