import { exportChips, THRESHOLDS, totalProcessingPerformance } from "#domain/exportControls.ts";
import { formatInteger, formatNumber } from "#plot/format.ts";
import { practice } from "#sim/exercise.ts";
import { run } from "#sim/run.ts";
import exportThresholds from "./export-thresholds.sim.ts";
import timeline from "./timeline.sim.ts";
import whatBandwidthCosts from "./what-bandwidth-costs.sim.ts";

const h20 = (): number => run(exportThresholds, { chip: "h20" }).tpp;
const bandwidth = (given: Readonly<Record<string, unknown>> = {}) => run(whatBandwidthCosts, given);
const split = () => bandwidth({ splitsAttention: true });
const stepPercent = (given: Readonly<Record<string, unknown>> = {}): number => {
  const { cut, full } = bandwidth(given);
  return (100 * cut.stepSeconds) / full.stepSeconds;
};
const tolerated = (): number => bandwidth().toleratedGBps;
/** A chip for data centres that the reader designs, below the first threshold of 2023. */
const OWN_TPP = 4000;
const areaAt = (density: number): number => OWN_TPP / density;
const tex = (x: number): string => formatInteger(x).replaceAll(",", "{,}");

export default practice({
  predictions: {
    "h800-window": {
      ask: "The H800 was named in March 2023. For how many days could it be sold to China without a licence, as far as the record here shows?",
      unit: "day",
      truth: () => run(timeline).h800Days,
      within: 0.12,
      right: "Right: about seven months, from the first report until the second rule was applied to NVIDIA. No rule read here forbids the use of what was bought in that time.",
      mistakes: [
        { value: () => 375, because: "That is the time between the two rules. The H800 was named five months after the first." },
        { value: () => 646, because: "That is the time until V3 was announced. By then the H800 had been controlled for over a year; the chips were bought before." },
        { value: () => 30, because: "That is the usual delay between the publication of a rule and its effect. The second rule came seven months after the chip." },
      ],
      low: "Too low. The H800 was made to comply with the rule then in force, and the next one came in autumn.",
      high: "Too high. The next rule came in October of the same year.",
    },
    "cut-costs": {
      ask: "An H800's link to the other GPUs of its node is cut from 900 to 400 GB/s. In V3's training, how long is a step with the cut link, in per cent of a step with the full one?",
      unit: "%",
      truth: () => stepPercent(),
      within: 0.02,
      right: "Right. The link between nodes is slower still and needs more time, and both are hidden behind computing. The cut link has time to spare.",
      mistakes: [
        { value: () => 225, because: "That would be so if a step were nothing but traffic inside the node. Most of it is computing." },
        { value: () => stepPercent({ splitsAttention: true }), because: "That is near what a design would pay that splits attention over the GPUs of a node. V3 does not." },
        { value: () => 150, because: "That needs traffic inside the node to take nearly half of a step and nothing to hide it behind. It takes a fifth of the time of computing." },
      ],
      low: "A slower link cannot make a step shorter.",
      high: "Too high. Ask which link is the slowest, and what else goes on while it works.",
      choices: [
        { label: "100%, no longer", value: () => 100 },
        { label: "about 112%", value: () => 112 },
        { label: "about 150%", value: () => 150 },
        { label: "225%, as the links", value: () => 225 },
      ],
    },
  },
  exercises: [
    {
      level: 1,
      ask: "An H20 does 296 TFLOP/s in FP8 and 148 in BF16, both dense. What is its TPP?",
      answer: h20,
      unit: "count",
      within: 0.005,
      hint: "Multiply each rate by its bits. The highest product counts.",
      solution: () => `$296 \\times 8 = 148 \\times 16 = ${tex(h20())}$. It stays just below ${formatInteger(THRESHOLDS.tppLower)}, where the lower tier of 2023 begins for a chip of its density.`,
      mistakes: [
        { value: () => 2 * h20(), because: "That adds both formats, or counts with sparsity. One format counts, and dense." },
        { value: () => 148 * 8, because: "That is the rate of one format with the bits of the other." },
        { value: () => 296, because: "That is the rate. TPP multiplies it by the bits of the operation." },
      ],
    },
    {
      level: 1,
      ask: "Up to which dense rate in FP8, in TFLOP/s, may a chip be judged case by case under the rule of January 2026, as far as its TPP goes?",
      answer: () => THRESHOLDS.reviewTpp / 8,
      unit: "TFLOP/s",
      within: 0.005,
      hint: "The threshold is a TPP of 21,000, and FP8 has eight bits.",
      solution: () => `$${tex(THRESHOLDS.reviewTpp)} / 8 = ${tex(THRESHOLDS.reviewTpp / 8)}$. An MI325X with ${formatNumber(exportChips.mi325x.peaks[0]!.teraOps, 5)} is just below, with a TPP of ${formatInteger(totalProcessingPerformance(exportChips.mi325x.peaks))}.`,
      mistakes: [
        { value: () => THRESHOLDS.reviewTpp / 16, because: "That is the rate in 16 bits." },
        { value: () => THRESHOLDS.reviewTpp / 4, because: "That is the rate with sparsity, or in four bits. The rule counts dense." },
        { value: () => THRESHOLDS.tpp / 8, because: "That is where control begins, not where review ends." },
      ],
    },
    {
      level: 2,
      ask: "You design a chip for data centres with a TPP of 4,000. How large must its logic dies be at least, in mm², for it to stay outside both tiers of October 2023?",
      answer: () => areaAt(THRESHOLDS.densityLower),
      unit: "mm²",
      within: 0.005,
      hint: "It is below 4,800, so density decides. Which tier begins at the lowest density for this TPP?",
      solution: () => `The lower tier takes a TPP from ${formatInteger(THRESHOLDS.tppLower)} on at a density of ${THRESHOLDS.densityLower}. So the area must exceed $4{,}000 / ${THRESHOLDS.densityLower} = ${tex(areaAt(THRESHOLDS.densityLower))}$ mm², three times an H100. The rule makes it costly to stay just below a limit.`,
      mistakes: [
        { value: () => areaAt(THRESHOLDS.density), because: "That leaves the upper tier. The lower one still takes it." },
        { value: () => areaAt(THRESHOLDS.densityMiddle), because: "That is where the lower tier begins for a TPP from 1,600. From 2,400 on it begins at 1.6." },
        { value: () => exportChips.h100.dieMm2!, because: "That is an H100's area. At this TPP its density would be 4.9, in the lower tier." },
      ],
    },
    {
      level: 2,
      ask: "How many seconds of a step does the exchange over NVLink take on an H800 in V3's training? A GPU has 30,720 tokens, each sent to 8 experts in 58 layers, forward and backward, 7,168 numbers at one byte out and two back. Of NVLink 160 GB/s are reached.",
      answer: () => bandwidth().cut.nvlinkSeconds,
      unit: "s",
      within: 0.01,
      hint: "Count the bytes of one layer and one direction of training first, then both.",
      solution: () => `$30{,}720 \\times 8 \\times 7{,}168 \\times 3 \\times 58 \\times 2$ bytes are 613 GB, which at 160 GB/s take ${formatNumber(bandwidth().cut.nvlinkSeconds, 3)} s. InfiniBand carries half as many copies at 50 GB/s and takes ${formatNumber(bandwidth().cut.infinibandSeconds, 3)} s.`,
      mistakes: [
        { value: () => bandwidth({ reachedPercent: 100 }).cut.nvlinkSeconds, because: "That is at 200 GB/s, the nominal rate of one direction. About 160 are reached." },
        { value: () => bandwidth().cut.nvlinkSeconds / 2, because: "That is the forward pass alone. The gradient goes the same way back." },
        { value: () => bandwidth().cut.infinibandSeconds, because: "That is InfiniBand." },
        { value: () => (bandwidth().cut.nvlinkSeconds * 160) / 400, because: "400 GB/s are both directions together." },
      ],
    },
    {
      level: 3,
      ask: "How slow could NVLink be, in GB/s for both directions together, before V3's step would begin to wait for it? A step computes for 19.95 s, and 80% of the nominal rate is reached.",
      answer: tolerated,
      unit: "GB/s",
      within: 0.01,
      hint: "The exchange may take as long as computing. Use the bytes of the exercise before.",
      solution: () => `613 GB in 19.95 s are 30.7 GB/s in one direction. Divided by 0.8 and doubled for both directions: ${formatNumber(tolerated(), 3)} GB/s, about a fifth of the H800's.`,
      mistakes: [
        { value: () => tolerated() * 0.8, because: "That would be so if the whole nominal rate were reached." },
        { value: () => tolerated() / 2, because: "That is one direction. The nominal number counts both." },
        { value: () => (tolerated() * 0.8) / 2, because: "That is what must be reached in one direction, not the nominal rate of both." },
      ],
    },
    {
      level: 3,
      ask: "Suppose V3 had split attention over the eight GPUs of each node. How many GPU-hours would the cut link have added to a pre-training of 2,664,000 GPU-hours with the full link? Take the figure's model.",
      answer: () => split().extraGpuHours,
      unit: "GPU-hour",
      within: 0.01,
      hint: "Set the figure to split attention and read both step times.",
      solution: () => `A step takes ${formatNumber(split().cut.stepSeconds, 4)} s with the cut link and ${formatNumber(split().full.stepSeconds, 4)} s with the full one, ${formatNumber(split().extraPercent, 3)}% more: ${formatInteger(Math.round(split().extraGpuHours))} GPU-hours.`,
      mistakes: [
        { value: () => (2_664_000 * split().extraSeconds) / split().cut.computeSeconds, because: "That relates the extra time to computing alone. The step with the full link is longer than that." },
        { value: () => (2_664_000 * split().cut.tensorParallelSeconds) / split().full.stepSeconds, because: "That takes all of the time of the sums. With the full link they take time as well; the cut costs the difference." },
        { value: () => 2_664_000 * 1.25, because: "That makes the whole step longer by the ratio of the links." },
      ],
    },
  ],
});
