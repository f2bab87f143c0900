import { formatInteger, formatNumber } from "#plot/format.ts";
import { practice } from "#sim/exercise.ts";
import { run } from "#sim/run.ts";
import computeToCost from "./compute-to-cost.sim.ts";
import modelComparison from "./model-comparison.sim.ts";
import priceHistory from "./price-history.sim.ts";
import servingDay from "./serving-day.sim.ts";
import trainingBill from "./training-bill.sim.ts";
import whatIsLeftOut from "./what-is-left-out.sim.ts";

const bill = () => run(trainingBill);
const r1Zero = () => run(trainingBill, { run: "DeepSeek-R1 on top of V3" }).printedRuns[0]!;
/** GPU-hours of a million million tokens at so many TFLOP/s a GPU, V3's 250 GFLOP for each token. */
const hoursPerTrillion = (tflops: number): number => (250e9 * 1e12) / (tflops * 1e12) / 3600;
const v2 = (given: Readonly<Record<string, number | string>> = {}) => run(computeToCost, { activatedParameters: 21e9, totalParameters: 236e9, tokens: 8.1e12, shape: "DeepSeek-V2", ...given }).flopPerToken / 1e9;
const flopOf = (id: string): number => run(modelComparison, { method: "arithmetic, 6 FLOP a parameter and token" }).models.find((model) => model.id === id)!.low;
const allV3 = () => run(servingDay, { v3Percent: 100 });
const V4_TASK = { measure: "a task", day: "V4, 24 April 2026" } as const;
/** The squares of the widths of two of the assumed ranges; a uniform range has a twelfth of it as its variance. */
const squares = (): { staff: number; hardware: number } => {
  const { items } = run(whatIsLeftOut, { numSamples: 1000 });
  const of = (id: string): number => {
    const { lowUsd, highUsd } = items.find((item) => item.id === id)!;
    return (highUsd - lowUsd) ** 2;
  };
  return { staff: of("staff"), hardware: of("hardware") };
};
const tex = (x: number): string => formatInteger(x).replaceAll(",", "{,}");

export default practice({
  predictions: {
    "days-of-training": {
      ask: "The report gives 2.788 million GPU-hours for all of DeepSeek-V3's training, and 2,048 GPUs. If none was ever idle, how many days did it take?",
      unit: "day",
      truth: () => bill().days,
      within: 0.05,
      right: "Right: less than two months. The GPU-hours fix the product of GPUs and time, and the report gives one of the two.",
      mistakes: [
        { value: () => bill().totalGpuHours / 2048, because: "Those are hours. Divide by 24." },
        { value: () => bill().totalGpuHours / 24, because: "Those are the days that a single GPU would need. There are 2,048." },
        { value: () => bill().days * 1000, because: "That is a thousand times too much, and just what one popular account's 2,788 million hours would take." },
        { value: () => 365, because: "A year would take six times the hours, or a sixth of the GPUs." },
      ],
      low: "Too low. Divide the GPU-hours by the GPUs, then by the hours of a day.",
      high: "Too high. All 2,048 GPUs count an hour in the same hour.",
    },
    "dense-price": {
      ask: "V3 has 671 billion parameters and uses 37 billion of them for a token. Had it used all of them, on the same tokens and at the same speed, how many times as much would its pre-training have cost?",
      unit: "ratio",
      truth: () => run(computeToCost).denseTotal.usd / run(computeToCost).usd,
      within: 0.05,
      right: "Right. The matrices take eighteen times the arithmetic, and attention, which does not depend on experts, stays as it was.",
      mistakes: [
        { value: () => 671 / 37, because: "That is the ratio of the parameters, and near. Attention compares tokens with one another and takes the same arithmetic in both, so the whole grows by a little less." },
        { value: () => 1, because: "That would hold if all parameters worked on every token. In a mixture of experts most are idle for a given one, and an idle parameter costs no arithmetic." },
        { value: () => 32, because: "That is the share of experts: 8 of 256. Attention, dense layers and the shared expert are used by every token and do not grow." },
      ],
      low: "Too low. Nearly all arithmetic is in proportion to the parameters used.",
      high: "Too high. Cost cannot grow faster than the parameters used.",
    },
    "share-of-revenue": {
      ask: "A day of DeepSeek's service cost \\$87,072 in GPUs. Had every token been billed at R1's price, it would have brought \\$562,027. What share of that revenue would have been profit?",
      unit: "%",
      truth: () => run(servingDay).marginPercent,
      within: 0.02,
      right: "Right. That is a margin. The 545% that went around the world are the same profit as a share of cost.",
      mistakes: [
        { value: () => run(servingDay).markupPercent, because: "That is profit over cost, a markup, and the number in the headlines. The question is about the share of revenue, which can never reach 100%." },
        { value: () => run(servingDay).breakEvenPercent, because: "That is the share of revenue that the GPUs cost. The rest is profit." },
        { value: () => 100 + run(servingDay).markupPercent, because: "That is revenue as a share of cost." },
      ],
      low: "Too low. Subtract the cost from the revenue, then divide by the revenue.",
      high: "Too high. A share of revenue is below 100% as long as there is any cost.",
    },
  },
  exercises: [
    {
      level: 1,
      ask: "A popular account prints 2,788 million GPU-hours and \\$5.576 million for V3. Which price of a GPU-hour, in dollars, do its two numbers imply?",
      answer: () => bill().totalUsd / (bill().totalGpuHours * 1000),
      unit: "USD",
      within: 0.01,
      hint: "Divide the dollars by the hours.",
      solution: () => `$5.576 \\times 10^6 / (2{,}788 \\times 10^6) = 0.002$: a fifth of a cent. At the \\$2 that the account names as well, its hours would make ${formatNumber((bill().totalUsd * 1000) / 1e9, 4)} billion dollars.`,
      mistakes: [
        { value: () => bill().totalUsd / bill().totalGpuHours, because: "You used the report's hours, 2.788 million. The account prints a thousand times as many." },
        { value: () => (bill().totalGpuHours * 1000) / bill().totalUsd, because: "Those are hours for a dollar. Divide the other way round." },
      ],
    },
    {
      level: 1,
      ask: "R1-Zero trained for about 198 hours. How many GPU-hours would the 648 GPUs of some press accounts have used?",
      answer: () => 648 * r1Zero().hours,
      unit: "GPU-hour",
      within: 0.005,
      hint: "Multiply GPUs by hours.",
      solution: () => `$648 \\times 198 = ${tex(648 * r1Zero().hours)}$. The paper's table has 101K, and $512 \\times 198 = ${tex(r1Zero().gpuHours)}$ fits it. The paper writes 64*8, eight GPUs in each of 64 nodes.`,
      mistakes: [
        { value: () => r1Zero().gpuHours, because: "You used the right number of GPUs, 512. The question is what the misread number would give." },
        { value: () => 648 * 80, because: "Those are the 80 hours of R1, not of R1-Zero." },
        { value: () => 64 * r1Zero().hours, because: "Those are the nodes. Each has eight GPUs." },
      ],
    },
    {
      level: 2,
      ask: "At the published 250 GFLOP for each token and 385 TFLOP/s for each GPU, how many GPU-hours does a trillion tokens take?",
      answer: () => hoursPerTrillion(385),
      unit: "GPU-hour",
      within: 0.005,
      hint: "A trillion tokens take $250 \\times 10^{21}$ FLOP. A GPU-hour is 3,600 seconds at $385 \\times 10^{12}$ FLOP each.",
      solution: () => `$250 \\times 10^{9} \\times 10^{12} / (385 \\times 10^{12} \\times 3600) = ${tex(hoursPerTrillion(385))}$. The report of the year before prints 180K.`,
      mistakes: [
        { value: () => hoursPerTrillion(989.5), because: "You used the peak of the GPU. Training reached 385 of it." },
        { value: () => hoursPerTrillion(432), because: "That rate counts attention without its mask, but 250 GFLOP is counted with it. Do not mix the two." },
        { value: () => hoursPerTrillion(385) * 3600, because: "Those are seconds. A GPU-hour has 3,600." },
      ],
    },
    {
      level: 2,
      ask: "DeepSeek-V2 uses 21 billion parameters for a token. Its attention has 60 layers of 128 heads, 192 dimensions for queries and keys and 128 for values. How many GFLOP does a token take in training at a context of 4,096, attention counted under its causal mask?",
      answer: () => v2(),
      unit: "GFLOP",
      within: 0.01,
      hint: "Six FLOP for each parameter. For attention $\\tfrac12 \\times 6 \\times$ context $\\times$ layers $\\times$ heads $\\times$ dimensions of both kinds.",
      solution: () => `Matrices $6 \\times 21 = 126$. Attention $\\tfrac12 \\times 6 \\times 4096 \\times 60 \\times 128 \\times 320 / 10^9 = ${formatNumber(v2() - 126, 3)}$. Together ${formatNumber(v2(), 4)}; the paper prints 155.`,
      mistakes: [
        { value: () => v2({ attention: "not at all" }), because: "That is the matrices alone. Attention comes on top." },
        { value: () => v2({ attention: "without a mask" }), because: "That counts attention to later tokens too. Under the mask a token sees half of the context on average." },
        { value: () => v2() / 3, because: "That is the forward pass. Training runs backward as well, at twice the arithmetic." },
        { value: () => v2({ activatedParameters: 236e9 }), because: "Those are all 236 billion parameters. A token uses 21 billion." },
      ],
    },
    {
      level: 2,
      ask: "By what factor does the arithmetic of Llama 3.1 405B on 15 trillion tokens exceed that of V3 on 14.8 trillion, at six FLOP for each parameter used and token?",
      answer: () => flopOf("llama-31-405b") / flopOf("deepseek-v3"),
      unit: "ratio",
      within: 0.005,
      hint: "The six cancels. Every parameter of a dense model is used; V3 uses 37 billion.",
      solution: () => `$\\frac{405 \\times 15}{37 \\times 14.8} = ${(flopOf("llama-31-405b") / flopOf("deepseek-v3")).toFixed(2)}$. The GPU-hours differ by ${formatNumber(30_840_000 / bill().totalGpuHours, 4)}, so an hour did about as much in either run.`,
      mistakes: [
        { value: () => (405 * 15) / (671 * 14.8), because: "You took all parameters of V3. A token uses 37 billion of them." },
        { value: () => 405 / 37, because: "That is the ratio of the parameters. The tokens differ a little as well." },
        { value: () => 15 / 14.8, because: "That is the ratio of the tokens. The parameters used differ far more." },
      ],
    },
    {
      level: 2,
      ask: "Suppose a GPU-hour cost \\$6. What per cent of the published day's theoretical revenue would have to be billed to pay for the GPUs?",
      answer: () => run(servingDay, { usdPerGpuHour: 6 }).breakEvenPercent,
      unit: "%",
      within: 0.01,
      hint: "The day's GPUs cost three times the published \\$87,072. Divide by the revenue of \\$562,027.",
      solution: () => `$3 \\times 87{,}072 = ${tex(run(servingDay, { usdPerGpuHour: 6 }).costUsd)}$, and that is ${formatNumber(run(servingDay, { usdPerGpuHour: 6 }).breakEvenPercent, 3)}% of the revenue.`,
      mistakes: [
        { value: () => run(servingDay).breakEvenPercent, because: "That is at \\$2. At \\$6 the GPUs cost three times as much." },
        { value: () => run(servingDay, { usdPerGpuHour: 6 }).marginPercent, because: "That is what would be left if all were billed." },
        { value: () => run(servingDay, { usdPerGpuHour: 6 }).markupPercent, because: "That is the markup if all were billed." },
      ],
    },
    {
      level: 2,
      ask: "Bill the whole published day at V3's prices instead: \\$0.07, \\$0.27 and \\$1.10 for a million tokens from the cache, read anew and written. The tokens are 342, 266 and 168 billion. What is the markup on the cost of \\$87,072, in per cent?",
      answer: () => allV3().billedMarkupPercent,
      unit: "%",
      within: 0.01,
      hint: "A billion tokens at a price for a million cost that price times a thousand. Add the three, subtract the cost, divide by the cost.",
      solution: () => `$342{,}000 \\times 0.07 + 266{,}000 \\times 0.27 + 168{,}000 \\times 1.10 = ${tex(allV3().billedUsd)}$ dollars, and $(${tex(allV3().billedUsd)} - 87{,}072) / 87{,}072$ is ${formatNumber(allV3().billedMarkupPercent, 3)}%.`,
      mistakes: [
        { value: () => allV3().billedMarginPercent, because: "That is the share of revenue, a margin. A markup is a share of cost." },
        { value: () => 100 + allV3().billedMarkupPercent, because: "That is revenue as a share of cost. Take the cost off first." },
        { value: () => run(servingDay).markupPercent, because: "That is at R1's prices." },
      ],
    },
    {
      level: 3,
      ask: "On 24 April 2026 the list price of a million tokens of V4-Pro was \\$1.74 in and \\$3.48 out, of GPT-5.5 \\$5 and \\$30. A task reads 2,000 tokens, and GPT-5.5 writes 8,000 for it. How many times as many tokens may V4-Pro write before the task costs the same?",
      answer: () => run(priceHistory, V4_TASK).breakEvenTokens!,
      unit: "ratio",
      within: 0.01,
      hint: "What does the task cost with GPT-5.5? Take off what V4-Pro charges for reading. How many tokens can it write for the rest?",
      solution: () => `With GPT-5.5 $0.002 \\times 5 + 0.008 \\times 30 = 0.25$ dollars. V4-Pro reads for $0.002 \\times 1.74 = 0.00348$, which leaves enough for ${formatInteger(run(priceHistory, V4_TASK).breakEvenTokens! * 8000)} tokens, ${formatNumber(run(priceHistory, V4_TASK).breakEvenTokens!, 3)} times as many.`,
      mistakes: [
        { value: () => 30 / 3.48, because: "That is the ratio of the prices of output. Reading is cheaper with V4-Pro too, which leaves room for a few more tokens." },
        { value: () => 5 / 1.74, because: "That is the ratio of the prices of input." },
        { value: () => (run(priceHistory, V4_TASK).breakEvenTokens! * 8000) / 2000, because: "You divided by the tokens read. The question is about those written, 8,000." },
      ],
    },
    {
      level: 3,
      ask: "In the figure of what is left out, keep only two ranges open: staff between \\$10 and 50 million, and hardware between \\$0 and 112 million, all values alike. What per cent of the variance of the total is the hardware's?",
      answer: () => (100 * squares().hardware) / (squares().hardware + squares().staff),
      unit: "%",
      within: 0.01,
      hint: "The variance of a uniform range is its width squared, over twelve. Variances of independent ranges add up.",
      solution: () => `Widths are 40 and 112 million: $112^2 / (112^2 + 40^2)$ is ${formatNumber((100 * squares().hardware) / (squares().hardware + squares().staff), 3)}%. The twelfths cancel. The widest guess rules the answer, so it deserves the most work.`,
      mistakes: [
        { value: () => (100 * 112) / (112 + 40), because: "Those are the widths. Variances go by their squares." },
        { value: () => (100 * 112 ** 2) / (112 ** 2 + 50 ** 2), because: "Staff begins at \\$10 million, so its range is 40 wide." },
        { value: () => (100 * 56) / (56 + 30), because: "Those are the middles of the ranges. Where a range lies moves the total; how wide it is spreads it." },
      ],
    },
  ],
});
