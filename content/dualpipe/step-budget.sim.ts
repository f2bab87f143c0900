import { pipelineSchedule, publishedBubble, summarise, type PipelineTimes } from "#domain/pipeline.ts";
import { pipelinePrograms, type PipelineKind } from "#domain/pipelinePrograms.ts";
import { simulation } from "#sim/contract.ts";
import profile from "./data/training-profile.json" with { type: "json" };

/** One step of V3's training on its network of eight planes, in seconds, as printed. */
const PUBLISHED = { overlapped: 13.95, bubble: 2.06, backward: 1.99, forward: 1.13, weight: 0.48, optimizer: 0.29, step: 19.926 };
/** Sequences in a step of the later training, GPUs, stages, tokens in a sequence. */
const V3 = { numSequences: 15_360, numGpus: 2048, numStages: 16, tokensPerSequence: 4096 };
const numPipelines = V3.numGpus / V3.numStages;

/** A row of the published step beside what the schedule makes of it. */
export interface BudgetRow {
  readonly id: "overlapped" | "bubble" | "backward" | "forward" | "weight" | "optimizer";
  readonly label: string;
  readonly publishedSeconds: number;
  /** How often the device does it in a step; null for what is no chunk. */
  readonly count: number | null;
  /** Published time of one, in ms. */
  readonly eachMs: number | null;
  /** From the trace or the simulated schedule; the published time where neither says anything. */
  readonly recomputedSeconds: number;
}

const table4 = { cite: "isca25", where: "Table 4, p. 10, column MPFT" };

export default simulation({
  question: "Do the parts of a published training step fit the schedule and the trace?",
  params: {
    depth: { kind: "number", label: "Device, counted from the nearer end of the pipeline", unit: "count", default: 0, min: 0, max: 7, step: 1 },
    sequencesPerMicrobatch: { kind: "number", label: "Sequences in a micro-batch", unit: "sequence", default: 1, min: 1, max: 3, step: 1 },
  },
  sources: [table4, { cite: "v3-report", where: "sections 3.2 and 4.2: 16-way PP, 15,360 sequences of 4,096 tokens" }, { cite: "dualpipe-code", where: "dualpipe.py, function step" }, { cite: "profile-data", where: "train.json" }],
  cost: "instant",
  run({ depth, sequencesPerMicrobatch }) {
    const numMicrobatches = V3.numSequences / numPipelines / sequencesPerMicrobatch;
    const program = pipelinePrograms("dualpipe", V3.numStages, numMicrobatches)[depth]!;
    const count = (kind: PipelineKind): number => program.filter((op) => op.kind === kind).length;
    const numBackwards = count("backward") + count("input");
    // The paper calls 1B the gradient of inputs and 1W that of weights: both are in every backward that runs alone.
    const [forward, input, weight] = [PUBLISHED.forward / count("forward"), PUBLISHED.backward / numBackwards, PUBLISHED.weight / numBackwards];
    const times: PipelineTimes = { forward, backward: input + weight, weight, overlapped: PUBLISHED.overlapped / count("overlapped") };
    const { bubbleTime } = summarise(pipelineSchedule("dualpipe", V3.numStages, numMicrobatches, times), V3.numStages);
    const pairSeconds = (profile.spanMicroseconds / 1e6) * sequencesPerMicrobatch;
    const row = (id: BudgetRow["id"], label: string, often: number | null, recomputedSeconds: number = PUBLISHED[id]): BudgetRow =>
      ({ id, label, publishedSeconds: PUBLISHED[id], count: often, eachMs: often === null ? null : (1000 * PUBLISHED[id]) / often, recomputedSeconds });
    const rows = [
      row("overlapped", "pairs, overlapped", count("overlapped"), count("overlapped") * pairSeconds),
      row("bubble", "bubble", null, bubbleTime[depth]),
      row("backward", "backwards alone, inputs", numBackwards),
      row("forward", "forwards alone", count("forward")),
      row("weight", "backwards alone, weights", numBackwards),
      row("optimizer", "optimizer", null),
    ];
    return {
      rows, numMicrobatches, numPipelines,
      numPairs: count("overlapped"),
      pairMs: 1000 * times.overlapped,
      tracePairMs: 1000 * pairSeconds,
      /** A forward and a backward, each alone. */
      aloneMs: 1000 * (times.forward + times.backward),
      formulaBubbleSeconds: publishedBubble("dualpipe", V3.numStages, times),
      simulatedBubbleSeconds: bubbleTime[depth]!,
      bubbleOverSimulated: PUBLISHED.bubble / bubbleTime[depth]!,
      bubblePercent: (100 * PUBLISHED.bubble) / PUBLISHED.step,
      overlappedPercent: (100 * PUBLISHED.overlapped) / PUBLISHED.step,
      publishedSeconds: rows.reduce((sum, { publishedSeconds }) => sum + publishedSeconds, 0),
      recomputedSeconds: rows.reduce((sum, { recomputedSeconds }) => sum + recomputedSeconds, 0),
      stepSeconds: PUBLISHED.step,
      tokensPerDay: (V3.numSequences * V3.tokensPerSequence * 86_400) / PUBLISHED.step,
    };
  },
  checks: [
    { given: {}, read: (out) => out.tokensPerDay / 1e9, equals: 272.8, within: 0.05, because: "printed with one decimal", source: table4 },
    { given: {}, read: (out) => out.publishedSeconds, equals: PUBLISHED.step, unit: "s", within: 0.03, because: "six rows, each rounded to a hundredth of a second", source: table4 },
    { given: {}, read: (out) => out.tracePairMs / out.pairMs, equals: 1, unit: "times", within: 0.15, because: "the trace has no traffic between stages and even routing, and which device the table timed is not said", source: table4 },
  ],
});
