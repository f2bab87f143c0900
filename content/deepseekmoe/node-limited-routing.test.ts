import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { run } from "#sim/run.ts";
import nodeLimitedRouting from "./node-limited-routing.sim.ts";

const row = (out: ReturnType<typeof nodeLimitedRouting.run>, way: string) => out.rows.find((r) => r.way === way)!;

const given = fc.record({
  maxNodes: fc.integer({ min: 1, max: 16 }),
  numNodes: fc.integer({ min: 2, max: 16 }),
  expertsPerNode: fc.integer({ min: 16, max: 40 }),
  topK: fc.integer({ min: 1, max: 16 }),
  nodeScore: fc.constantFrom("sum-of-best", "best-expert"),
  ownNodeIsFree: fc.boolean(),
});

describe("what is published", () => {
  test("with a limit of four, twelve experts take no longer than eight and a thirteenth a little (v3-report, section 3.2.2: 13, from 12.8)", () => {
    const limited = (topK: number) => row(run(nodeLimitedRouting, { topK }), "with-limit");
    expect([8, 12, 13].map((topK) => limited(topK).boundBy)).toEqual(["InfiniBand", "InfiniBand", "NVLink"]);
    // Eight experts touch 3.95 nodes, not 4: that, and 13 instead of 12.8, is all that twelve and thirteen add.
    expect(limited(12).microsecondsPerLayer / limited(8).microsecondsPerLayer).toBeLessThan(4 / 3.93);
    expect(limited(13).microsecondsPerLayer / limited(8).microsecondsPerLayer).toBeLessThan(13 / 12.8 / (3.93 / 4));
  });
  test("spread over all eight nodes is the rarest case: 8t of the paper's example (isca25, section 4.3)", () => {
    const { distribution } = run(nodeLimitedRouting);
    // C(8,8) 32^8 / C(256,8): one expert on each node.
    expect(distribution[7]!.shareWithout).toBeCloseTo(32 ** 8 / 409_663_695_276_000, 12);
  });
  test("a copy in FP8 out and BF16 back is three bytes an element, 21,504 at V3's hidden size", () => {
    const limited = row(run(nodeLimitedRouting), "with-limit");
    expect(limited.ibBytesPerToken / limited.ibCopies).toBeCloseTo(21_504, 9);
    expect(limited.nvlinkBytesPerToken).toBe(8 * 21_504);
  });
});

describe("what must hold", () => {
  test("a limit never adds a node, nor breaks itself; a copy per node is never more than one per expert", () => {
    fc.assert(fc.property(given, (values) => {
      const out = run(nodeLimitedRouting, values);
      const [copies, without, limited] = out.rows;
      expect(out.nodesWith).toBeLessThanOrEqual(values.maxNodes + 1e-12);
      // The sampled mean may exceed the exact one by its noise: five standard errors, and rounding.
      expect(limited!.ibCopies).toBeLessThanOrEqual(without!.ibCopies + 5 * out.nodesWithStandardError + 1e-9);
      expect(without!.ibCopies).toBeLessThanOrEqual(copies!.ibCopies + 1e-9);
      for (const which of ["shareWith", "shareWithout"] as const) expect(out.distribution.reduce((sum, bar) => sum + bar[which], 0)).toBeCloseTo(1, 9);
    }), { numRuns: 25 });
  });
  test("what is sampled lies within five standard errors of what is exact", () => {
    fc.assert(fc.property(given, fc.nat(), (values, seed) => {
      const out = run(nodeLimitedRouting, values, seed);
      // A sample without spread has no standard error of its own: one token in 2,048 is the least it can tell apart.
      const within = (standardError: number) => 5 * standardError + 5 / out.sampleTokens;
      expect(Math.abs(out.nodesWithoutSampled - out.nodesWithout)).toBeLessThan(within(out.nodesWithoutStandardError));
      if (out.isExact) expect(Math.abs(out.nodesWithSampled - out.nodesWith)).toBeLessThan(within(out.nodesWithStandardError));
    }), { numRuns: 25 });
  });
  test("the limit leaves all of the best experts only where it excludes no node", () => {
    const kept = (maxNodes: number) => run(nodeLimitedRouting, { maxNodes }).bestExpertsKept;
    expect([kept(8), kept(16)].map((x) => x.toFixed(9))).toEqual(["8.000000000", "8.000000000"]);
    expect([1, 2, 3, 4, 5, 6, 7].map(kept)).toEqual([1, 2, 3, 4, 5, 6, 7].map(kept).sort((a, b) => a - b));
    expect(kept(4)).toBeLessThan(8);
  });
  test("a copy that stays at home costs InfiniBand nothing: one in eight does", () => {
    const [all, abroad] = [run(nodeLimitedRouting), run(nodeLimitedRouting, { ownNodeIsFree: true })];
    expect(row(abroad, "with-limit").ibCopies).toBeCloseTo((7 / 8) * row(all, "with-limit").ibCopies, 9);
    expect(row(abroad, "copy-per-expert")).toMatchObject({ ibCopies: 7, nvlinkCopies: 1 });
  });
});

describe("edges", () => {
  test("a limit beyond the nodes is no limit", () => expect(run(nodeLimitedRouting, { maxNodes: 16 })).toMatchObject({ maxNodes: 8, isLimiting: false, isExact: true }));
  test("one node is one copy, for every token", () => expect(run(nodeLimitedRouting, { maxNodes: 1 })).toMatchObject({ nodesWith: expect.closeTo(1, 12) as number, nodesWithSampled: 1, isExact: true }));
  test("slower NVLink becomes the bound", () => expect(row(run(nodeLimitedRouting, { nvlinkGBps: 50 }), "with-limit").boundBy).toBe("NVLink"));
});
