import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { run, runSteps } from "#sim/run.ts";
import whatIsLeftOut from "./what-is-left-out.sim.ts";

const NOTHING = { researchLow: 0, researchHigh: 0, ablationsLow: 0, ablationsHigh: 0, failedLow: 0, failedHigh: 0, dataLow: 0, dataHigh: 0, staffLow: 0, staffHigh: 0, hardwareLow: 0, hardwareHigh: 0 };
const sum = (list: readonly number[]): number => list.reduce((a, b) => a + b, 0);

describe("what is known", () => {
  test("with nothing left out the total is the published 5.576 million dollars, and nothing moves it", () => {
    const out = run(whatIsLeftOut, NOTHING);
    expect(out.quantiles.map(({ usd }) => usd)).toEqual(Array(5).fill(5_576_000));
    expect([out.mostInfluential, out.timesFinalRun]).toEqual(["", 1]);
  });
  test("ranges without width add up exactly", () => {
    const out = run(whatIsLeftOut, { ...NOTHING, researchLow: 2, researchHigh: 2, failedLow: 50, failedHigh: 50, staffLow: 10e6, staffHigh: 10e6 });
    expect(out.meanUsd).toBeCloseTo(5_576_000 * 3.5 + 10e6, 3);
  });
  test("the compute alone lies between 3.3 and 10.2 times the run, as the share of final runs at three firms has it", () => {
    const { quantiles } = run(whatIsLeftOut, { ...NOTHING, researchLow: 1.3, researchHigh: 6, ablationsLow: 1, ablationsHigh: 3 });
    for (const { usd } of quantiles) {
      expect(usd / 5_576_000).toBeGreaterThan(3.3);
      expect(usd / 5_576_000).toBeLessThan(10);
    }
  });
});

describe("against the formulas of independent ranges", () => {
  const items = (out: ReturnType<typeof run<typeof whatIsLeftOut.params, ReturnType<typeof whatIsLeftOut.run>>>) => out.items;
  // Of 20,000 draws: half a per cent is four standard errors of a mean, two points of a share.
  test("means are the middles, and shares of the spread go by the square of the width", () => {
    const out = run(whatIsLeftOut);
    const widths = items(out).map(({ lowUsd, highUsd }) => (highUsd - lowUsd) ** 2);
    for (const [at, { lowUsd, highUsd, meanUsd, varianceShare }] of items(out).entries()) {
      expect(meanUsd / ((lowUsd + highUsd) / 2)).toBeCloseTo(1, 1.7);
      expect(Math.abs(varianceShare - widths[at]! / sum(widths))).toBeLessThan(0.025);
    }
    expect(sum(items(out).map(({ varianceShare }) => varianceShare))).toBeCloseTo(1, 1);
  });
  test("a range whose middle is likelier spreads half as much in variance", () => {
    const spread = (shape: string): number => {
      const { quantiles } = run(whatIsLeftOut, { ...NOTHING, staffLow: 0, staffHigh: 100e6, shape });
      return quantiles[3]!.usd - quantiles[1]!.usd;
    };
    // Quartiles of the uniform are 50 apart of 100, of the triangle 100 - 2 × 100 × sqrt(1/8) = 29.3.
    expect(spread("all values alike") / 50e6).toBeCloseTo(1, 1);
    expect(spread("the middle likelier") / 29.29e6).toBeCloseTo(1, 1);
  });
  test("the widest range moves the total most", () => {
    expect(run(whatIsLeftOut).mostInfluential).toBe("Owned hardware");
    expect(run(whatIsLeftOut, { hardwareHigh: 0 }).mostInfluential).toBe("Staff");
  });
});

describe("what must hold", () => {
  const money = fc.integer({ min: 0, max: 200 }).map((x) => x * 500_000);
  test("quantiles rise and stay within the ends; the histogram holds every draw", () => {
    fc.assert(
      fc.property(money, money, money, money, fc.nat(), (dataLow, dataHigh, staffLow, staffHigh, seed) => {
        const out = run(whatIsLeftOut, { dataLow, dataHigh, staffLow, staffHigh, numSamples: 1000 }, seed);
        const usd = out.quantiles.map((one) => one.usd);
        expect(usd).toEqual([...usd].sort((a, b) => a - b));
        expect(usd[0]).toBeGreaterThanOrEqual(5_576_000 + sum(out.items.map((item) => item.lowUsd)));
        expect(usd[4]).toBeLessThanOrEqual(5_576_000 + sum(out.items.map((item) => item.highUsd)));
        expect(sum(out.histogram.map((bin) => bin.count))).toBe(1000);
      }),
      { numRuns: 40 },
    );
  });
  test("a range given the wrong way round is the same range", () => {
    expect(run(whatIsLeftOut, { staffLow: 50e6, staffHigh: 10e6 }, 7).items).toEqual(run(whatIsLeftOut, {}, 7).items);
  });
  test("the frames show more and more draws", () => {
    const seen = [...runSteps(whatIsLeftOut, { numSamples: 2000 }, 3)].map(({ out }) => out.numSamples);
    expect(seen).toEqual(Array.from({ length: 20 }, (_, at) => 100 * (at + 1)));
  });
});
