import { type ExportChipId, exportChips, THRESHOLDS, totalProcessingPerformance } from "#domain/exportControls.ts";
import { formatInteger, formatNumber, texInteger as tex, texNumber } from "#plot/format.ts";
import { practice, varied } from "#sim/exercise.ts";
import { run } from "#sim/run.ts";
import exportThresholds from "./export-thresholds.sim.ts";
import timeline from "./timeline.sim.ts";
import whatBandwidthCosts from "./what-bandwidth-costs.sim.ts";

const bandwidth = (given: Readonly<Record<string, unknown>> = {}) => run(whatBandwidthCosts, given);
const stepPercent = (given: Readonly<Record<string, unknown>> = {}): number => {
  const { cut, full } = bandwidth(given);
  return (100 * cut.stepSeconds) / full.stepSeconds;
};
const isFree2022 = (chip: ExportChipId): boolean => run(exportThresholds, { chip }).rules[0]!.reach === "none";

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
    varied({ chip: ["h20", "a100", "rtx-4090", "h100", "mi325x"] }, ({ chip }) => {
      const { name, peaks } = exportChips[chip];
      const [eight, sixteen] = [peaks[0]!.teraOps, peaks[1]!.teraOps];
      const tpp = (): number => run(exportThresholds, { chip }).tpp;
      return {
        level: 1,
        ask: `An ${name} does ${formatNumber(eight, 5)} TFLOP/s in eight bits and ${formatNumber(sixteen, 5)} in sixteen, both dense. What is its TPP?`,
        answer: tpp,
        unit: "count",
        within: 0.005,
        hint: "Multiply each rate by its bits. The highest product counts.",
        solution: () => `$${eight} \\times 8 = ${texNumber(8 * eight, 6)}$ and $${sixteen} \\times 16 = ${texNumber(16 * sixteen, 6)}$, so ${formatNumber(tpp(), 6)}. ${chip === "h20" ? `It stays just below ${formatInteger(THRESHOLDS.tppLower)}, where the lower tier of 2023 begins for a chip of its density.` : `From ${formatInteger(THRESHOLDS.tpp)} on the upper tier of 2023 takes a chip whatever its area.`}`,
        mistakes: [
          { value: () => 2 * tpp(), because: "That adds both formats, or counts with sparsity. One format counts, and dense." },
          { value: () => sixteen * 8, because: "That is the rate of one format with the bits of the other." },
          { value: () => eight, because: "That is the rate. TPP multiplies it by the bits of the operation." },
        ],
      };
    }),
    {
      level: 1,
      kind: "choice",
      ask: "Which of these chips stays outside the rule of October 2022?",
      options: [
        { says: "A800", isRight: () => isFree2022("a800"), because: "It computes as fast as an A100. Its links of 400 GB/s, with those to the host, stay below the 600 of the rule, and only both together were controlled." },
        { says: "A100", isRight: () => isFree2022("a100"), because: "Its TPP is 4,992 and its links carry 600 GB/s: both thresholds are reached." },
        { says: "H100", isRight: () => isFree2022("h100"), because: "It is above both thresholds, with a TPP of 15,832 and links of 900 GB/s." },
        { says: "H200", isRight: () => isFree2022("h200"), because: "It has the arithmetic and the links of an H100, with more memory, which the rule did not count." },
      ],
      hint: "The rule had two thresholds, and a chip had to reach both. Which one can be avoided without computing more slowly?",
      solution: () => `The rule took a chip with a TPP from ${formatInteger(THRESHOLDS.tpp)} and links from ${THRESHOLDS.transferGBps} GB/s. Cutting the links alone was enough, so NVIDIA cut them: A800, then H800. The rule of 2023 dropped the links and counts density.`,
    },
    varied({ rule: [{ tpp: "reviewTpp", bits: 8 }, { tpp: "reviewTpp", bits: 16 }, { tpp: "tpp", bits: 16 }, { tpp: "tppLower", bits: 8 }, { tpp: "tpp", bits: 4 }] }, ({ rule: { tpp, bits } }) => {
      const limit = THRESHOLDS[tpp];
      const rate = limit / bits;
      const format = { 4: "FP4", 8: "FP8", 16: "BF16" }[bits];
      const mi325x = exportChips.mi325x;
      const rules = { reviewTpp: "may a chip be judged case by case under the rule of January 2026, as far as its TPP goes", tpp: "does a chip stay out of the upper tier of October 2023 whatever its area", tppLower: "does a chip with a density between 1.6 and 3.2 stay out of the lower tier of October 2023" } as const;
      return {
        level: 1,
        ask: `Up to which dense rate in ${format}, in TFLOP/s, ${rules[tpp]}? ${format} is its fastest format by TPP.`,
        answer: () => rate,
        unit: "TFLOP/s",
        within: 0.005,
        hint: `The threshold is a TPP of ${formatInteger(limit)}, and ${format} has ${bits} bits.`,
        solution: () => `$${tex(limit)} / ${bits} = ${texNumber(rate, 6)}$.${tpp === "reviewTpp" && bits === 8 ? ` An MI325X with ${formatNumber(mi325x.peaks[0]!.teraOps, 5)} is just below, with a TPP of ${formatInteger(totalProcessingPerformance(mi325x.peaks))}.` : ""}`,
        mistakes: [
          { value: () => rate / 2, because: `That is the rate in ${2 * bits} bits.` },
          { value: () => rate * 2, because: `That is the rate with sparsity, or in ${bits / 2} bits. The rule counts dense.` },
          tpp !== "reviewTpp" ? { value: () => THRESHOLDS.reviewTpp / bits, because: "That is where review case by case ends, under the rule of 2026." } : { value: () => THRESHOLDS.tpp / bits, because: "That is where the upper tier of 2023 begins." },
        ],
      };
    }),
    varied({ tpp: [4000, 3000, 4400, 2000, 2300] }, ({ tpp }) => {
      const isMiddle = tpp < THRESHOLDS.tppLower;
      const [density, other] = isMiddle ? [THRESHOLDS.densityMiddle, THRESHOLDS.densityLower] : [THRESHOLDS.densityLower, THRESHOLDS.densityMiddle];
      const area = tpp / density;
      return {
        level: 2,
        ask: `You design a chip for data centres with a TPP of ${formatInteger(tpp)}. How large must its logic dies be at least, in mm², for it to stay outside both tiers of October 2023?`,
        answer: () => area,
        unit: "mm²",
        within: 0.005,
        hint: "It is below 4,800, so density decides. Which tier begins at the lowest density for this TPP?",
        solution: () => `The lower tier takes a TPP from ${formatInteger(isMiddle ? THRESHOLDS.tppDense : THRESHOLDS.tppLower)} on at a density of ${density}. So the area must exceed $${tex(tpp)} / ${density} = ${texNumber(area, 5)}$ mm²; an H100 has ${exportChips.h100.dieMm2}. The rule makes it costly to stay just below a limit.`,
        mistakes: [
          { value: () => tpp / THRESHOLDS.density, because: "That leaves the upper tier. The lower one still takes it." },
          { value: () => tpp / other, because: isMiddle ? `That is the limit for a TPP from ${formatInteger(THRESHOLDS.tppLower)} on. Below it the lower tier begins at ${density}.` : `That is where the lower tier begins for a TPP from ${formatInteger(THRESHOLDS.tppDense)}. From ${formatInteger(THRESHOLDS.tppLower)} on it begins at ${density}.` },
          { value: () => exportChips.h100.dieMm2!, because: `That is an H100's area. At this TPP its density would be ${formatNumber(tpp / exportChips.h100.dieMm2!, 2)}. What is the limit?` },
        ],
      };
    }),
    varied({ link: [{ linkGBps: 400, reachedPercent: 80 }, { linkGBps: 900, reachedPercent: 80 }, { linkGBps: 600, reachedPercent: 70 }, { linkGBps: 300, reachedPercent: 90 }, { linkGBps: 1200, reachedPercent: 80 }] }, ({ link: { linkGBps, reachedPercent } }) => {
      const isH800 = linkGBps === 400;
      const cut = (given: Readonly<Record<string, unknown>> = {}) => bandwidth({ linkGBps, reachedPercent, ...given }).cut;
      const reached = (linkGBps / 2) * (reachedPercent / 100);
      return {
        level: 2,
        ask: `How many seconds of a step does the exchange over NVLink take ${isH800 ? "on an H800 in V3's training" : `in V3's training on GPUs with an NVLink of ${linkGBps} GB/s, both directions together`}? A GPU has 30,720 tokens, each sent to 8 experts in 58 layers, forward and backward, 7,168 numbers at one byte out and two back. Of NVLink ${reached} GB/s are reached${isH800 ? "" : " in each direction"}.`,
        answer: () => cut().nvlinkSeconds,
        unit: "s",
        within: 0.01,
        hint: "Count the bytes of one layer and one direction of training first, then both.",
        solution: () => `$30{,}720 \\times 8 \\times 7{,}168 \\times 3 \\times 58 \\times 2$ bytes are 613 GB, which at ${reached} GB/s take ${formatNumber(cut().nvlinkSeconds, 3)} s. InfiniBand carries half as many copies at 50 GB/s and takes ${formatNumber(cut().infinibandSeconds, 3)} s.`,
        mistakes: [
          { value: () => cut({ reachedPercent: 100 }).nvlinkSeconds, because: `That is at ${linkGBps / 2} GB/s, the nominal rate of one direction. About ${reached} are reached.` },
          { value: () => cut().nvlinkSeconds / 2, because: "That is the forward pass alone. The gradient goes the same way back." },
          { value: () => cut().infinibandSeconds, because: "That is InfiniBand." },
          { value: () => (cut().nvlinkSeconds * reached) / linkGBps, because: `${linkGBps} GB/s are both directions together.` },
        ],
      };
    }),
    varied({ given: [{ computeTflops: 385, reachedPercent: 80 }, { computeTflops: 500, reachedPercent: 80 }, { computeTflops: 770, reachedPercent: 70 }, { computeTflops: 300, reachedPercent: 90 }, { computeTflops: 600, reachedPercent: 60 }] }, ({ given }) => {
      const { computeTflops, reachedPercent } = given;
      const share = reachedPercent / 100;
      const tolerated = (): number => bandwidth(given).toleratedGBps;
      const seconds = (): string => bandwidth(given).cut.computeSeconds.toFixed(2);
      return {
        level: 3,
        ask: `How slow could NVLink be, in GB/s for both directions together, before ${computeTflops === 385 ? "V3's step" : "the step of a V3 on other GPUs"} would begin to wait for it? A step computes for ${seconds()} s, 613 GB have to pass in each direction meanwhile, and ${reachedPercent}% of the nominal rate is reached.`,
        answer: tolerated,
        unit: "GB/s",
        within: 0.01,
        hint: "The exchange may take as long as computing.",
        solution: () => `613 GB in ${seconds()} s are ${formatNumber((tolerated() * share) / 2, 3)} GB/s in one direction. Divided by ${share} and doubled for both directions: ${formatNumber(tolerated(), 3)} GB/s. The H800 has 400.`,
        mistakes: [
          { value: () => tolerated() * share, because: "That would be so if the whole nominal rate were reached." },
          { value: () => tolerated() / 2, because: "That is one direction. The nominal number counts both." },
          { value: () => (tolerated() * share) / 2, because: "That is what must be reached in one direction, not the nominal rate of both." },
        ],
      };
    }),
    varied({ linkGBps: [400, 600, 300, 200] }, ({ linkGBps }) => {
      const split = () => bandwidth({ splitsAttention: true, linkGBps });
      return {
        level: 3,
        ask: `Suppose V3 had split attention over the eight GPUs of each node. How many GPU-hours would ${linkGBps === 400 ? "the cut link" : `a link of ${linkGBps} GB/s`} have added to a pre-training of 2,664,000 GPU-hours with the full link${linkGBps === 400 ? "" : " of 900"}? Take the figure's model.`,
        answer: () => split().extraGpuHours,
        unit: "GPU-hour",
        within: 0.01,
        hint: "Set the figure to split attention and read both step times.",
        solution: () => `A step takes ${formatNumber(split().cut.stepSeconds, 4)} s with the cut link and ${formatNumber(split().full.stepSeconds, 4)} s with the full one, ${formatNumber(split().extraPercent, 3)}% more: ${formatInteger(Math.round(split().extraGpuHours))} GPU-hours.`,
        mistakes: [
          { value: () => (2_664_000 * split().extraSeconds) / split().cut.computeSeconds, because: "That relates the extra time to computing alone. The step with the full link is longer than that." },
          { value: () => (2_664_000 * split().cut.tensorParallelSeconds) / split().full.stepSeconds, because: "That takes all of the time of the sums. With the full link they take time as well; the cut costs the difference." },
          { value: () => 2_664_000 * (900 / linkGBps - 1), because: "That makes the whole step longer by the ratio of the links." },
        ],
      };
    }),
  ],
});
