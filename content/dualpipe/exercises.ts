import { formatNumber } from "#plot/format.ts";
import { practice } from "#sim/exercise.ts";
import { run } from "#sim/run.ts";
import overlap from "./overlap.sim.ts";
import schedule from "./schedule.sim.ts";
import stepBudget from "./step-budget.sim.ts";

const bubbleOf = (given: Readonly<Record<string, unknown>>): number => run(schedule, given).longestBubble;
const dualpipe = (given: Readonly<Record<string, unknown>>): number => bubbleOf({ method: "dualpipe", ...given });

/** The settings of the exercises, times in ms. */
const FOUR = { method: "1f1b", numStages: 4, numMicrobatches: 8 };
const SPLIT = { method: "zb1p", numStages: 8, numMicrobatches: 16, forwardTime: 1, backwardTime: 2, weightTime: 0.8 };
const SIXTEEN = { numStages: 16, numMicrobatches: 64, forwardTime: 1, backwardTime: 2, weightTime: 1, overlappedTime: 2 };
const SLOW_GRADIENTS = { numStages: 8, numMicrobatches: 20, forwardTime: 1, backwardTime: 2.5, weightTime: 1, overlappedTime: 3.5 };

/** Idle share of 16 stages with 64 micro-batches under 1F1B, in per cent. */
const share1f1b = (): number => run(schedule, { method: "1f1b", numStages: 16, numMicrobatches: 64 }).bubblePercent;
const budget = () => run(stepBudget);
const hidden = (): number => run(overlap).measured.hiddenPercent;

export default practice({
  predictions: {
    "share-idle": {
      ask: "A model is cut into 16 stages on 16 devices. A step has 64 micro-batches. With the plain schedule (1F1B), what per cent of the step does each device wait?",
      unit: "%",
      truth: share1f1b,
      within: 0.05,
      right: "Right. Filling and emptying the pipeline costs as much as 15 micro-batches, and 64 are done: 15 of 79.",
      mistakes: [
        { value: () => (100 * 15) / 64, because: "That is the waiting over the work, 15 of 64. As a share of the whole step it is 15 of 79." },
        { value: () => (100 * 15) / 16, because: "That would be one micro-batch at a time: 15 of 16 devices wait. With 64 of them under way most of the waiting is at both ends." },
        { value: () => 100 / 16, because: "That is one device's share of the model. Waiting grows with the stages before and behind a device, and shrinks with the micro-batches." },
        { value: () => 0.5, because: "That is too good for this schedule. Each device waits for 15 others to start, and again for 15 to finish." },
      ],
      low: "Too low. Before the last of 16 devices can start, 15 forwards have to pass, and as many gradients have to come back.",
      high: "Too high. The waiting costs as much as 15 micro-batches, and 64 are worked on.",
    },
    "dual-over-zb": {
      ask: "On 8 stages, with F = 1, B = 2, W = 1 and nothing saved by overlap (F&B = 3), the zero-bubble schedule ZB1P waits for 7 units of time. How many units does DualPipe wait?",
      unit: "count",
      truth: () => dualpipe({}),
      within: 0.02,
      right: "Right. Where overlap saves no time, two directions are hardly better than one. What DualPipe gains, it gains by the overlap.",
      mistakes: [
        { value: () => 3.5, because: "That halves it, as two directions suggest. Half as many stages stand before the middle, but what a stage costs has grown: F&B + B − 3W is 2, where ZB1P has F + B − 2W, which is 1." },
        { value: () => 21, because: "That is 1F1B, where the gradient of the weights holds up that of the inputs." },
        { value: () => 8, because: "The count of devices does not enter like this. The formula has half the stages less one, times what a pair leaves open." },
        { value: () => 0.5, because: "No schedule here is free of waiting. The devices in the middle wait for the first micro-batch, those at the ends for the first gradient." },
      ],
      low: "Too low. Half as many stages stand before the middle, but each costs twice as much here.",
      high: "Too high. It is slightly better than ZB1P.",
    },
    "trace-hidden": {
      ask: "In the trace that DeepSeek published, computing and communicating take about equally long. For what per cent of the time that the network is at work are the processors computing too?",
      unit: "%",
      truth: hidden,
      within: 0.02,
      right: "Right. Almost everything is hidden in this trace, because computing is hardly ever at rest in it. It was recorded with perfectly even routing and without traffic between stages.",
      mistakes: [
        { value: () => 50, because: "With equal times, half would be what chance gives. The parts are put in an order that lets nearly all of them run side by side." },
        { value: () => 100, because: "Not all. Some exchanges wait for other GPUs, and at the start of a chunk there is nothing yet to compute." },
        { value: () => 84, because: "That is nearer the share of the whole time in which both are at work. The question is about the network's time." },
      ],
      low: "Too low. With a forward and a backward at hand, there is nearly always something to compute.",
      high: "Too high. A little of the network's time is left over.",
    },
  },
  exercises: [
    {
      level: 1,
      ask: "A pipeline of 4 stages runs 8 micro-batches with 1F1B. A forward takes 1 ms, a whole backward 2 ms. How many ms does each device wait?",
      answer: () => bubbleOf(FOUR),
      unit: "ms",
      within: 0.005,
      hint: "The formula is $(PP-1)(F+B)$.",
      solution: () => `$(4-1)(1+2) = ${formatNumber(bubbleOf(FOUR))}$. The number of micro-batches does not enter: they all pass the same gap.`,
      mistakes: [
        { value: () => 12, because: "That is 4 times 3. The first device does not wait for itself." },
        { value: () => 3, because: "That counts the stages, or the forwards. The gradients come back through as many." },
        { value: () => 72, because: "That multiplies by the micro-batches. The gap is paid once a step." },
      ],
    },
    {
      level: 1,
      ask: "In the released DualPipe on 8 stages, how many micro-batches' activations does a device hold at most? Each counts for one stage.",
      answer: () => run(schedule).mostActivations,
      unit: "microbatch",
      within: 0,
      hint: "Count forwards less backwards, while a forward and a backward run together.",
      solution: () => `${formatNumber(run(schedule).mostActivations)}: one more than the stages. While a pair runs, the new forward already holds memory and the old backward still does.`,
      mistakes: [
        { value: () => 8, because: "That is 1F1B and ZB1P. DualPipe starts a forward while a backward still holds its memory." },
        { value: () => 16, because: "Two copies of the parameters do not double the activations: the two directions share the room." },
        { value: () => 20, because: "That would be a schedule which runs all forwards first. Here backwards begin early." },
      ],
    },
    {
      level: 2,
      ask: "ZB1P on 8 stages with 16 micro-batches: a forward takes F = 1 ms, a whole backward B = 2 ms, of which W = 0.8 ms is for the weights. How many ms does each device wait? Mind what B means.",
      answer: () => bubbleOf(SPLIT),
      unit: "ms",
      within: 0.005,
      hint: "The report's formula is $(PP-1)(F+B-2W)$, with W inside B. The paper on zero bubble writes $F+B-W$, with B for the gradient of inputs alone.",
      solution: () => `$7\\,(1 + 2 - 2 \\cdot 0.8) = ${formatNumber(bubbleOf(SPLIT), 3)}$. In the other notation B is $2 - 0.8 = 1.2$, and $7\\,(1 + 1.2 - 0.8)$ is the same.`,
      mistakes: [
        { value: () => 7 * (1 + 2 - 0.8), because: "That puts the whole backward into the formula of the other notation. One W is then counted as waiting that is work." },
        { value: () => 7 * (1 + 1.2 - 2 * 0.8), because: "That subtracts W three times: once from the backward and twice by the formula." },
        { value: () => 21, because: "That is 1F1B. Here gradients of the weights fill most of the gap." },
      ],
    },
    {
      level: 2,
      ask: "DualPipe on 16 stages: F = 1, B = 2, W = 1, and overlap brings a pair down to F&B = 2, all in ms. How many ms does a middle device wait?",
      answer: () => dualpipe(SIXTEEN),
      unit: "ms",
      within: 0.005,
      hint: "Here $B - W = F$, so the published formula holds: $(PP/2-1)(F\\&B+B-3W)$.",
      solution: () => `$(8-1)(2 + 2 - 3) = ${formatNumber(dualpipe(SIXTEEN))}$.`,
      mistakes: [
        { value: () => 15, because: "That takes all stages less one. Micro-batches enter at both ends, so half of the stages stand before the middle." },
        { value: () => 14, because: "That is F&B = 3, without any gain from overlap." },
        { value: () => 8, because: "Half of the stages less one: the middle device itself does not count." },
      ],
    },
    {
      level: 2,
      ask: "DeepSeek-V3 trained with 15,360 sequences a step on 2,048 GPUs in pipelines of 16 stages. With one sequence a micro-batch, how many micro-batches does each pipeline take a step?",
      answer: () => budget().numMicrobatches,
      unit: "microbatch",
      within: 0,
      hint: "How many pipelines of 16 devices do 2,048 GPUs make? Experts are shared between pipelines, but each GPU belongs to one.",
      solution: () => `$2048 / 16 = ${formatNumber(budget().numPipelines)}$ pipelines, and $15\\,360 / ${formatNumber(budget().numPipelines)} = ${formatNumber(budget().numMicrobatches)}$. DualPipe needs at least 32.`,
      mistakes: [
        { value: () => 7.5, because: "That divides by all GPUs. Sixteen of them work on the same micro-batch, one after the other." },
        { value: () => 240, because: "That takes 64 pipelines, one for each GPU that shares experts. There are 2,048 / 16 of them." },
        { value: () => 960, because: "That divides by 16, as if there were one pipeline for each stage." },
      ],
    },
    {
      level: 3,
      ask: "Take the published formula at its word: DualPipe on 8 stages with F = 1, B = 2.5, W = 1, F&B = 3.5 should wait for 9, all in ms. How many ms does a middle device wait in the simulated schedule?",
      answer: () => run(schedule, { method: "dualpipe", ...SLOW_GRADIENTS }).bubbleTime[3]!,
      unit: "ms",
      within: 0.005,
      hint: "The gradient of inputs now takes 1.5, longer than a forward. The schedule then waits for the larger of $(PP/2-1)(F\\&B+F-2W)$ and $(PP/2-1)(F\\&B+B-3W)-F$. Or set the figure.",
      solution: () => `$3\\,(3.5 + 1 - 2) = 7.5$ and $3\\,(3.5 + 2.5 - 3) - 1 = 8$, so it waits for ${formatNumber(run(schedule, { method: "dualpipe", ...SLOW_GRADIENTS }).bubbleTime[3]!)}. The formula is exact where $B - W = F$.`,
      mistakes: [
        { value: () => 9, because: "That is the published formula. It is exact only where the gradient of inputs takes as long as a forward." },
        { value: () => 7.5, because: "That is one of the two sums, and not the larger." },
        { value: () => 10.5, because: "That is ZB1P with these times: 7 (1 + 2.5 − 2)." },
      ],
    },
    {
      level: 3,
      ask: "The trace has computing at work for 124.4 ms and the network for 113.0 ms, of 129.0 ms in all. In 0.5 ms neither is. For how many ms are both at work?",
      answer: () => run(overlap).measured.bothMs,
      unit: "ms",
      within: 0.002,
      hint: "Time with either is the whole less time with neither. And either is the one plus the other less both.",
      solution: () => `Either: $129.0 - 0.5 = 128.5$. Both: $124.4 + 113.0 - 128.5 = ${formatNumber(run(overlap).measured.bothMs, 4)}$ ms, which is ${formatNumber(hidden(), 3)}% of the network's time.`,
      mistakes: [
        { value: () => 113, because: "That would be all of the network's time. Then computing alone would have to fill the rest, and it does not quite." },
        { value: () => 124.4 - 113, because: "That is how much longer computing takes than communicating, which says nothing of when." },
        { value: () => 124.4 + 113 - 129, because: "That takes the whole for the time with either. In 0.5 ms of it neither is at work." },
      ],
    },
  ],
});
