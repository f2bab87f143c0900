import { addProducts, roundVector } from "#domain/accumulation.ts";
import { decode, exponentOf, floatFormats, maxFiniteOf, minExponentOf, minSubnormalOf, neighboursOf } from "#domain/float8.ts";
import { formatInteger, formatNumber, texNumber } from "#plot/format.ts";
import { practice, varied } from "#sim/exercise.ts";
import { run } from "#sim/run.ts";
import memory from "./memory-and-traffic.sim.ts";
import rounding from "./rounding.sim.ts";

const roundedTo = (value: number, format: "e4m3" | "e5m2" | "bf16" = "e4m3"): number => run(rounding, { value, format }).decoded!;
const perParameter = (): number => run(memory).mine.bytesPerParameter;
const plainPerParameter = (): number => run(memory).plain.bytesPerParameter;
/** So many equal products, added by the tensor core without a move. */
function sumOf(product: number, count: number, startingAt: number): number {
  const values = { values: new Float64Array(32).fill(product), exponents: new Int16Array(32).fill(exponentOf(product)) };
  const ones = { values: new Float64Array(32).fill(1), exponents: new Int16Array(32) };
  let sum = startingAt;
  for (let at = 0; at < count; at += 32) sum = addProducts(sum, values, ones, 0, 32, 13);
  return sum;
}
const GREATEST = [["INT8", 127], ["E4M3", maxFiniteOf(floatFormats.e4m3)], ["E5M2", maxFiniteOf(floatFormats.e5m2)], ["BF16", maxFiniteOf(floatFormats.bf16)]] as const;

export default practice({
  predictions: {
    "bytes-per-parameter": {
      ask: "V3 multiplies in eight bits. How many bytes does its recipe keep for each parameter during training, the optimizer's numbers included?",
      unit: "byte",
      truth: perParameter,
      within: 0.02,
      right: "Right: a byte that multiplies, four each for the master weight and the gradient, two each for the two moments. Eight bits are where the arithmetic is, not where the memory is.",
      mistakes: [
        { value: () => 1, because: "That is the copy that multiplies. Behind it stand a master weight, a gradient and two moments, none of them in eight bits." },
        { value: () => 2, because: "That is a weight in BF16, and no more. Training also keeps a master weight, a gradient and two moments." },
        { value: () => 4, because: "Weight, gradient and two moments at a byte each: that would be eight bits throughout. The report keeps the first two in 32 bits and the moments in 16." },
        { value: () => 9, because: "You counted the weight, the master weight and the gradient. The optimizer keeps two moments as well, in BF16." },
        { value: () => 17, because: "You kept the two moments in 32 bits. V3 keeps them in BF16." },
        { value: plainPerParameter, because: "That is the recipe of 16 and 32 bits. V3 saves a byte on the weight and four on the moments." },
      ],
      low: "Too low. An optimizer needs more than the weight: a precise copy, a gradient and two running averages.",
      high: "Too high. The two moments are in BF16, two bytes each.",
    },
    "outlier-tolerance": {
      ask: "Values of E4M3 share one scale, set by the largest. How many times larger than a value may the largest be, before the value loses digits because it leaves the normal range?",
      unit: "ratio",
      truth: () => maxFiniteOf(floatFormats.e4m3) / 2 ** -6,
      within: 0.02,
      right: "Right: from 448 down to 2^-6 every number has three bits behind the leading one. Unlike integers, floating-point numbers carry a range of their own.",
      mistakes: [
        { value: () => 127, because: "That is the range of an eight-bit integer, whose steps are all alike. A floating-point step shrinks with the number." },
        { value: () => 448, because: "448 is the greatest number. Numbers below 1 are represented just as well, down to the least normal one." },
        { value: () => 448 * 2 ** 9, because: "That reaches down to the least number above zero. Digits are lost before, in the subnormal range below 2^-6." },
        { value: () => 2 ** 15, because: "Close, and near to counting exponents: the range is 448 over 2^-6, a little less than 15 doublings." },
      ],
      low: "Too low. Four exponent bits cover almost fifteen doublings, all at the same relative step.",
      high: "Too high. Below 2^-6 the exponent stays where it is and digits are lost.",
    },
    "traffic-saved": {
      ask: "By how many per cent does V3's choice, FP8 out and BF16 back, lessen the traffic between nodes, against BF16 both ways? Leave out scales.",
      unit: "%",
      truth: () => 100 * (1 - run(memory).bytesOutAndBack / 4),
      within: 0.02,
      right: "Right: one byte instead of two on the way out, two as before on the way back.",
      mistakes: [
        { value: () => 50, because: "That would be FP8 both ways. The answers of the experts come back in BF16." },
        { value: () => 100 / 3, because: "You compared the saving with what is left. Of four bytes a number, one is saved." },
        { value: () => 75, because: "That is the share that remains." },
      ],
      low: "Too low. Half of one of two directions is saved.",
      high: "Too high. Only one of the two directions is in FP8.",
    },
  },
  exercises: [
    varied({ code: ["1001101", "0110011", "1010010", "1011110", "0101100", "1000001"] }, ({ code }) => {
      const [exponent, mantissa] = [parseInt(code.slice(0, 4), 2), parseInt(code.slice(4), 2)];
      const value = decode(parseInt(code, 2), floatFormats.e4m3);
      return {
        level: 1,
        ask: `What number is the E4M3 code 0 ${code.slice(0, 4)} ${code.slice(4)}? The exponent has a bias of 7.`,
        answer: () => value,
        unit: "count",
        within: 0,
        hint: `The exponent field is ${exponent}, the mantissa field is ${mantissa} of 8.`,
        solution: () => `$2^{${exponent}-7} \\times (1 + ${mantissa}/8) = ${2 ** (exponent - 7)} \\times ${1 + mantissa / 8} = ${value}$.`,
        mistakes: [
          { value: () => 2 ** (exponent - 7) * (mantissa / 8), because: "You left out the leading one, which a normal number does not store." },
          { value: () => value / 2, because: "The bias is 7, not 8." },
          { value: () => value * 2 ** 7, because: "You did not subtract the bias from the exponent field." },
          { value: () => decode(parseInt(code, 2), floatFormats.e5m2), because: "You read the code as E5M2, with five bits of exponent and two of mantissa." },
        ],
      };
    }),
    varied({ value: [19, 23, 9.5, 38, 21] }, ({ value }) => {
      const floor = 2 ** Math.floor(Math.log2(value));
      const step = floor / 8;
      const [below, above] = [value - step / 2, value + step / 2];
      const bits = (x: number): string => ((x - floor) / step).toString(2).padStart(3, "0");
      const other = (): number => (roundedTo(value) === below ? above : below);
      const described = (x: number): string => `${x} is $${floor} \\times ${x / floor}$, mantissa ${bits(x)}`;
      return {
        level: 1,
        ask: `To what does ${value} round in E4M3?`,
        answer: () => roundedTo(value),
        unit: "count",
        within: 0,
        hint: `Between ${floor} and ${2 * floor} there are eight steps. What if a number lies half way?`,
        solution: () => `From ${floor} on the steps are $${floor} / 8 = ${step}$, so ${value} lies half way between ${below} and ${above}. ${described(below)}; ${described(above)}. The even one is taken: ${roundedTo(value)}.`,
        mistakes: [
          { value: other, because: `Half way, but ${other()} has the odd mantissa ${bits(other())}. Ties go to the even one.` },
          { value: () => value, because: `${value} would need finer steps. E4M3 has eight steps in each doubling, so they are ${step} here.` },
          { value: () => floor, because: `That is a power of two. E4M3 has seven numbers between ${floor} and ${2 * floor}.` },
        ],
      };
    }),
    {
      level: 1,
      kind: "ordering",
      ask: "Put these formats in the order of the greatest number they hold, without a scale.",
      ends: ["smallest", "largest"],
      steps: () => [...GREATEST].sort(([, a], [, b]) => a - b).map(([name]) => name),
      hint: "The greatest exponent decides, not the number of bits. An integer has none.",
      solution: () => `${GREATEST.map(([name, greatest]) => `${name}: ${greatest > 1e6 ? "$3.39 \\times 10^{38}$" : formatNumber(greatest)}`).join("; ")}. E5M2 spends a bit more on the exponent than E4M3 and has half the steps in each doubling.`,
    },
    varied({ given: [{ largest: 6, value: 0.3 }, { largest: 5, value: 0.2 }, { largest: 9, value: 0.4 }, { largest: 4, value: 0.7 }, { largest: 10, value: 0.9 }] }, ({ given: { largest, value } }) => {
      const scaled = (value * 448) / largest;
      const stored = roundVector(Float64Array.of(value, largest), floatFormats.e4m3).values[0]!;
      const { below, above } = neighboursOf(scaled, floatFormats.e4m3);
      const step = above! - below!;
      const other = stored === below ? above! : below!;
      return {
        level: 2,
        ask: `A tile's largest value is ${largest}. It is scaled so that this becomes 448, the greatest number of E4M3. What is stored for a value of ${value}? Give the stored number, still scaled.`,
        answer: () => stored,
        unit: "count",
        within: 0,
        hint: `Divide by the scale, ${largest}/448, and round. Which steps does E4M3 have there?`,
        solution: () => `The scale is $${largest}/448$, so ${value} becomes $${value} \\times 448 / ${largest} = ${formatNumber(scaled, 4)}$. Steps are ${step} there: ${formatNumber(stored)}. Multiplied back it is ${formatNumber((stored * largest) / 448, 4)}.`,
        mistakes: [
          { value: () => scaled, because: `That is the scaled value before rounding. E4M3 has steps of ${step} there.` },
          { value: () => roundedTo(value), because: "You rounded without the scale." },
          { value: () => (stored * largest) / 448, because: "That is the value after multiplying back. Asked was the stored number." },
          { value: () => other, because: `${formatNumber(scaled, 4)} is nearer to ${stored} than to ${other}.` },
        ],
      };
    }),
    varied({ given: [{ tile: 128, bytes: 4 }, { tile: 64, bytes: 4 }, { tile: 256, bytes: 4 }, { tile: 128, bytes: 2 }, { tile: 32, bytes: 2 }] }, ({ given: { tile, bytes } }) => {
      const words = bytes === 4 ? "four" : "two";
      return {
        level: 2,
        ask: `A matrix of 4,096 tokens by 7,168 channels is stored in FP8 with a scale of ${words} bytes for each tile of 1 by ${tile}. By how many per cent do the scales add to its bytes?`,
        answer: () => (100 * bytes) / tile,
        unit: "%",
        within: 0.01,
        hint: `The size of the matrix does not matter. How many bytes share ${words} bytes?`,
        solution: () => `${bytes} bytes for each ${tile}: $${bytes}/${tile} = ${(100 * bytes) / tile}\\,\\%$. For a block of ${tile} by ${tile} it is $${bytes}/${tile ** 2}$, about ${formatNumber((100 * bytes) / tile ** 2, 2)} %.`,
        mistakes: [
          { value: () => (100 * bytes) / tile ** 2, because: `That is for a block of ${tile} by ${tile}, as weights have it. Activations have a scale for each token and ${tile} channels.` },
          { value: () => 100 / tile, because: `A scale takes ${words} bytes, a value one.` },
          { value: () => (100 * bytes) / 7168, because: `You gave each token one scale. It has one for each ${tile} channels.` },
        ],
      };
    }),
    varied({ given: [{ start: 16_384, product: 1, count: 4096 }, { start: 32_768, product: 3, count: 2048 }, { start: 16_384, product: 3, count: 4096 }, { start: 8192, product: 1.5, count: 2048 }, { start: 16_384, product: 5, count: 1024 }] }, ({ given: { start, product, count } }) => {
      const sum = sumOf(product, count, start);
      const step = start / 2 ** 13;
      const kept = Math.trunc(product / step) * step;
      return {
        level: 2,
        ask: `The tensor core's sum stands at ${formatInteger(start)} and keeps 13 fraction bits. ${formatInteger(count)} products of exactly ${product} are added, and the sum is never moved. Where does it stand then?`,
        answer: () => sum,
        unit: "count",
        within: 0,
        hint: `${formatInteger(start)} is two to the ${Math.log2(start)}th. What is the smallest step next to it? A product is cut to that, not rounded.`,
        solution: () => `With 13 bits behind the leading one, the step at $2^{${Math.log2(start)}}$ is ${step}. A product of ${product} is cut to ${kept === 0 ? "nothing" : kept} before it is added, so the sum ${kept === 0 ? "stays at" : `grows by $${count} \\times ${kept}$ to`} ${formatNumber(sum)}. Moved to FP32 every 128, each part of 128 products would be exact.`,
        mistakes: [
          { value: () => start + product * count, because: `That is the exact sum. Each product is first cut to the bits of the sum, and of ${product} ${kept === 0 ? "nothing" : `only ${kept}`} is left.` },
          kept === 0
            ? { value: () => start + (product * count) / 2, because: `You lost half of the sum, as if the products were rounded together. Each is cut on its own, before they are added.` }
            : { value: () => start + (kept + step) * count, because: `You rounded each product up to ${kept + step}. It is cut towards zero, to ${kept}.` },
          { value: () => product * count, because: "You let the products replace the sum. It is the products that are cut." },
        ],
      };
    }),
    varied({ model: ["deepseek-v3", "deepseek-v2", "deepseek-v2-lite"], kept: ["V3's recipe", "FP8 moments"] }, ({ model, kept }) => {
      const isV3 = model === "deepseek-v3";
      const isRecipe = kept === "V3's recipe";
      const parameters = run(memory, { model }).totalParameters;
      const [name, billions] = { "deepseek-v3": ["V3", 671], "deepseek-v2": ["DeepSeek-V2", 236], "deepseek-v2-lite": ["DeepSeek-V2-Lite", 15.7] }[model] as [string, number];
      const inUnit = (bytes: number): number => bytes / (isV3 || model === "deepseek-v2" ? 1e12 : 1e9);
      const unit = model === "deepseek-v2-lite" ? "GB" : "TB";
      const each = isRecipe ? 2 : 3;
      const saving = (): number => (isRecipe ? run(memory, { model, moments: "fp32" }).mine.stateBytes - run(memory, { model }).mine.stateBytes : 2 * each * parameters);
      return {
        level: 2,
        ask: `How many ${unit} ${isRecipe ? "does V3's recipe save on the two moments" : "would moments of one byte each save, counted"} ${isRecipe ? "of" : "over"} all ${billions} billion parameters${isV3 ? "" : ` of ${name}`}, against moments in FP32?`,
        answer: () => inUnit(saving()),
        unit,
        within: 0.01,
        hint: `Two numbers for each parameter, each ${each === 2 ? "two" : "three"} bytes shorter. A ${unit} is ${unit === "TB" ? "a million million" : "a thousand million"} bytes.`,
        solution: () => `$${billions} \\times 10^9 \\times 2 \\times ${each}$ bytes, ${formatNumber(inUnit(saving()), 3)} ${unit}. That is ${2 * each === 4 ? "four" : "six"} times what the weights in use save by being in FP8.`,
        mistakes: [
          { value: () => inUnit(parameters * each), because: "There are two moments." },
          { value: () => inUnit(parameters * 4 * 2), because: `You counted all of FP32. ${isRecipe ? "BF16 still takes two bytes each" : "A byte each remains"}.` },
          { value: () => inUnit(parameters), because: "That is the saving on the weights in use: a byte each." },
        ],
      };
    }),
    varied({ given: [{ linkGBps: 40, tokens: 4096, copies: 4 }, { linkGBps: 50, tokens: 4096, copies: 4 }, { linkGBps: 25, tokens: 4096, copies: 3 }, { linkGBps: 50, tokens: 8192, copies: 2 }, { linkGBps: 100, tokens: 16_384, copies: 8 }] }, ({ given: { linkGBps, tokens, copies } }) => {
      const tokenBytes = (recipe: Readonly<Record<string, string>> = {}): number => {
        const { mine } = run(memory, { ...recipe, copies });
        return mine.dispatchBytesPerToken + mine.combineBytesPerToken;
      };
      const ms = (bytes: number): number => (bytes * tokens) / (linkGBps * 1e6);
      const saved = (): number => tokenBytes({ dispatch: "bf16" }) - tokenBytes();
      return {
        level: 3,
        ask: `A link gives each GPU ${linkGBps} GB/s. A micro-batch has ${formatInteger(tokens)} tokens of 7,168 numbers, each sent to ${copies} nodes in 58 layers with experts, forward and backward. How many ms does V3's choice of precision, FP8 out and BF16 back, save on the link in this step, against BF16 both ways? Count a scale of four bytes for each tile of 128.`,
        answer: () => ms(saved()),
        unit: "ms",
        within: 0.01,
        hint: `Only the way out differs: a byte less for each number, and four bytes more for each 128. Or take the difference of the figure's bytes of a token, times ${formatInteger(tokens)}, over ${linkGBps} × 10^6 bytes a ms.`,
        solution: () => `A token sends ${formatNumber(tokenBytes({ dispatch: "bf16" }) / 1e6, 4)} MB in BF16 and ${formatNumber(tokenBytes() / 1e6, 4)} MB with FP8 on the way out; the difference is $2 \\times 58 \\times ${copies} \\times (7168 - 56 \\times 4)$ bytes. Times ${formatInteger(tokens)}, over ${linkGBps} GB/s it is ${formatNumber(ms(saved()), 4)} ms. Whether it is felt depends on how much of it hides behind computation.`,
        mistakes: [
          { value: () => ms(tokenBytes()), because: "That is what V3's choice takes, not what it saves." },
          { value: () => ms(saved()) / 2, because: "You counted one direction of training. Gradients travel the same way." },
          { value: () => ms(tokenBytes({ dispatch: "bf16" }) - tokenBytes({ combine: "fp8" })), because: "You put the answers in FP8 too. They come back in BF16." },
          { value: () => ms(2 * 58 * copies * 7168), because: "You left out the scales, which take back a thirty-second part of the saving." },
        ],
      };
    }),
    varied({ given: [{ value: 1, format: "e4m3" }, { value: 0.5, format: "e4m3" }, { value: 0.01, format: "e4m3" }, { value: 1, format: "e5m2" }, { value: 0.001, format: "e5m2" }] }, ({ given: { value, format } }) => {
      const [own, other] = format === "e4m3" ? [floatFormats.e4m3, floatFormats.e5m2] : [floatFormats.e5m2, floatFormats.e4m3];
      const name = { e4m3: "E4M3", e5m2: "E5M2" } as const;
      const greatest = maxFiniteOf(own);
      const least = Math.log2(minSubnormalOf(own));
      const limitOf = (of: typeof own): number => (value * maxFiniteOf(of)) / (minSubnormalOf(of) / 2);
      const normal = (value * greatest) / 2 ** minExponentOf(own);
      return {
        level: 3,
        ask: `A tile holds 127 values near ${value} and one outlier. How large may the outlier be, at the most, so that the value ${value} is not rounded to zero in ${name[format]}${format === "e4m3" ? "" : ", whose greatest number is 57,344 and whose least is $2^{-16}$"}?`,
        answer: () => limitOf(own),
        unit: "count",
        within: 0.001,
        hint: `Scaled, the outlier is ${formatInteger(greatest)}. The least number above zero is 2^${least}; what rounds to zero lies at or below half of it.`,
        solution: () => `Scaled, ${value} becomes $${value === 1 ? "" : `${value} \\times `}${greatest}/o$ for an outlier $o$. It rounds to zero when that is at most $2^{${least - 1}}$, so $o$ must stay below $${value === 1 ? "" : `${value} \\times `}${greatest} \\times 2^{${1 - least}} = ${texNumber(limitOf(own), 10)}$. It loses digits long before, from $${texNumber(normal, 10)}$ on.`,
        mistakes: [
          { value: () => limitOf(own) / 2, because: "Down to the least number it is represented, and down to half of it still rounds up." },
          { value: () => normal, because: "That is where it leaves the normal range and begins to lose digits." },
          { value: () => value * greatest, because: `${formatInteger(greatest)} is the greatest number; the format goes on below 1.` },
          { value: () => limitOf(other), because: `That is the limit in ${format === "e4m3" ? name.e5m2 : name.e4m3}, whose exponent has ${format === "e4m3" ? "a bit more" : "a bit less"}.` },
        ],
      };
    }),
  ],
});
