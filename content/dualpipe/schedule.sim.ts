import { pipelineSchedule, publishedBubble, publishedMemory, summarise, type PipelineEvent, type PipelineTimes } from "#domain/pipeline.ts";
import { leastMicrobatches, numDevices as devicesOf, PIPELINE_METHODS, type PipelineMethod } from "#domain/pipelinePrograms.ts";
import { simulation, type Values } from "#sim/contract.ts";

const chunkTime = (label: string, standard: number, max: number) => ({ kind: "number", label, unit: "ratio", default: standard, min: 0.1, max, step: 0.05 }) as const;

const params = {
  method: { kind: "choice", label: "Schedule", default: "dualpipe", options: PIPELINE_METHODS, optionLabels: { "1f1b": "1F1B", zb1p: "ZB1P", dualpipe: "DualPipe", dualpipev: "DualPipeV" } },
  numStages: { kind: "number", label: "Stages (PP)", unit: "stage", default: 8, min: 2, max: 16, step: 2 },
  numMicrobatches: { kind: "number", label: "Micro-batches", unit: "microbatch", default: 20, min: 2, max: 64, step: 2 },
  forwardTime: chunkTime("Forward of a chunk (F)", 1, 4),
  backwardTime: chunkTime("Whole backward of a chunk (B)", 2, 8),
  weightTime: chunkTime("Its part for the weights (W)", 1, 4),
  overlappedTime: chunkTime("A forward and a backward together (F&B)", 3, 12),
  zoom: { kind: "number", label: "Zoom", unit: "ratio", default: 1, min: 1, max: 12, step: 0.5 },
  lookAt: { kind: "number", label: "Look at this point of the run", unit: "%", default: 50, min: 0, max: 100, step: 1 },
} as const;

/** A stretch in which a device waits. */
export interface Idle { readonly device: number; readonly start: number; readonly end: number }

export interface ScheduleOut {
  readonly events: readonly PipelineEvent[];
  readonly idle: readonly Idle[];
  /** How far the run is shown; `makespan` but while it plays. */
  readonly now: number;
  readonly makespan: number;
  /** What part of the run is in view. */
  readonly view: { readonly start: number; readonly end: number };
  /** Idle time of each device. */
  readonly bubbleTime: readonly number[];
  readonly longestBubble: number;
  readonly bubblePercent: number;
  readonly publishedBubble: number;
  /** Whether the settings are those for which the formula is exact: the article says which. */
  readonly isFormulaExact: boolean;
  readonly peakActivations: readonly number[];
  readonly mostActivations: number;
  readonly publishedActivations: number;
  /** Copies of the whole model's parameters over all devices. */
  readonly parameterCopies: number;
  readonly stagesPerDevice: number;
  readonly numDevices: number;
  /** As asked for, or the fewest that the schedule is defined for. */
  readonly usedMicrobatches: number;
}

/** Where a weight pass fits into the gaps left for it, and the gradient moves as fast as the forward. */
function isFormulaExact(method: PipelineMethod, numStages: number, numMicrobatches: number, { forward, backward, weight, overlapped }: PipelineTimes): boolean {
  if (method === "1f1b") return true;
  const fits = weight <= forward + 1e-9 && 2 * weight <= backward + 1e-9;
  if (method === "zb1p") return fits && numMicrobatches >= numStages;
  return fits && Math.abs(backward - weight - forward) < 1e-9 && overlapped <= forward + backward + 1e-9 && overlapped >= Math.max(forward, backward) - 1e-9;
}

/** The gaps between the events of each device, up to `end`. */
function gaps(events: readonly PipelineEvent[], numDevices: number, end: number): Idle[] {
  const free = Array<number>(numDevices).fill(0);
  const found = events.flatMap(({ device, start, end: done }) => {
    const from = free[device]!;
    free[device] = done;
    return start - from > 1e-9 ? [{ device, start: from, end: start }] : [];
  });
  return [...found, ...free.flatMap((start, device) => (end - start > 1e-9 ? [{ device, start, end }] : []))];
}

function answer({ method, numStages, numMicrobatches, forwardTime, backwardTime, weightTime, overlappedTime, zoom, lookAt }: Values<typeof params>): ScheduleOut {
  const usedMicrobatches = Math.max(numMicrobatches, leastMicrobatches(method, numStages));
  const times = { forward: forwardTime, backward: backwardTime, weight: Math.min(weightTime, backwardTime), overlapped: overlappedTime };
  const numDevices = devicesOf(method, numStages);
  const events = pipelineSchedule(method, numStages, usedMicrobatches, times);
  const { makespan, bubbleTime, peakActivations } = summarise(events, numDevices);
  const longestBubble = Math.max(...bubbleTime);
  const span = makespan / zoom;
  const start = Math.min(makespan - span, Math.max(0, (makespan * lookAt) / 100 - span / 2));
  const { stagesPerDevice, activations } = publishedMemory(method, numStages);
  return {
    events, idle: gaps(events, numDevices, makespan), now: makespan, makespan, view: { start, end: start + span },
    bubbleTime, longestBubble, bubblePercent: (100 * longestBubble) / makespan, publishedBubble: publishedBubble(method, numStages, times),
    isFormulaExact: isFormulaExact(method, numStages, usedMicrobatches, times),
    peakActivations, mostActivations: Math.max(...peakActivations), publishedActivations: activations,
    parameterCopies: (stagesPerDevice * numDevices) / numStages, stagesPerDevice, numDevices, usedMicrobatches,
  };
}

/** A run plays in this many frames. */
const NUM_FRAMES = 80;

const clipped = <T extends { readonly start: number; readonly end: number }>(list: readonly T[], now: number): T[] => list.flatMap((part) => (part.start < now ? [{ ...part, end: Math.min(part.end, now) }] : []));

const v3 = { cite: "v3-report", where: "Table 2, p. 13" };
const readme = { cite: "dualpipe-code", where: "README.md, Pipeline Bubbles and Memory Usage Comparison" };
const bubble = (out: ScheduleOut): number => out.longestBubble;

export default simulation({
  question: "When does each device of a pipeline work, and when does it wait?",
  params,
  sources: [{ cite: "dualpipe-code", where: "dualpipe.py and dualpipev.py, function step, at commit 3da1bbe" }, { cite: "v3-report", where: "section 3.2.1, Figure 5, Table 2" }, { cite: "zero-bubble", where: "section 2.1, 1F1B and ZB-H1" }],
  cost: "instant",
  run: (values): ScheduleOut => answer(values),
  *steps(values) {
    const whole = answer(values);
    for (let frame = 1; frame < NUM_FRAMES; frame++) {
      const now = (whole.makespan * frame) / NUM_FRAMES;
      yield { ...whole, events: clipped(whole.events, now), idle: clipped(whole.idle, now), now };
    }
    yield whole;
  },
  numSteps: () => NUM_FRAMES,
  // F = W = 1 and B = 2, as the cells of Figure 5 are drawn; the formulas then give these.
  checks: [
    { given: { method: "1f1b" }, read: bubble, equals: (8 - 1) * (1 + 2), source: v3 },
    { given: { method: "zb1p" }, read: bubble, equals: (8 - 1) * (1 + 2 - 2 * 1), source: v3 },
    { given: {}, read: bubble, equals: (8 / 2 - 1) * (3 + 2 - 3 * 1), source: v3 },
    { given: { method: "dualpipev", numMicrobatches: 10 }, read: bubble, equals: (8 / 2 - 1) * (3 + 2 - 3 * 1), source: readme },
    { given: { method: "1f1b" }, read: (out) => out.mostActivations, equals: 8, source: v3 },
    { given: { method: "zb1p" }, read: (out) => out.mostActivations, equals: 8, source: v3 },
    { given: {}, read: (out) => out.mostActivations, equals: 8 + 1, source: v3 },
    { given: {}, read: (out) => out.parameterCopies, equals: 2, source: v3 },
    { given: { method: "dualpipev", numMicrobatches: 10 }, read: (out) => out.mostActivations, equals: 8 + 1, source: readme },
    { given: { method: "dualpipev", numMicrobatches: 10 }, read: (out) => out.numDevices, equals: 8 / 2, source: readme },
  ],
});
