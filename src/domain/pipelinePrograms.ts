/** The ways to run a pipeline that this site compares, oldest first. */
export const PIPELINE_METHODS = ["1f1b", "zb1p", "dualpipe", "dualpipev"] as const;
/** One of the four ways. */
export type PipelineMethod = (typeof PIPELINE_METHODS)[number];

/**
 * What a device does in one go:
 * - `forward`: F, a stage's forward pass of one micro-batch;
 * - `backward`: B, the whole backward pass, gradients of inputs and of weights;
 * - `input`: the part of B that makes the gradient of the stage's input, which the stage before waits for;
 * - `weight`: W, the part of B that makes the gradient of the weights, for which nobody waits;
 * - `overlapped`: F&B, the forward of one micro-batch and the whole backward of another, run together.
 */
export type PipelineKind = "forward" | "backward" | "input" | "weight" | "overlapped";

/** A stage's work on one micro-batch. Stages count from where the micro-batch enters. */
export interface Chunk {
  readonly microbatch: number;
  readonly stage: number;
  /** 0 where micro-batches move from device 0 upwards, 1 where they move back towards it. */
  readonly direction: 0 | 1;
}

/** One step of a device's program. For `overlapped` the chunk is the forward's and `partner` the backward's; otherwise `partner` is null. */
export interface PipelineOp extends Chunk {
  readonly kind: PipelineKind;
  readonly partner: Chunk | null;
}

/** How many devices hold `numStages` stages: as many, but half for DualPipeV, whose devices hold two stages each. */
export const numDevices = (method: PipelineMethod, numStages: number): number => (method === "dualpipev" ? numStages / 2 : numStages);

/**
 * The fewest micro-batches a schedule is defined for.
 * Source: the released dualpipe.py (twice as many as devices) and dualpipev.py (twice as many as devices, which are half the stages), function step.
 */
export const leastMicrobatches = (method: PipelineMethod, numStages: number): number => (method === "dualpipe" ? 2 * numStages : method === "dualpipev" ? numStages : 1);

/**
 * The order in which each device works, in the micro-batches' own numbers; `[device][position]`.
 * Nothing here knows how long anything takes.
 *
 * @throws RangeError when the stages are odd where two halves are needed, or the micro-batches too few or, for DualPipe, odd
 */
export function pipelinePrograms(method: PipelineMethod, numStages: number, numMicrobatches: number): PipelineOp[][] {
  const isPaired = method === "dualpipe" || method === "dualpipev";
  if (isPaired && numStages % 2 !== 0) throw new RangeError(`invalid: numStages is ${numStages}; expected an even number for ${method}`);
  if (numMicrobatches < leastMicrobatches(method, numStages)) throw new RangeError(`out of range: numMicrobatches is ${numMicrobatches}; expected at least ${leastMicrobatches(method, numStages)} for ${method} on ${numStages} stages`);
  if (method === "dualpipe" && numMicrobatches % 2 !== 0) throw new RangeError(`invalid: numMicrobatches is ${numMicrobatches}; expected an even number for dualpipe`);
  return Array.from({ length: numDevices(method, numStages) }, (_, device) => {
    if (method === "1f1b") return oneForwardOneBackward(device, numStages, numMicrobatches);
    if (method === "zb1p") return zeroBubble(device, numStages, numMicrobatches);
    return bidirectional(method, device, numStages, numMicrobatches);
  });
}

/**
 * 1F1B: device d first runs as many forwards as stages follow it, then a forward and a backward in turn, then the backwards left.
 * Source: arXiv:2401.10241, section 2.1, which builds on it; named in arXiv:2412.19437, Table 2.
 */
function oneForwardOneBackward(device: number, numStages: number, numMicrobatches: number): PipelineOp[] {
  const op = (kind: PipelineKind, microbatch: number): PipelineOp => ({ kind, microbatch, stage: device, direction: 0, partner: null });
  const ahead = Math.min(numStages - 1 - device, numMicrobatches);
  const program: PipelineOp[] = [];
  for (let i = 0; i < ahead; i++) program.push(op("forward", i));
  for (let i = ahead; i < numMicrobatches; i++) program.push(op("forward", i), op("backward", i - ahead));
  for (let i = numMicrobatches - ahead; i < numMicrobatches; i++) program.push(op("backward", i));
  return program;
}

/**
 * ZB1P: the order of 1F1B with the backward cut in two. Device d lets its first d weight passes wait, so that every device holds as many
 * micro-batches as the first, and has weight passes left to do while the last gradients travel back.
 * Source: arXiv:2401.10241, section 2.1, the handcrafted schedule ZB-H1.
 */
function zeroBubble(device: number, numStages: number, numMicrobatches: number): PipelineOp[] {
  const op = (kind: PipelineKind, microbatch: number): PipelineOp => ({ kind, microbatch, stage: device, direction: 0, partner: null });
  const program: PipelineOp[] = [];
  for (const step of oneForwardOneBackward(device, numStages, numMicrobatches)) {
    program.push(step.kind === "forward" ? step : op("input", step.microbatch));
    if (step.kind === "backward" && step.microbatch >= device) program.push(op("weight", step.microbatch - device));
  }
  for (let i = Math.max(0, numMicrobatches - device); i < numMicrobatches; i++) program.push(op("weight", i));
  return program;
}

/**
 * DualPipe and DualPipeV. Both have two flows through each device, which differ only in where a flow goes on: in DualPipe half of the micro-batches
 * enter at either end; in DualPipeV each micro-batch goes down the devices and comes back up through stages of the second half.
 * A device at `depth` (0 at an end, `half - 1` in the middle) runs eight phases, near flow first. Weight passes set aside are done first in, first out.
 * Source: github.com/deepseek-ai/DualPipe at commit 3da1bbe, dualpipe.py and dualpipev.py, function step; arXiv:2412.19437, section 3.2.1.
 */
function bidirectional(method: "dualpipe" | "dualpipev", device: number, numStages: number, numMicrobatches: number): PipelineOp[] {
  const half = numStages / 2;
  const depth = Math.min(device, numStages - 1 - device);
  const perFlow = method === "dualpipe" ? numMicrobatches / 2 : numMicrobatches;
  const isFarHalf = device >= half;
  const started = { forward: [0, 0], backward: [0, 0] };
  const waiting: Chunk[] = [];
  const program: PipelineOp[] = [];

  // Flow 0 enters at the end of the pipeline that is nearer to this device, flow 1 at the farther one.
  const chunk = (pass: "forward" | "backward", flow: 0 | 1): Chunk => {
    const direction = (isFarHalf ? 1 - flow : flow) as 0 | 1;
    const index = started[pass][flow]!++;
    return { microbatch: method === "dualpipe" && direction === 1 ? perFlow + index : index, stage: direction === 0 ? device : numStages - 1 - device, direction };
  };
  const add = (kind: PipelineKind, { microbatch, stage, direction }: Chunk, partner: Chunk | null = null): void => { program.push({ kind, microbatch, stage, direction, partner }); };
  const forward = (flow: 0 | 1): void => { add("forward", chunk("forward", flow)); };
  const backward = (flow: 0 | 1): void => { add("backward", chunk("backward", flow)); };
  const inputOnly = (flow: 0 | 1): void => {
    const part = chunk("backward", flow);
    waiting.push(part);
    add("input", part);
  };
  const weight = (): void => { add("weight", waiting.shift()!); };
  const together = (forwardFlow: 0 | 1, backwardFlow: 0 | 1): void => { add("overlapped", chunk("forward", forwardFlow), chunk("backward", backwardFlow)); };
  const repeat = (times: number, act: (i: number) => void): void => { for (let i = 0; i < times; i++) act(i); };

  const outward = half - 1 - depth;
  repeat(2 * outward, () => { forward(0); });
  repeat(depth + 1, () => { forward(0); forward(1); });
  repeat(outward, () => { inputOnly(1); weight(); forward(1); });
  repeat(perFlow - numStages + depth + 1, (i) => {
    // In the middle the first pair would wait for its own forward, so it runs one after the other.
    if (i === 0 && depth === half - 1) { forward(0); backward(1); } else together(0, 1);
    together(1, 0);
  });
  repeat(outward, () => { backward(1); together(1, 0); });
  // From the middle of the last backwards on, weight passes are set aside to fill the end.
  repeat(2 * (depth + 1), (i) => { const act = i < depth + 1 ? backward : inputOnly; act(i % 2 === 0 ? 1 : 0); });
  repeat(outward, () => { weight(); inputOnly(0); });
  repeat(depth + 1, weight);
  return program;
}
