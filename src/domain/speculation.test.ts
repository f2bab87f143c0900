import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { seeded } from "./random.ts";
import { breakEvenCost, draftWithOverlap, impliedCost, overlap, passCost, residual, runLengthShares, sampleSpeculatively, speedup, tokensPerPass } from "./speculation.ts";

const acceptance = fc.double({ min: 0, max: 1, noNaN: true });
const depth = fc.integer({ min: 0, max: 12 });
const cost = fc.double({ min: 0, max: 1, noNaN: true });
/** Two distributions over the same tokens. */
const pair = fc.integer({ min: 1, max: 8 }).chain((length) => {
  const weights = fc.array(fc.double({ min: 0.001, max: 1, noNaN: true }), { minLength: length, maxLength: length });
  const scaled = weights.map((list) => list.map((x) => x / list.reduce((a, b) => a + b, 0)));
  return fc.tuple(scaled, scaled);
});

describe("published values", () => {
  test("Table 1 of Leviathan et al.: 3.69 at 0.8 with five drafts, 6.86 at 0.9 with ten, when drafts are free", () => {
    expect(tokensPerPass(0.8, 5)).toBeCloseTo(3.69, 2);
    expect(tokensPerPass(0.9, 10)).toBeCloseTo(6.86, 2);
  });

  test("85 to 90 per cent with one draft is 1.85 to 1.90 tokens a pass", () => {
    expect([0.85, 0.9].map((a) => tokensPerPass(a, 1))).toEqual([1.85, 1.9]);
  });

  test("Gloeckle et al. paid the same for each further head, 4.6 to 5.0 per cent of a pass", () => {
    const paid = [impliedCost(1.88, 1.79, 1), impliedCost(2.57, 2.35, 2), impliedCost(3.12, 2.74, 3)];
    for (const each of paid) expect(each).toBeCloseTo(0.048, 2);
  });
});

describe("laws", () => {
  test("the closed form is the geometric sum", () => {
    fc.assert(fc.property(fc.double({ min: 0, max: 0.999, noNaN: true }), depth, (a, d) => void expect(tokensPerPass(a, d)).toBeCloseTo((1 - a ** (d + 1)) / (1 - a), 9)));
  });

  test("run lengths sum to one, and their mean is the tokens of a pass", () => {
    fc.assert(
      fc.property(acceptance, depth, (a, d) => {
        const shares = runLengthShares(a, d);
        expect(shares.reduce((x, y) => x + y, 0)).toBeCloseTo(1, 9);
        expect(shares.reduce((mean, share, i) => mean + (i + 1) * share, 0)).toBeCloseTo(tokensPerPass(a, d), 9);
      }),
    );
  });

  test("a pass yields one token at least, one more than its drafts at most, and less than 1 / (1 - a)", () => {
    fc.assert(
      fc.property(acceptance, depth, (a, d) => {
        const tokens = tokensPerPass(a, d);
        expect(tokens).toBeGreaterThanOrEqual(1);
        expect(tokens).toBeLessThanOrEqual(d + 1);
        if (a < 1) expect(tokens).toBeLessThanOrEqual(1 / (1 - a) + 1e-9);
      }),
    );
  });

  test("at the break-even cost nothing is won, beyond it decoding is slower", () => {
    fc.assert(
      fc.property(acceptance, fc.integer({ min: 1, max: 12 }), cost, (a, d, more) => {
        const even = breakEvenCost(a, d);
        expect(speedup({ acceptance: a, depth: d, draftCost: 0, verifyCost: even })).toBeCloseTo(1, 9);
        expect(speedup({ acceptance: a, depth: d, draftCost: more, verifyCost: even })).toBeLessThanOrEqual(1 + 1e-9);
      }),
    );
  });

  test("in a pass that only computes, drafts never pay", () => {
    fc.assert(fc.property(acceptance, depth, cost, (a, d, draftCost) => void expect(speedup({ acceptance: a, depth: d, draftCost, verifyCost: 1 })).toBeLessThanOrEqual(1 + 1e-12)));
  });

  test("accepted and corrected drafts together have the model's own chances", () => {
    fc.assert(
      fc.property(pair, ([p, q]) => {
        const [accepted, rest] = [overlap(p, q), residual(p, q)];
        p.forEach((share, token) => expect(Math.min(share, q[token]!) + (1 - accepted) * (rest?.[token] ?? 0)).toBeCloseTo(share, 9));
      }),
    );
  });
});

describe("a draft of chosen overlap", () => {
  const p = Array.from({ length: 16 }, (_, token) => 2 ** -(token + 1) / (1 - 2 ** -16));

  test("sums to one and overlaps by what was asked", () => {
    fc.assert(
      fc.property(fc.double({ min: 0.02, max: 1, noNaN: true }), (a) => {
        const q = draftWithOverlap(p, a);
        expect(q.reduce((x, y) => x + y, 0)).toBeCloseTo(1, 9);
        expect(overlap(p, q)).toBeCloseTo(a, 9);
      }),
    );
    expect(() => draftWithOverlap(p, 0)).toThrow("out of range: acceptance is 0; expected 0.00");
  });

  test("is accepted that often, and leaves the output as the model's", () => {
    const q = draftWithOverlap(p, 0.7);
    const [rest, random, numDraws] = [residual(p, q), seeded(3), 100_000];
    const counts = new Array<number>(16).fill(0);
    let numAccepted = 0;
    for (let i = 0; i < numDraws; i++) {
      const { token, isAccepted } = sampleSpeculatively(p, q, rest, random);
      counts[token]!++;
      if (isAccepted) numAccepted++;
    }
    // Four standard errors of a share.
    const within = (share: number): number => 4 * Math.sqrt((share * (1 - share)) / numDraws);
    expect(Math.abs(numAccepted / numDraws - 0.7)).toBeLessThan(within(0.7));
    p.forEach((share, token) => expect(Math.abs(counts[token]! / numDraws - share)).toBeLessThan(within(share) + 1e-4));
  });
});

test("edges: without drafts a pass is a pass; what is no probability or no count is refused", () => {
  expect([tokensPerPass(0.9, 0), passCost({ depth: 0, draftCost: 1, verifyCost: 1 }), breakEvenCost(0.9, 0)]).toEqual([1, 1, 0]);
  expect([tokensPerPass(1, 3), tokensPerPass(0, 3)]).toEqual([4, 1]);
  expect(residual([0.5, 0.5], [0.5, 0.5])).toBeNull();
  expect(() => tokensPerPass(1.1, 1)).toThrow("out of range: acceptance is 1.1; expected 0 to 1");
  expect(() => runLengthShares(0.5, 1.5)).toThrow("out of range: depth is 1.5 token; expected a whole number from 0");
});
