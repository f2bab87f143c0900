import { formatInteger, formatNumber, texInteger } from "#plot/format.ts";
import { practice, varied } from "#sim/exercise.ts";
import { run } from "#sim/run.ts";
import overlap from "./overlap.sim.ts";
import schedule from "./schedule.sim.ts";
import stepBudget from "./step-budget.sim.ts";

const bubbleOf = (given: Readonly<Record<string, unknown>>): number => run(schedule, given).longestBubble;
const dualpipe = (given: Readonly<Record<string, unknown>>): number => bubbleOf({ method: "dualpipe", ...given });

const zb1p = () => run(schedule, { method: "zb1p" });

/** Idle share of 16 stages with 64 micro-batches under 1F1B, in per cent. */
const share1f1b = (): number => run(schedule, { method: "1f1b", numStages: 16, numMicrobatches: 64 }).bubblePercent;
const budget = () => run(stepBudget);
const hidden = (): number => run(overlap).measured.hiddenPercent;

export default practice({
  predictions: {
    "share-idle": {
      ask: "A model is cut into 16 stages on 16 devices, one behind the other. In a step 64 small batches, called micro-batches, go forward through all of them and then back; a device works on one at a time. What per cent of the step does each device wait?",
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
        { value: () => 7, because: "That is ZB1P itself. The two formulas differ, and here they come out almost alike: half the stages less one, 3, times F&B + B − 3W, which is 2." },
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
    varied({ given: [[4, 8, 1, 2], [8, 16, 1, 2], [4, 12, 1.5, 3], [16, 64, 1, 2], [8, 24, 2, 3.5]] }, ({ given: [numStages, numMicrobatches, forwardTime, backwardTime] }) => {
      const wait = (): number => bubbleOf({ method: "1f1b", numStages, numMicrobatches, forwardTime, backwardTime, weightTime: forwardTime });
      return {
        level: 1,
        ask: `A pipeline of ${numStages} stages runs ${numMicrobatches} micro-batches with 1F1B. A forward takes ${forwardTime} ms, a whole backward ${backwardTime} ms. How many ms does each device wait?`,
        answer: wait,
        unit: "ms",
        within: 0.005,
        hint: "The formula is $(PP-1)(F+B)$.",
        solution: () => `$(${numStages}-1)(${forwardTime}+${backwardTime}) = ${formatNumber(wait())}$. The number of micro-batches does not enter: they all pass the same gap.`,
        mistakes: [
          { value: () => numStages * (forwardTime + backwardTime), because: `That is ${numStages} times ${forwardTime + backwardTime}. The first device does not wait for itself.` },
          { value: () => (numStages - 1) * forwardTime, because: "That counts the forwards alone. The gradients come back through as many stages." },
          { value: () => wait() * numMicrobatches, because: "That multiplies by the micro-batches. The gap is paid once a step." },
        ],
      };
    }),
    varied({ given: [[8, 20], [4, 10], [6, 16], [12, 28], [16, 40]] }, ({ given: [numStages, numMicrobatches] }) => {
      const most = (): number => run(schedule, { numStages, numMicrobatches }).mostActivations;
      return {
        level: 1,
        ask: `In the released DualPipe on ${numStages} stages, with ${numMicrobatches} micro-batches, how many micro-batches' activations does a device hold at most? Each counts for one stage.`,
        answer: most,
        unit: "microbatch",
        within: 0,
        hint: "Count forwards less backwards, while a forward and a backward run together.",
        solution: () => `${formatNumber(most())}: one more than the stages. While a pair runs, the new forward already holds memory and the old backward still does.`,
        mistakes: [
          { value: () => numStages, because: "That is 1F1B and ZB1P. DualPipe starts a forward while a backward still holds its memory." },
          { value: () => 2 * numStages, because: "Two copies of the parameters do not double the activations: the two directions share the room." },
          { value: () => numMicrobatches, because: "That would be a schedule which runs all forwards first. Here backwards begin early." },
        ],
      };
    }),
    {
      level: 1,
      kind: "choice",
      ask: "On 8 stages with 20 micro-batches, what does DualPipe need more of than ZB1P, apart from a few activations?",
      options: [
        { says: "Parameters: each device holds two stages", isRight: () => run(schedule).stagesPerDevice === 2, because: "Micro-batches enter at both ends, so a device works on a stage of either direction and keeps the parameters of both." },
        { says: "Activations: twice as many micro-batches are held", isRight: () => run(schedule).mostActivations >= 2 * zb1p().mostActivations, because: "It is one more. The two directions share the room, since each holds fewer." },
        { says: "Devices: twice as many", isRight: () => run(schedule).numDevices >= 2 * zb1p().numDevices, because: "Both use a device for each stage." },
        { says: "Arithmetic: each backward runs twice", isRight: () => run(schedule).events.length > 3 * 20 * 8, because: "The same forwards and backwards are done. Only their order differs." },
      ],
      hint: "What lies on one device when one direction begins at the first stage and the other at the last?",
      solution: () => `Two stages a device, where ZB1P has ${zb1p().stagesPerDevice}; ${run(schedule).mostActivations} micro-batches of activations against ${zb1p().mostActivations}. With experts spread over many GPUs, a second copy of the rest is the smaller part.`,
    },
    varied({ given: [[8, 16, 1, 2, 0.8], [8, 16, 1, 2.2, 1], [4, 12, 1, 2, 0.7], [16, 32, 1, 2, 0.9], [6, 18, 1.5, 3, 1.2]] }, ({ given: [numStages, numMicrobatches, forwardTime, backwardTime, weightTime] }) => {
      const wait = (): number => bubbleOf({ method: "zb1p", numStages, numMicrobatches, forwardTime, backwardTime, weightTime });
      const [others, input] = [numStages - 1, Number((backwardTime - weightTime).toFixed(2))];
      return {
        level: 2,
        ask: `ZB1P on ${numStages} stages with ${numMicrobatches} micro-batches: a forward takes F = ${forwardTime} ms, a whole backward B = ${backwardTime} ms, of which W = ${weightTime} ms is for the weights. How many ms does each device wait? Mind what B means.`,
        answer: wait,
        unit: "ms",
        within: 0.005,
        hint: "The report's formula is $(PP-1)(F+B-2W)$, with W inside B. The paper on zero bubble writes $F+B-W$, with B for the gradient of inputs alone.",
        solution: () => `$${others}\\,(${forwardTime} + ${backwardTime} - 2 \\cdot ${weightTime}) = ${formatNumber(wait(), 3)}$. In the other notation B is $${backwardTime} - ${weightTime} = ${input}$, and $${others}\\,(${forwardTime} + ${input} - ${weightTime})$ is the same.`,
        mistakes: [
          { value: () => others * (forwardTime + backwardTime - weightTime), because: "That puts the whole backward into the formula of the other notation. One W is then counted as waiting that is work." },
          { value: () => others * (forwardTime + input - 2 * weightTime), because: "That subtracts W three times: once from the backward and twice by the formula." },
          { value: () => others * (forwardTime + backwardTime), because: "That is 1F1B. Here gradients of the weights fill most of the gap." },
        ],
      };
    }),
    varied({ given: [[16, 64, 1, 2], [8, 20, 1, 2.4], [12, 48, 1, 2.2], [8, 32, 2, 4.5], [14, 40, 1, 2.4]] }, ({ given: [numStages, numMicrobatches, time, overlappedTime] }) => {
      const wait = (): number => dualpipe({ numStages, numMicrobatches, forwardTime: time, backwardTime: 2 * time, weightTime: time, overlappedTime });
      const [half, each] = [numStages / 2 - 1, overlappedTime - time];
      return {
        level: 2,
        ask: `DualPipe on ${numStages} stages: F = ${time}, B = ${2 * time}, W = ${time}, and overlap brings a pair down to F&B = ${overlappedTime}, all in ms. How many ms does a middle device wait?`,
        answer: wait,
        unit: "ms",
        within: 0.005,
        hint: "Here $B - W = F$, so the published formula holds: $(PP/2-1)(F\\&B+B-3W)$.",
        solution: () => `$(${numStages / 2}-1)(${overlappedTime} + ${2 * time} - ${3 * time}) = ${formatNumber(wait(), 4)}$.`,
        mistakes: [
          { value: () => (numStages - 1) * each, because: "That takes all stages less one. Micro-batches enter at both ends, so half of the stages stand before the middle." },
          { value: () => half * 2 * time, because: `That is F&B = ${3 * time}, without any gain from overlap.` },
          { value: () => (numStages / 2) * each, because: "Half of the stages less one: the middle device itself does not count." },
        ],
      };
    }),
    varied({ given: [[15_360, 2048, 16], [9216, 1024, 16], [8192, 2048, 8], [12_288, 1536, 12], [4096, 512, 16]] }, ({ given: [numSequences, numGpus, numStages] }) => {
      const isV3 = numSequences === 15_360;
      const numPipelines = numGpus / numStages;
      const count = (): number => (isV3 ? budget().numMicrobatches : numSequences / numPipelines);
      return {
        level: 2,
        ask: isV3
          ? "DeepSeek-V3 trained with 15,360 sequences a step on 2,048 GPUs in pipelines of 16 stages. With one sequence a micro-batch, how many micro-batches does each pipeline take a step?"
          : `A model trains with ${formatInteger(numSequences)} sequences a step on ${formatInteger(numGpus)} GPUs in pipelines of ${numStages} stages. With one sequence a micro-batch, how many micro-batches does each pipeline take a step?`,
        answer: count,
        unit: "microbatch",
        within: 0,
        hint: `How many pipelines of ${numStages} devices do ${formatInteger(numGpus)} GPUs make? Experts are shared between pipelines, but each GPU belongs to one.`,
        solution: () => `$${numGpus} / ${numStages} = ${numPipelines}$ pipelines, and $${texInteger(numSequences)} / ${numPipelines} = ${formatNumber(count())}$. DualPipe needs at least ${2 * numStages}.`,
        mistakes: [
          { value: () => numSequences / numGpus, because: `That divides by all GPUs. ${numStages} of them work on the same micro-batch, one after the other.` },
          ...(isV3 ? [{ value: () => 240, because: "That takes 64 pipelines, one for each GPU that shares experts. There are 2,048 / 16 of them." }] : []),
          { value: () => numSequences / numStages, because: `That divides by ${numStages}, as if there were one pipeline for each stage.` },
          { value: () => numPipelines, because: "That is the number of pipelines. Divide the sequences among them." },
        ],
      };
    }),
    varied({ given: [[8, 20, 1, 2.5, 1, 3.5], [12, 32, 1, 2.5, 1, 3.5], [8, 20, 1, 3, 1, 4], [10, 24, 1, 2.5, 1, 3], [8, 20, 2, 5, 2, 6.5]] }, ({ given: [numStages, numMicrobatches, forwardTime, backwardTime, weightTime, overlappedTime] }) => {
      const wait = (): number => run(schedule, { method: "dualpipe", numStages, numMicrobatches, forwardTime, backwardTime, weightTime, overlappedTime }).bubbleTime[numStages / 2 - 1]!;
      const half = numStages / 2 - 1;
      const [first, published] = [half * (overlappedTime + forwardTime - 2 * weightTime), half * (overlappedTime + backwardTime - 3 * weightTime)];
      return {
        level: 3,
        ask: `Take the published formula at its word: DualPipe on ${numStages} stages with F = ${forwardTime}, B = ${backwardTime}, W = ${weightTime}, F&B = ${overlappedTime} should wait for ${published}, all in ms. How many ms does a middle device wait in the simulated schedule of ${numMicrobatches} micro-batches?`,
        answer: wait,
        unit: "ms",
        within: 0.005,
        hint: `The gradient of inputs now takes ${backwardTime - weightTime}, longer than a forward. The schedule then waits for the larger of $(PP/2-1)(F\\&B+F-2W)$ and $(PP/2-1)(F\\&B+B-3W)-F$. Or set the figure.`,
        solution: () => `$${half}\\,(${overlappedTime} + ${forwardTime} - ${2 * weightTime}) = ${first}$ and $${half}\\,(${overlappedTime} + ${backwardTime} - ${3 * weightTime}) - ${forwardTime} = ${published - forwardTime}$, so it waits for ${formatNumber(wait())}. The formula is exact where $B - W = F$.`,
        mistakes: [
          { value: () => published, because: "That is the published formula. It is exact only where the gradient of inputs takes as long as a forward." },
          { value: () => first, because: "That is one of the two sums, and not the larger." },
          { value: () => (numStages - 1) * (forwardTime + backwardTime - 2 * weightTime), because: `That is ZB1P with these times: ${numStages - 1} (${forwardTime} + ${backwardTime} − ${2 * weightTime}).` },
        ],
      };
    }),
    varied({ trace: [{ compute: 124.4, network: 113, all: 129, neither: 0.5 }, { compute: 96, network: 88, all: 104, neither: 1.2 }, { compute: 60.5, network: 72, all: 90, neither: 3 }, { compute: 210, network: 150, all: 230, neither: 2 }, { compute: 45, network: 40, all: 60, neither: 4 }] }, ({ trace: { compute, network, all, neither } }) => {
      const isPublished = compute === 124.4;
      const either = all - neither;
      const both = (): number => (isPublished ? run(overlap).measured.bothMs : compute + network - either);
      const one = (x: number): string => x.toFixed(1);
      return {
        level: 3,
        ask: `${isPublished ? "The" : "A"} trace has computing at work for ${one(compute)} ms and the network for ${one(network)} ms, of ${one(all)} ms in all. In ${neither} ms neither is. For how many ms are both at work?`,
        answer: both,
        unit: "ms",
        within: 0.002,
        hint: "Time with either is the whole less time with neither. And either is the one plus the other less both.",
        solution: () => `Either: $${one(all)} - ${neither} = ${one(either)}$. Both: $${one(compute)} + ${one(network)} - ${one(either)} = ${formatNumber(both(), 4)}$ ms, which is ${formatNumber(isPublished ? hidden() : (100 * both()) / network, 3)}% of the network's time.`,
        mistakes: [
          { value: () => network, because: "That would be all of the network's time. Then computing alone would have to fill the rest, and it does not quite." },
          { value: () => Math.abs(compute - network), because: "That is the difference of the two, which says nothing of when." },
          { value: () => compute + network - all, because: `That takes the whole for the time with either. In ${neither} ms of it neither is at work.` },
        ],
      };
    }),
  ],
});
