import { formatInteger, formatNumber, texInteger as tex } from "#plot/format.ts";
import { practice, varied } from "#sim/exercise.ts";
import { run } from "#sim/run.ts";
import computeToCost from "./compute-to-cost.sim.ts";
import modelComparison from "./model-comparison.sim.ts";
import priceHistory from "./price-history.sim.ts";
import servingDay from "./serving-day.sim.ts";
import trainingBill from "./training-bill.sim.ts";
import whatIsLeftOut from "./what-is-left-out.sim.ts";

const bill = () => run(trainingBill);
const r1Zero = () => run(trainingBill, { run: "DeepSeek-R1 on top of V3" }).printedRuns[0]!;
const flopOf = (id: string): number => run(modelComparison, { method: "arithmetic, 6 FLOP a parameter and token" }).models.find((model) => model.id === id)!.low;
/** The squares of the widths of two of the assumed ranges; a uniform range has a twelfth of it as its variance. */
const squares = (): { staff: number; hardware: number } => {
  const { items } = run(whatIsLeftOut, { numSamples: 1000 });
  const of = (id: string): number => {
    const { lowUsd, highUsd } = items.find((item) => item.id === id)!;
    return (highUsd - lowUsd) ** 2;
  };
  return { staff: of("staff"), hardware: of("hardware") };
};
/** Dollars for some stages of V3's final run. */
const stageUsd = (...names: readonly string[]): number => bill().stages.filter(({ name }) => names.includes(name)).reduce((sum, { usd }) => sum + usd, 0);

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
    varied({ printed: [{ hours: 2788, usd: 5.576 }, { hours: 1500, usd: 3.6 }, { hours: 4200, usd: 7.56 }, { hours: 6400, usd: 19.2 }, { hours: 900, usd: 1.35 }] }, ({ printed: { hours, usd } }) => {
      const isV3 = hours === 2788;
      const price = isV3 ? bill().totalUsd / (bill().totalGpuHours * 1000) : usd / hours;
      return {
        level: 1,
        ask: isV3
          ? "A popular account prints 2,788 million GPU-hours and \\$5.576 million for V3. Which price of a GPU-hour, in dollars, do its two numbers imply?"
          : `A report gives ${formatNumber(hours / 1000)} million GPU-hours and \\$${usd} million for a training run. An account of it keeps the dollars and prints ${formatInteger(hours)} million GPU-hours. Which price of a GPU-hour, in dollars, do the account's two numbers imply?`,
        answer: () => price,
        unit: "USD",
        within: 0.01,
        hint: "Divide the dollars by the hours that the account prints.",
        solution: () => `$${usd} \\times 10^6 / (${tex(hours)} \\times 10^6) = ${formatNumber(price)}$ dollars: ${isV3 ? "a fifth of a cent" : `${formatNumber(100 * price)} cents`}. At ${isV3 ? "the \\$2 that the account names as well" : `the \\$${formatNumber(1000 * price)} of the report`}, its hours would make ${formatNumber((isV3 ? bill().totalUsd * 1000 : usd * 1e9) / 1e9, 4)} billion dollars.`,
        mistakes: [
          { value: () => 1000 * price, because: `You used the report's hours, ${formatNumber(hours / 1000)} million. The account prints a thousand times as many.` },
          { value: () => 1 / price, because: "Those are hours for a dollar. Divide the other way round." },
        ],
      };
    }),
    {
      level: 1,
      kind: "choice",
      ask: "What is added up in the \\$5.576 million that the report gives for V3?",
      options: [
        { says: "Pre-training, longer context and post-training of the final run, at \\$2 a GPU-hour", isRight: () => stageUsd("pre-training", "context extension", "post-training") === 5_576_000, because: "These three stages took 2.788 million GPU-hours, and the price is an assumed rent." },
        { says: "Pre-training of the final run alone, at \\$2 a GPU-hour", isRight: () => stageUsd("pre-training") === 5_576_000, because: "That makes \\$5.328 million. Two shorter stages come on top." },
        { says: "The final run and the experiments before it", isRight: () => false, because: "The report says that earlier research and experiments on architectures, algorithms and data are left out." },
        { says: "The purchase of 2,048 H800", isRight: () => false, because: "The GPUs are counted as if rented by the hour. No purchase enters." },
      ],
      hint: "The number is a product of hours and a price. Whose hours are they?",
      solution: () => `$${bill().stages.map(({ gpuHours }) => tex(gpuHours)).join(" + ")} = ${tex(bill().totalGpuHours)}$ GPU-hours, times \\$2. It is the rent of one successful run: no salaries, no trials, no hardware.`,
    },
    varied({ given: [{ nodes: 64, hours: r1Zero().hours }, { nodes: 32, hours: 150 }, { nodes: 48, hours: 120 }, { nodes: 96, hours: 210 }, { nodes: 24, hours: 90 }] }, ({ given: { nodes, hours } }) => {
      const isR1 = nodes === 64;
      const misread = nodes * 10 + 8;
      return {
        level: 1,
        ask: isR1
          ? "R1-Zero trained for about 198 hours. How many GPU-hours would the 648 GPUs of some press accounts have used?"
          : `A paper says that a model trained for ${hours} hours on ${nodes}*8 GPUs. How many GPU-hours come out for a reader who takes this for ${misread} GPUs?`,
        answer: () => misread * hours,
        unit: "GPU-hour",
        within: 0.005,
        hint: "Multiply GPUs by hours.",
        solution: () => `$${misread} \\times ${hours} = ${tex(misread * hours)}$. ${isR1 ? "The paper's table has 101K, and" : "Read as a product it is"} $${nodes * 8} \\times ${hours} = ${tex(nodes * 8 * hours)}$${isR1 ? " fits it" : ""}. The paper writes ${nodes}*8, eight GPUs in each of ${nodes} nodes.`,
        mistakes: [
          { value: () => nodes * 8 * hours, because: `You used the right number of GPUs, ${nodes * 8}. The question is what the misread number would give.` },
          { value: () => nodes * hours, because: "Those are the nodes. Each has eight GPUs." },
          ...(isR1 ? [{ value: () => 648 * 80, because: "Those are the 80 hours of R1, not of R1-Zero." }] : []),
        ],
      };
    }),
    varied({ given: [{ gflop: 250, tflops: 385 }, { gflop: 155, tflops: 300 }, { gflop: 400, tflops: 420 }, { gflop: 2500, tflops: 400 }, { gflop: 80, tflops: 350 }] }, ({ given: { gflop, tflops } }) => {
      /** GPU-hours of a million million tokens at so many TFLOP/s a GPU. */
      const hoursAt = (rate: number): number => (gflop * 1e9) / rate / 3600;
      const isV3 = gflop === 250;
      return {
        level: 2,
        ask: `At ${isV3 ? "the published 250" : formatInteger(gflop)} GFLOP for each token and ${tflops} TFLOP/s for each GPU, how many GPU-hours does a trillion tokens take?`,
        answer: () => hoursAt(tflops),
        unit: "GPU-hour",
        within: 0.005,
        hint: `A trillion tokens take $${gflop} \\times 10^{21}$ FLOP. A GPU-hour is 3,600 seconds at $${tflops} \\times 10^{12}$ FLOP each.`,
        solution: () => `$${gflop} \\times 10^{9} \\times 10^{12} / (${tflops} \\times 10^{12} \\times 3600) = ${tex(hoursAt(tflops))}$.${isV3 ? " The report of the year before prints 180K." : ""}`,
        mistakes: [
          { value: () => hoursAt(989.5), because: `You used the peak of the GPU, 989.5 TFLOP/s. Training reached ${tflops} of it.` },
          ...(isV3 ? [{ value: () => hoursAt(432), because: "That rate counts attention without its mask, but 250 GFLOP is counted with it. Do not mix the two." }] : []),
          { value: () => hoursAt(tflops) * 3600, because: "Those are seconds. A GPU-hour has 3,600." },
          { value: () => hoursAt(tflops) / 1000, because: "That is a billion tokens. A trillion is a thousand times as many." },
        ],
      };
    }),
    varied({ given: [{ shape: "DeepSeek-V2", context: 4096 }, { shape: "DeepSeek-V2", context: 8192 }, { shape: "DeepSeek-V2", context: 32_768 }, { shape: "DeepSeek-V3", context: 8192 }, { shape: "DeepSeek-V3", context: 16_384 }, { shape: "DeepSeek-V3", context: 32_768 }] }, ({ given: { shape, context } }) => {
      const { used, total, numLayers } = shape === "DeepSeek-V2" ? { used: 21, total: 236, numLayers: 60 } : { used: 37, total: 671, numLayers: 61 };
      const gflop = (given: Readonly<Record<string, number | string>> = {}) => run(computeToCost, { activatedParameters: used * 1e9, totalParameters: total * 1e9, tokens: 8.1e12, shape, contextTokens: context, ...given }).flopPerToken / 1e9;
      return {
        level: 2,
        ask: `${shape} uses ${used} billion parameters for a token. Its attention has ${numLayers} layers of 128 heads, 192 dimensions for queries and keys and 128 for values. How many GFLOP does a token take in training at a context of ${formatInteger(context)}, attention counted under its causal mask?`,
        answer: () => gflop(),
        unit: "GFLOP",
        within: 0.01,
        hint: "Six FLOP for each parameter. For attention $\\tfrac12 \\times 6 \\times$ context $\\times$ layers $\\times$ heads $\\times$ dimensions of both kinds.",
        solution: () => `Matrices $6 \\times ${used} = ${6 * used}$. Attention $\\tfrac12 \\times 6 \\times ${context} \\times ${numLayers} \\times 128 \\times 320 / 10^9 = ${formatNumber(gflop() - 6 * used, 3)}$. Together ${formatNumber(gflop(), 4)}${shape === "DeepSeek-V2" && context === 4096 ? "; the paper prints 155" : ""}.`,
        mistakes: [
          { value: () => gflop({ attention: "not at all" }), because: "That is the matrices alone. Attention comes on top." },
          { value: () => gflop({ attention: "without a mask" }), because: "That counts attention to later tokens too. Under the mask a token sees half of the context on average." },
          { value: () => gflop() / 3, because: "That is the forward pass. Training runs backward as well, at twice the arithmetic." },
          { value: () => gflop() / 2, because: "You counted multiply-adds. Each is two FLOP, which makes six for a parameter and not three." },
          { value: () => gflop({ activatedParameters: total * 1e9 }), because: `Those are all ${total} billion parameters. A token uses ${used} billion.` },
        ],
      };
    }),
    varied({ other: [{ id: "llama-31-405b", name: "Llama 3.1 405B", used: 405, total: 405, tokens: 15 }, { id: "llama-31-70b", name: "Llama 3.1 70B", used: 70, total: 70, tokens: 15 }, { id: "kimi-k2", name: "Kimi K2", used: 32, total: 1000, tokens: 15.5 }, { id: "qwen3-235b", name: "Qwen3 235B", used: 22, total: 235, tokens: 36 }, { id: "qwen25-72b", name: "Qwen2.5 72B", used: 72.7, total: 72.7, tokens: 18 }, { id: "deepseek-67b", name: "DeepSeek 67B", used: 67, total: 67, tokens: 2 }] }, ({ other: { id, name, used, total, tokens } }) => {
      const factor = (): number => flopOf(id) / flopOf("deepseek-v3");
      const isDense = used === total;
      const [v3Hours, hours] = [bill().totalGpuHours, run(modelComparison).models.find((model) => model.id === id)?.low];
      return {
        level: 2,
        ask: `${name} was trained on ${tokens} trillion tokens${isDense ? "" : ` and uses ${used} of its ${formatInteger(total)} billion parameters for each`}. How many times the arithmetic of V3 on 14.8 trillion is that, at six FLOP for each parameter used and token?`,
        answer: factor,
        unit: "ratio",
        within: 0.005,
        hint: `The six cancels. ${isDense ? `Every one of its ${used} billion parameters is used, as in any dense model; ` : ""}V3 uses 37 billion.`,
        solution: () => `$\\frac{${used} \\times ${tokens}}{37 \\times 14.8} = ${factor().toFixed(3)}$.${hours === undefined ? " Its maker has not printed its GPU-hours." : ` Its GPU-hours are ${formatNumber(hours / v3Hours, 4)} times V3's${id === "llama-31-405b" ? ", so an hour did about as much in either run" : ""}.`}`,
        mistakes: [
          { value: () => (used * tokens) / (671 * 14.8), because: "You took all parameters of V3. A token uses 37 billion of them." },
          { value: () => used / 37, because: "That is the ratio of the parameters in use. The tokens differ as well." },
          { value: () => tokens / 14.8, because: "That is the ratio of the tokens. The parameters used differ as well." },
          ...(isDense ? [] : [{ value: () => (total * tokens) / (37 * 14.8), because: `You took all parameters of ${name}. A token uses ${used} billion of them.` }]),
        ],
      };
    }),
    varied({ usd: [6, 5, 4, 3, 1.5] }, ({ usd }) => ({
      level: 2,
      ask: `Suppose a GPU-hour cost \\$${usd === 1.5 ? "1.50" : usd}. What per cent of the published day's theoretical revenue would have to be billed to pay for the GPUs?`,
      answer: () => run(servingDay, { usdPerGpuHour: usd }).breakEvenPercent,
      unit: "%",
      within: 0.01,
      hint: `At the \\$2 of the published day the GPUs cost \\$87,072. The revenue is \\$562,027.`,
      solution: () => `$${usd} / 2 \\times 87{,}072 = ${tex(run(servingDay, { usdPerGpuHour: usd }).costUsd)}$, and that is ${formatNumber(run(servingDay, { usdPerGpuHour: usd }).breakEvenPercent, 3)}% of the revenue.`,
      mistakes: [
        { value: () => run(servingDay).breakEvenPercent, because: `That is at \\$2. At \\$${usd} the GPUs cost ${formatNumber(usd / 2)} times that.` },
        { value: () => run(servingDay, { usdPerGpuHour: usd }).marginPercent, because: "That is what would be left if all were billed." },
        { value: () => run(servingDay, { usdPerGpuHour: usd }).markupPercent, because: "That is the markup if all were billed." },
      ],
    })),
    varied({ prices: [[0.07, 0.27, 1.1], [0.05, 0.25, 1], [0.1, 0.4, 1.5], [0.02, 0.2, 0.8], [0.03, 0.15, 0.6]] }, ({ prices: [hit, miss, output] }) => {
      const isV3 = output === 1.1;
      // V3's own prices are a switch of the figure; others take the place of R1's.
      const billed = () => (isV3 ? run(servingDay, { v3Percent: 100 }) : run(servingDay, { usdPerMillionCached: hit, usdPerMillionInput: miss, usdPerMillionOutput: output }));
      const cents = (usd: number): string => usd.toFixed(2);
      return {
        level: 2,
        ask: `Bill the whole published day at ${isV3 ? "V3's" : "other"} prices instead: \\$${cents(hit)}, \\$${cents(miss)} and \\$${cents(output)} for a million tokens from the cache, read anew and written. The tokens are 342, 266 and 168 billion. What is the markup on the cost of \\$87,072, in per cent?`,
        answer: () => billed().billedMarkupPercent,
        unit: "%",
        within: 0.01,
        hint: "A billion tokens at a price for a million cost that price times a thousand. A markup is profit over cost.",
        solution: () => `$342{,}000 \\times ${cents(hit)} + 266{,}000 \\times ${cents(miss)} + 168{,}000 \\times ${cents(output)} = ${tex(billed().billedUsd)}$ dollars, and $(${tex(billed().billedUsd)} - 87{,}072) / 87{,}072$ is ${formatNumber(billed().billedMarkupPercent, 3)}%.`,
        mistakes: [
          { value: () => billed().billedMarginPercent, because: "That is the share of revenue, a margin. A markup is a share of cost." },
          { value: () => 100 + billed().billedMarkupPercent, because: "That is revenue as a share of cost. Take the cost off first." },
          { value: () => run(servingDay).markupPercent, because: "That is at R1's prices." },
        ],
      };
    }),
    varied({ task: [{ read: 2000, written: 8000 }, { read: 10_000, written: 2000 }, { read: 6000, written: 3000 }, { read: 1000, written: 2000 }, { read: 50_000, written: 5000 }] }, ({ task: { read, written } }) => {
      const times = (): number => run(priceHistory, { measure: "a task", day: "V4, 24 April 2026", taskInputTokens: read, taskOutputTokens: written }).breakEvenTokens!;
      const [millionsRead, millionsWritten] = [read / 1e6, written / 1e6];
      return {
        level: 3,
        ask: `On 24 April 2026 the list price of a million tokens of V4-Pro was \\$1.74 in and \\$3.48 out, of GPT-5.5 \\$5 and \\$30. A task reads ${formatInteger(read)} tokens, and GPT-5.5 writes ${formatInteger(written)} for it. How many times as many tokens may V4-Pro write before the task costs the same?`,
        answer: times,
        unit: "ratio",
        within: 0.01,
        hint: "What does the task cost with GPT-5.5? Take off what V4-Pro charges for reading. How many tokens can it write for the rest?",
        solution: () => `With GPT-5.5 $${millionsRead} \\times 5 + ${millionsWritten} \\times 30 = ${formatNumber(5 * millionsRead + 30 * millionsWritten)}$ dollars. V4-Pro reads for $${millionsRead} \\times 1.74 = ${formatNumber(1.74 * millionsRead)}$, which leaves enough for ${formatInteger(times() * written)} tokens, ${formatNumber(times(), 3)} times as many.`,
        mistakes: [
          { value: () => 30 / 3.48, because: "That is the ratio of the prices of output. Reading is cheaper with V4-Pro too, which leaves room for more tokens." },
          { value: () => 5 / 1.74, because: "That is the ratio of the prices of input." },
          { value: () => (times() * written) / read, because: `You divided by the tokens read. The question is about those written, ${formatInteger(written)}.` },
        ],
      };
    }),
    varied({ ranges: [{ staff: [10, 50], hardware: [0, 112] }, { staff: [20, 80], hardware: [0, 90] }, { staff: [5, 35], hardware: [50, 100] }, { staff: [10, 70], hardware: [20, 60] }, { staff: [10, 40], hardware: [0, 40] }] }, ({ ranges: { staff, hardware } }) => {
      const [of, and] = [hardware[1] - hardware[0], staff[1] - staff[0]];
      const share = (a: number, b: number): number => (100 * a) / (a + b);
      const isFigure = hardware[1] === 112;
      return {
        level: 3,
        ask: `In the figure of what is left out, keep only two ranges open: staff between \\$${staff[0]} and ${staff[1]} million, and hardware between \\$${hardware[0]} and ${hardware[1]} million, all values alike. What per cent of the variance of the total is the hardware's?`,
        answer: () => (isFigure ? share(squares().hardware, squares().staff) : share(of ** 2, and ** 2)),
        unit: "%",
        within: 0.01,
        hint: "The variance of a uniform range is its width squared, over twelve. Variances of independent ranges add up.",
        solution: () => `Widths are ${and} and ${of} million: $${of}^2 / (${of}^2 + ${and}^2)$ is ${formatNumber(share(of ** 2, and ** 2), 3)}%. The twelfths cancel. The widest guess rules the answer, so it deserves the most work.`,
        mistakes: [
          { value: () => share(of, and), because: "Those are the widths. Variances go by their squares." },
          { value: () => share(of ** 2, staff[1] ** 2), because: `Staff begins at \\$${staff[0]} million, so its range is ${and} wide.` },
          { value: () => share(hardware[0] + hardware[1], staff[0] + staff[1]), because: "Those are the middles of the ranges. Where a range lies moves the total; how wide it is spreads it." },
        ],
      };
    }),
  ],
});
