import { simulation } from "#sim/contract.ts";

export default simulation({
  question: "How far from one half is the share of heads after many flips?",
  params: {
    numFlips: { kind: "number", label: "Flips", unit: "count", default: 100, min: 1, max: 10_000, step: 1, scale: "log10" },
    headsProbability: { kind: "number", label: "Probability of heads", unit: "ratio", default: 0.5, min: 0, max: 1, step: 0.01 },
  },
  sources: [{ cite: "v3-code", where: "replace this with the paper and equation of your formula" }],
  cost: "instant",
  run({ numFlips, headsProbability }, random) {
    let numHeads = 0;
    for (let flip = 0; flip < numFlips; flip++) if (random() < headsProbability) numHeads++;
    return { numHeads, share: numHeads / numFlips, standardError: Math.sqrt((headsProbability * (1 - headsProbability)) / numFlips) };
  },
  checks: [{ given: { numFlips: 100 }, read: (out) => out.standardError, equals: 0.05, source: { cite: "v3-code", where: "replace this with the page of the published value" } }],
});
