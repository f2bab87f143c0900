import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { clippedTerm, divergenceBits, entropyBits, type Group, groupAdvantages, grpoGradient, grpoObjective, klEstimate, type Logits, silentShares, softmax } from "./grpo.ts";

const NUM_KINDS = 2;
const NUM_CHOICES = 4;
const row = fc.array(fc.double({ min: -2, max: 2, noNaN: true }), { minLength: NUM_CHOICES, maxLength: NUM_CHOICES }).map((list) => Float64Array.from(list));
const logits = fc.array(row, { minLength: NUM_KINDS, maxLength: NUM_KINDS });
const rewards = fc.array(fc.double({ min: -3, max: 3, noNaN: true }), { minLength: 2, maxLength: 12 });
const verdicts = fc.array(fc.integer({ min: 0, max: 1 }), { minLength: 6, maxLength: 6 });
const group = fc.record({ kind: fc.integer({ min: 0, max: NUM_KINDS - 1 }), choices: fc.array(fc.integer({ min: 0, max: NUM_CHOICES - 1 }), { minLength: 6, maxLength: 6 }), verdicts })
  .map(({ kind, choices, verdicts: list }): Group => ({ kind, choices, advantages: groupAdvantages(list) }));
const groups = fc.array(group, { minLength: 1, maxLength: 4 });
const list = (p: ArrayLike<number>): number[] => Array.from(p);

describe("advantages", () => {
  test("one right answer of four is worth the root of three, a wrong one a third of that less than nothing", () => {
    expect(list(groupAdvantages([1, 0, 0, 0]))).toEqual([Math.sqrt(3), -1 / Math.sqrt(3), -1 / Math.sqrt(3), -1 / Math.sqrt(3)].map((x) => expect.closeTo(x, 12)));
  });
  test("have mean 0, and deviation 1 unless all rewards are the same", () => {
    fc.assert(fc.property(rewards, (r) => {
      const advantages = list(groupAdvantages(r));
      expect(advantages.reduce((a, b) => a + b, 0)).toBeCloseTo(0, 9);
      const square = advantages.reduce((sum, a) => sum + a * a, 0) / r.length;
      if (square !== 0) expect(square).toBeCloseTo(1, 9);
    }));
  });
  test("do not change when a constant is added to all rewards or all are multiplied", () => {
    expect(list(groupAdvantages([3, 5, 9]))).toEqual(list(groupAdvantages([0.3, 0.5, 0.9])).map((x) => expect.closeTo(x, 9)));
    expect(list(groupAdvantages([3, 5, 9]))).toEqual(list(groupAdvantages([0, 2, 6])).map((x) => expect.closeTo(x, 12)));
  });
  test("are 0 when all rewards are the same, however they are rounded", () => {
    expect(list(groupAdvantages([0.1, 0.1, 0.1]))).toEqual([0, 0, 0]);
  });
  test("without the division keep the unit of the reward", () => expect(list(groupAdvantages([1, 0, 0, 0], false))).toEqual([0.75, -0.25, -0.25, -0.25]));
});

describe("the estimate of the divergence", () => {
  test("is never negative, and 0 at the reference", () => {
    expect(klEstimate(1)).toBe(0);
    fc.assert(fc.property(fc.double({ min: 1e-6, max: 1e6, noNaN: true }), (x) => void expect(klEstimate(x)).toBeGreaterThanOrEqual(0)));
  });
  test("is the divergence in the mean over the policy's own answers", () => {
    fc.assert(fc.property(row, row, (a, b) => {
      const [p, q] = [softmax(a), softmax(b)];
      expect(p.reduce((sum, x, i) => sum + x * klEstimate(q[i]! / x), 0)).toBeCloseTo(divergenceBits(p, q) * Math.LN2, 9);
    }));
  });
  test("weighted by the ratio, is the divergence in the mean over an older policy's answers too, and so has its slope", () => {
    fc.assert(fc.property(row, row, row, (a, b, c) => {
      const [p, old, q] = [softmax(a), softmax(b), softmax(c)];
      const weighted = old.reduce((sum, x, i) => sum + x * (p[i]! / x) * klEstimate(q[i]! / p[i]!), 0);
      expect(weighted).toBeCloseTo(divergenceBits(p, q) * Math.LN2, 9);
    }));
    // Without the weight it is another number.
    const [p, old, q] = [softmax([1, 0]), softmax([0, 1]), softmax([0, 0])];
    const plain = old.reduce((sum, x, i) => sum + x * klEstimate(q[i]! / p[i]!), 0);
    expect(Math.abs(plain - divergenceBits(p, q) * Math.LN2)).toBeGreaterThan(0.05);
  });
  test("pulls, at the first update, like the other divergence: that of the reference from the policy", () => {
    // Answers in exactly the policy's proportions: 4, 2, 1 and 1 of 8.
    const policy = [Float64Array.from([Math.log(4), Math.log(2), 0, 0])];
    const reference = [Float64Array.from([0, 0.5, -0.3, 1])];
    const even: Group = { kind: 0, choices: [0, 0, 0, 0, 1, 1, 2, 3], advantages: new Float64Array(8) };
    const pull = grpoGradient(policy, [even], { old: policy, reference, clipRange: 0.2, klWeight: 1 })[0]!;
    // The derivative of -D(ref || pi) by the logits is ref - pi.
    const [p, q] = [softmax(policy[0]!), softmax(reference[0]!)];
    expect(list(pull)).toEqual(list(p).map((x, i) => expect.closeTo(q[i]! - x, 12)));
  });
});

test("a clipped answer gains nothing from moving further, and loses in full from moving back", () => {
  expect(clippedTerm(1.5, 1, 0.2)).toBe(1.2);
  expect(clippedTerm(0.5, 1, 0.2)).toBe(0.5);
  expect(clippedTerm(0.5, -1, 0.2)).toBe(-0.8);
  expect(clippedTerm(1.5, -1, 0.2)).toBe(-1.5);
});

describe("the gradient", () => {
  const settings = fc.record({ old: logits, reference: logits, clipRange: fc.constantFrom(0.1, 0.2, 10), klWeight: fc.constantFrom(0, 0.001, 0.5) });

  test("agrees with finite differences of the objective", () => {
    const step = 1e-6;
    fc.assert(fc.property(logits, groups, settings, (at, batch, objective) => {
      const gradient = grpoGradient(at, batch, objective);
      const moved = (kind: number, j: number, by: number): Logits => at.map((r, k) => (k === kind ? r.map((x, i) => (i === j ? x + by : x)) : r));
      // At the edge of the clip the objective has a corner and no derivative; a step of a millionth may straddle it.
      const ratios = batch.flatMap(({ kind, choices }) => list(choices).map((c) => softmax(at[kind]!)[c]! / softmax(objective.old[kind]!)[c]!));
      fc.pre(ratios.every((r) => Math.abs(Math.abs(r - 1) - objective.clipRange) > 1e-4));
      for (const [kind, r] of gradient.entries()) for (const [j, slope] of r.entries()) {
        const difference = (grpoObjective(moved(kind, j, step), batch, objective) - grpoObjective(moved(kind, j, -step), batch, objective)) / (2 * step);
        expect(slope).toBeCloseTo(difference, 5);
      }
    }), { numRuns: 40 });
  });

  test("with no clip to speak of and one update is that of plain policy gradient, A times d log pi", () => {
    fc.assert(fc.property(logits, groups, (at, batch) => {
      const gradient = grpoGradient(at, batch, { old: at, reference: at, clipRange: 1e9, klWeight: 0 });
      const plain = at.map((r) => new Float64Array(r.length));
      for (const { kind, choices, advantages } of batch) for (let i = 0; i < choices.length; i++) for (let j = 0; j < NUM_CHOICES; j++) {
        plain[kind]![j]! += (advantages[i]! * ((choices[i] === j ? 1 : 0) - softmax(at[kind]!)[j]!)) / choices.length / batch.length;
      }
      for (const [kind, r] of gradient.entries()) expect(list(r)).toEqual(list(plain[kind]!).map((x) => expect.closeTo(x, 12)));
    }), { numRuns: 40 });
  });

  test("of a group with equal rewards is that of the divergence alone", () => {
    fc.assert(fc.property(logits, logits, fc.constantFrom(0, 1), (at, reference, verdict) => {
      const silent: Group = { kind: 1, choices: [0, 1, 1, 3], advantages: groupAdvantages([verdict, verdict, verdict, verdict]) };
      const without = grpoGradient(at, [silent], { old: at, reference, clipRange: 0.2, klWeight: 0 });
      for (const r of without) expect(list(r).every((x) => Math.abs(x) === 0)).toBe(true);
      const at0 = grpoGradient(at, [silent], { old: at, reference: at, clipRange: 0.2, klWeight: 1 });
      for (const r of at0) expect(list(r).every((x) => Math.abs(x) < 1e-12)).toBe(true);
    }), { numRuns: 30 });
  });

  test("moves logits against each other and never all together", () => {
    fc.assert(fc.property(logits, groups, settings, (at, batch, objective) => {
      for (const r of grpoGradient(at, batch, objective)) expect(r.reduce((a, b) => a + b, 0)).toBeCloseTo(0, 9);
    }), { numRuns: 40 });
  });

  test("relabelling the choices relabels it", () => {
    const order = [2, 0, 3, 1];
    const relabel = (r: Float64Array): Float64Array => Float64Array.from(order, (from) => r[from]!);
    fc.assert(fc.property(logits, groups, settings, (at, batch, { old, reference, ...rest }) => {
      const renamed = batch.map((g) => ({ ...g, choices: list(g.choices).map((c) => order.indexOf(c)) }));
      const there = grpoGradient(at.map(relabel), renamed, { old: old.map(relabel), reference: reference.map(relabel), ...rest });
      for (const [kind, r] of grpoGradient(at, batch, { old, reference, ...rest }).entries()) expect(list(there[kind]!)).toEqual(list(relabel(r)).map((x) => expect.closeTo(x, 9)));
    }), { numRuns: 40 });
  });
});

test("entropy is highest, and 2 bits, for four even choices; a certain choice has none", () => {
  expect(entropyBits(softmax([0, 0, 0, 0]))).toBeCloseTo(2, 12);
  expect(entropyBits([0, 1, 0, 0])).toBe(0);
});

test("a distribution does not diverge from itself, and diverges from any other", () => {
  expect(divergenceBits([0.5, 0.5], [0.5, 0.5])).toBe(0);
  expect(divergenceBits([1, 0], [0.5, 0.5])).toBe(1);
});

test("of sixteen answers that are right one time in twenty, all are wrong in 44 groups of a hundred", () => {
  const { allWrong, allRight } = silentShares(0.05, 16);
  expect(allWrong).toBeCloseTo(0.4401, 4);
  expect(allRight).toBeLessThan(1e-20);
});
