import { pipelineSchedule, publishedBubble, summarise, type PipelineTimes } from "#domain/pipeline.ts";
import { leastMicrobatches, numDevices, PIPELINE_METHODS, type PipelineMethod } from "#domain/pipelinePrograms.ts";
import { simulation } from "#sim/contract.ts";

/** How much of a run the device that waits longest spends waiting. */
export interface BubblePoint {
  readonly x: number;
  readonly bubble: number;
  readonly bubblePercent: number;
}

export interface BubbleRow {
  readonly method: PipelineMethod;
  /** Where it runs at all, along the axis asked for. */
  readonly curve: readonly BubblePoint[];
  /** At the chosen stages and micro-batches; null where the schedule is not defined for them. */
  readonly chosen: (BubblePoint & { readonly makespan: number; readonly published: number }) | null;
}

const MICROBATCHES = [4, 8, 12, 16, 24, 32, 48];
const STAGES = [2, 4, 6, 8, 12, 16];

/**
 * One run on `numStages` devices: DualPipeV needs half of them, so there it is two pipelines side by side with half of the micro-batches each.
 * Undefined where the schedule takes no such shape.
 */
function simulate(method: PipelineMethod, numStages: number, numMicrobatches: number, times: PipelineTimes): { bubble: number; makespan: number } | undefined {
  const own = method === "dualpipev" ? numMicrobatches / 2 : numMicrobatches;
  if (own < leastMicrobatches(method, numStages)) return undefined;
  const { bubbleTime, makespan } = summarise(pipelineSchedule(method, numStages, own, times), numDevices(method, numStages));
  return { bubble: Math.max(...bubbleTime), makespan };
}

const chunkTime = (label: string, standard: number, max: number) => ({ kind: "number", label, unit: "ratio", default: standard, min: 0.1, max, step: 0.05 }) as const;
const percentOf = (out: { rows: readonly BubbleRow[] }, method: PipelineMethod): number => out.rows.find((row) => row.method === method)!.chosen?.bubblePercent ?? 0;

export default simulation({
  question: "What share of the time does a pipeline wait, by schedule, stages and micro-batches?",
  params: {
    along: { kind: "choice", label: "Draw it against", default: "microbatches", options: ["microbatches", "stages"], optionLabels: { microbatches: "micro-batches", stages: "stages" } },
    numStages: { kind: "number", label: "Stages (PP)", unit: "stage", default: 8, min: 2, max: 16, step: 2 },
    numMicrobatches: { kind: "number", label: "Micro-batches", unit: "microbatch", default: 32, min: 4, max: 48, step: 4 },
    forwardTime: chunkTime("Forward of a chunk (F)", 1, 4),
    backwardTime: chunkTime("Whole backward of a chunk (B)", 2, 8),
    weightTime: chunkTime("Its part for the weights (W)", 1, 4),
    overlappedTime: chunkTime("A forward and a backward together (F&B)", 3, 12),
  },
  sources: [{ cite: "v3-report", where: "Table 2, p. 13" }, { cite: "dualpipe-code", where: "dualpipe.py and dualpipev.py, function step" }, { cite: "zero-bubble", where: "section 2.1 and Table 2" }],
  cost: "instant",
  run({ along, numStages, numMicrobatches, forwardTime, backwardTime, weightTime, overlappedTime }) {
    const times = { forward: forwardTime, backward: backwardTime, weight: Math.min(weightTime, backwardTime), overlapped: overlappedTime };
    const isAlongStages = along === "stages";
    const chosenX = isAlongStages ? numStages : numMicrobatches;
    const rows = PIPELINE_METHODS.map((method): BubbleRow => {
      const at = (x: number) => {
        const found = simulate(method, isAlongStages ? x : numStages, isAlongStages ? numMicrobatches : x, times);
        return found ? [{ x, ...found, bubblePercent: (100 * found.bubble) / found.makespan }] : [];
      };
      const points = (isAlongStages ? STAGES : MICROBATCHES).flatMap(at);
      const chosen = points.find(({ x }) => x === chosenX) ?? at(chosenX)[0];
      return { method, curve: points.map(({ x, bubble, bubblePercent }) => ({ x, bubble, bubblePercent })), chosen: chosen ? { ...chosen, published: publishedBubble(method, numStages, times) } : null };
    });
    return { rows };
  },
  // From the bubbles of Table 2 at F = W = 1, B = F&B - F = 2; the devices work 32 x 3 units of time.
  checks: [
    { given: {}, read: (out) => percentOf(out, "1f1b"), equals: (100 * 21) / (96 + 21), within: 1e-9, because: "floating point", source: { cite: "v3-report", where: "Table 2, p. 13" } },
    { given: {}, read: (out) => percentOf(out, "zb1p"), equals: (100 * 7) / (96 + 7), within: 1e-9, because: "floating point", source: { cite: "v3-report", where: "Table 2, p. 13" } },
    { given: {}, read: (out) => percentOf(out, "dualpipe"), equals: (100 * 6) / (96 + 6), within: 1e-9, because: "floating point", source: { cite: "v3-report", where: "Table 2, p. 13" } },
  ],
});
