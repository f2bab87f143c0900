import { addProducts, roundVector } from "#domain/accumulation.ts";
import { floatFormats, maxFiniteOf } from "#domain/float8.ts";
import { formatNumber } from "#plot/format.ts";
import { practice } from "#sim/exercise.ts";
import { run } from "#sim/run.ts";
import memory from "./memory-and-traffic.sim.ts";
import rounding from "./rounding.sim.ts";

const roundedTo = (value: number, format: "e4m3" | "e5m2" | "bf16" = "e4m3"): number => run(rounding, { value, format }).decoded!;
const perParameter = (): number => run(memory).mine.bytesPerParameter;
const plainPerParameter = (): number => run(memory).plain.bytesPerParameter;
const tokenTraffic = (given: Parameters<typeof run<(typeof memory)["params"], ReturnType<typeof memory.run>>>[1] = {}): number => {
  const { mine } = run(memory, given);
  return mine.dispatchBytesPerToken + mine.combineBytesPerToken;
};
const ALL_SIXTEEN = { weights: "bf16", moments: "fp32", activations: "bf16", dispatch: "bf16" } as const;
/** 4,096 products of one with one, added by the tensor core without a move. */
function sumOfOnes(startingAt: number): number {
  const ones = { values: new Float64Array(32).fill(1), exponents: new Int16Array(32) };
  let sum = startingAt;
  for (let at = 0; at < 4096; at += 32) sum = addProducts(sum, ones, ones, 0, 32, 13);
  return sum;
}
const [first] = roundVector(Float64Array.of(0.3, 6), floatFormats.e4m3).values;

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
    {
      level: 1,
      ask: "What number is the E4M3 code 0 1001 101? The exponent has a bias of 7.",
      answer: () => 2 ** (0b1001 - 7) * (1 + 0b101 / 8),
      unit: "count",
      within: 0,
      hint: "The exponent field is 9, the mantissa field is 5 of 8.",
      solution: () => "$2^{9-7} \\times (1 + 5/8) = 4 \\times 1.625 = 6.5$.",
      mistakes: [
        { value: () => 2 ** (0b1001 - 7) * (0b101 / 8), because: "You left out the leading one, which a normal number does not store." },
        { value: () => 2 ** (0b1001 - 8) * (1 + 0b101 / 8), because: "The bias is 7, not 8." },
        { value: () => 2 ** 0b1001 * (1 + 0b101 / 8), because: "You did not subtract the bias from the exponent field." },
        { value: () => 2 ** (0b10011 - 15) * (1 + 0b01 / 4), because: "You read the code as E5M2, with five bits of exponent and two of mantissa." },
      ],
    },
    {
      level: 1,
      ask: "To what does 19 round in E4M3?",
      answer: () => roundedTo(19),
      unit: "count",
      within: 0,
      hint: "Between 16 and 32 the steps are 2. What if a number lies half way?",
      solution: () => "From 16 on the steps are $16 / 8 = 2$, so 19 lies half way between 18 and 20. 18 is $16 \\times 1.125$, mantissa 001; 20 is $16 \\times 1.25$, mantissa 010. The even one is taken: 20.",
      mistakes: [
        { value: () => 18, because: "Half way, but 18 has the odd mantissa 001. Ties go to the even one." },
        { value: () => 19, because: "19 would need steps of 1. E4M3 has eight steps in each doubling, so they are 2 here." },
        { value: () => 16, because: "That is a step of 4: E5M2 has two mantissa bits. In E4M3 the steps are 2 here." },
      ],
    },
    {
      level: 2,
      ask: "A tile's largest value is 6. It is scaled so that this becomes 448, the greatest number of E4M3. What is stored for a value of 0.3? Give the stored number, still scaled.",
      answer: () => first!,
      unit: "count",
      within: 0,
      hint: "Divide by the scale, 6/448, and round. Which steps does E4M3 have there?",
      solution: () => `The scale is $6/448$, so 0.3 becomes $0.3 \\times 448 / 6 = 22.4$. Steps are 2 there: ${formatNumber(first!)}. Multiplied back it is ${formatNumber((first! * 6) / 448, 4)}.`,
      mistakes: [
        { value: () => (0.3 * 448) / 6, because: "That is the scaled value before rounding. E4M3 has steps of 2 there." },
        { value: () => roundedTo(0.3), because: "You rounded without the scale." },
        { value: () => (first! * 6) / 448, because: "That is the value after multiplying back. Asked was the stored number." },
        { value: () => 24, because: "22.4 is nearer to 22 than to 24." },
      ],
    },
    {
      level: 2,
      ask: "A matrix of 4,096 tokens by 7,168 channels is stored in FP8 with a scale of four bytes for each tile of 1 by 128. By how many per cent do the scales add to its bytes?",
      answer: () => (100 * 4) / 128,
      unit: "%",
      within: 0.01,
      hint: "The size of the matrix does not matter. How many bytes share four bytes?",
      solution: () => "Four bytes for each 128: $4/128 = 3.125\\,\\%$. For a block of 128 by 128 it is $4/16384$, about 0.02 %.",
      mistakes: [
        { value: () => (100 * 4) / (128 * 128), because: "That is for a block of 128 by 128, as weights have it. Activations have a scale for each token and 128 channels." },
        { value: () => 100 / 128, because: "A scale takes four bytes, a value one." },
        { value: () => (100 * 4) / 7168, because: "You gave each token one scale. It has one for each 128 channels." },
      ],
    },
    {
      level: 2,
      ask: "The tensor core's sum stands at 16,384 and keeps 13 fraction bits. 4,096 products of exactly 1 are added, and the sum is never moved. Where does it stand then?",
      answer: () => sumOfOnes(16_384),
      unit: "count",
      within: 0,
      hint: "16,384 is two to the 14th. What is the smallest step next to it?",
      solution: () => `With 13 bits behind the leading one, the step at $2^{14}$ is 2. A product of 1 is cut to nothing before it is added, so the sum stays at ${formatNumber(sumOfOnes(16_384))}. Moved to FP32 every 128, each part of 128 ones would be exact.`,
      mistakes: [
        { value: () => 16_384 + 4096, because: "That is the exact sum. Each product is first cut to the bits of the sum, and of a 1 nothing is left." },
        { value: () => 16_384 + 2048, because: "You rounded each pair of ones to a step of 2. Each product is cut on its own, before they are added." },
        { value: () => 4096, because: "You let the products replace the sum. It is the products that are lost." },
      ],
    },
    {
      level: 2,
      ask: "How many TB does V3's recipe save on the two moments of all 671 billion parameters, against moments in FP32?",
      answer: () => (run(memory, { moments: "fp32" }).mine.stateBytes - run(memory).mine.stateBytes) / 1e12,
      unit: "count",
      within: 0.01,
      hint: "Two numbers for each parameter, each two bytes shorter. A TB is a million million bytes.",
      solution: () => `$671 \\times 10^9 \\times 2 \\times 2$ bytes, ${formatNumber((run(memory, { moments: "fp32" }).mine.stateBytes - run(memory).mine.stateBytes) / 1e12, 3)} TB. That is four times what the weights in use save by being in FP8.`,
      mistakes: [
        { value: () => 0.671 * 2, because: "There are two moments." },
        { value: () => 0.671 * 4 * 2, because: "You counted all of FP32. BF16 still takes two bytes each." },
        { value: () => 0.671, because: "That is the saving on the weights in use: a byte each." },
      ],
    },
    {
      level: 3,
      ask: "A link gives each GPU 40 GB/s. A micro-batch has 4,096 tokens of 7,168 numbers, each sent to 4 nodes in 58 layers with experts, forward and backward. How many ms does V3's choice of precision save on the link in this step, against BF16 both ways? Count a scale of four bytes a tile.",
      answer: () => ((tokenTraffic(ALL_SIXTEEN) - tokenTraffic()) * 4096) / 40e6,
      unit: "ms",
      within: 0.01,
      hint: "The figure gives the bytes of a token, both ways. Take the difference, times 4,096, over 40 × 10^6 bytes a ms.",
      solution: () => `A token sends ${formatNumber(tokenTraffic(ALL_SIXTEEN) / 1e6, 4)} MB in BF16 and ${formatNumber(tokenTraffic() / 1e6, 4)} MB with FP8 on the way out. The difference, times 4,096, over 40 GB/s is ${formatNumber(((tokenTraffic(ALL_SIXTEEN) - tokenTraffic()) * 4096) / 40e6, 4)} ms. Whether it is felt depends on how much of it hides behind computation.`,
      mistakes: [
        { value: () => (tokenTraffic() * 4096) / 40e6, because: "That is what V3's choice takes, not what it saves." },
        { value: () => ((tokenTraffic(ALL_SIXTEEN) - tokenTraffic()) * 4096) / 80e6, because: "You counted one direction of training. Gradients travel the same way." },
        { value: () => ((tokenTraffic(ALL_SIXTEEN) - tokenTraffic({ combine: "fp8" })) * 4096) / 40e6, because: "You put the answers in FP8 too. They come back in BF16." },
      ],
    },
    {
      level: 3,
      ask: "A tile holds 127 values near 1 and one outlier. How large may the outlier be, at the most, so that the value 1 is not rounded to zero in E4M3?",
      answer: () => 448 / 2 ** -10,
      unit: "count",
      within: 0.001,
      hint: "Scaled, the outlier is 448. The least number above zero is 2^-9; what rounds to zero lies at or below half of it.",
      solution: () => "Scaled, 1 becomes $448/o$ for an outlier $o$. It rounds to zero when that is at most $2^{-10}$, so $o$ must stay below $448 \\times 2^{10} = 458{,}752$. It loses digits long before, from $28{,}672$ on.",
      mistakes: [
        { value: () => 448 * 2 ** 9, because: "Down to the least number it is represented, and down to half of it still rounds up." },
        { value: () => 448 * 2 ** 6, because: "That is where it leaves the normal range and begins to lose digits." },
        { value: () => 448, because: "448 is the greatest number; the format goes on below 1." },
        { value: () => 57_344 * 2 ** 17, because: "That is E5M2." },
      ],
    },
  ],
});
