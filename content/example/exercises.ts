import { formatNumber } from "#plot/format.ts";
import { practice, varied } from "#sim/exercise.ts";
import { run } from "#sim/run.ts";
import coinFlips from "./coin-flips.sim.ts";

const standardError = (numFlips: number): number => run(coinFlips, { numFlips }).standardError;

export default practice({
  predictions: {
    "four-times": {
      ask: "A hundred flips become four hundred. By what is the standard error multiplied?",
      unit: "ratio",
      truth: () => standardError(400) / standardError(100),
      within: 0.02,
      right: "Right: it goes with one over the square root of the number of flips.",
      mistakes: [{ value: () => 100 / 400, because: "You divided by the number of flips. Its square root is what counts." }],
      low: "Too low. The number of flips stands under a root.",
      high: "Too high. More flips make the share more certain.",
    },
  },
  exercises: [
    varied({ numFlips: [2500, 900, 1600] }, ({ numFlips }) => ({
      ask: `What is the standard error of the share of heads after ${formatNumber(numFlips)} flips of a fair coin?`,
      hint: "Put $p = 0.5$ into the formula above.",
      solution: () => `$\\sqrt{0.5 \\cdot 0.5 / ${numFlips}} = ${formatNumber(standardError(numFlips))}$`,
      answer: () => standardError(numFlips),
      unit: "ratio",
      within: 0.01,
      mistakes: [
        { value: () => standardError(numFlips) ** 2, because: "That is the variance of the share. The standard error is its square root." },
        { value: () => 1 / Math.sqrt(numFlips), because: "You left out $p(1-p)$. Its root is a half for a fair coin." },
      ],
      level: 2,
    })),
  ],
});
