import { pipelinePrograms, type Chunk, type PipelineKind, type PipelineMethod, type PipelineOp } from "./pipelinePrograms.ts";

/** How long the parts of a schedule take, all in one unit. `backward` is the whole backward pass, `weight` the part of it that makes weight gradients. */
export interface PipelineTimes {
  readonly forward: number;
  readonly backward: number;
  readonly weight: number;
  readonly overlapped: number;
}

/** One stretch of work on one device. */
export interface PipelineEvent extends PipelineOp {
  readonly device: number;
  readonly start: number;
  readonly end: number;
}

/** Time an operation takes: `F`, `B`, `B - W`, `W` or `F&B`. */
export function opTime(kind: PipelineKind, times: PipelineTimes): number {
  return kind === "input" ? times.backward - times.weight : times[kind];
}

/**
 * Runs a program on each device: in order, each step as soon as the device is free and its inputs are there. Sending takes no time.
 * A forward needs the same micro-batch's forward on the stage before; a backward the backward on the stage after, and its own forward;
 * a weight pass its own input pass.
 *
 * @param programs `[device][position]`
 * @returns the events, those of one device in order
 * @throws Error when the programs wait for each other in a circle
 */
export function runPrograms(programs: readonly (readonly PipelineOp[])[], numStages: number, numMicrobatches: number, times: PipelineTimes): PipelineEvent[] {
  // When each chunk's output and its input gradient are there, `[microbatch, stage]`; NaN until then.
  const forwardDone = new Float64Array(numMicrobatches * numStages).fill(NaN);
  const gradientDone = new Float64Array(numMicrobatches * numStages).fill(NaN);
  const at = ({ microbatch, stage }: Chunk): number => microbatch * numStages + stage;
  const forwardReady = (chunk: Chunk): number => (chunk.stage === 0 ? 0 : forwardDone[at(chunk) - 1]!);
  // Math.max is NaN as soon as one of its arguments is.
  const backwardReady = (chunk: Chunk): number => Math.max(forwardDone[at(chunk)]!, chunk.stage === numStages - 1 ? 0 : gradientDone[at(chunk) + 1]!);
  const readyAt = (op: PipelineOp): number => {
    if (op.kind === "weight") return gradientDone[at(op)]!;
    if (op.kind === "forward") return forwardReady(op);
    return op.partner ? Math.max(forwardReady(op), backwardReady(op.partner)) : backwardReady(op);
  };

  const events: PipelineEvent[] = [];
  const next = programs.map(() => 0);
  const freeAt = programs.map(() => 0);
  const numOps = programs.reduce((sum, program) => sum + program.length, 0);
  while (events.length < numOps) {
    const before = events.length;
    for (const [device, program] of programs.entries()) {
      for (let op = program[next[device]!]; op; op = program[next[device]!]) {
        const ready = readyAt(op);
        if (Number.isNaN(ready)) break;
        const start = Math.max(ready, freeAt[device]!);
        const end = start + opTime(op.kind, times);
        if (op.kind === "forward" || op.kind === "overlapped") forwardDone[at(op)] = end;
        if (op.kind === "backward" || op.kind === "input") gradientDone[at(op)] = end;
        if (op.partner) gradientDone[at(op.partner)] = end;
        events.push({ device, start, end, kind: op.kind, microbatch: op.microbatch, direction: op.direction, stage: op.stage, partner: op.partner });
        freeAt[device] = end;
        next[device]!++;
      }
    }
    if (events.length === before) throw new Error("invalid: the programs of the devices wait for each other; expected an order in which each input comes before its use");
  }
  return events;
}

/** What a schedule costs, from its events. */
export interface PipelineSummary {
  readonly makespan: number;
  /** Time each device is idle between the first start and the last end of the whole pipeline. */
  readonly bubbleTime: readonly number[];
  /** The most micro-batches whose activations a device holds at once, each for one stage. */
  readonly peakActivations: readonly number[];
}

/** Idle time and memory of each device. Activations of a chunk are held from the start of its forward to the end of its backward, weights included. */
export function summarise(events: readonly PipelineEvent[], numDevices: number): PipelineSummary {
  const makespan = events.reduce((last, event) => Math.max(last, event.end), 0);
  const busy = Array<number>(numDevices).fill(0);
  const held = Array<number>(numDevices).fill(0);
  const peakActivations = Array<number>(numDevices).fill(0);
  // The events of a device are in order, so its memory is what began less what ended so far.
  for (const { device, start, end, kind } of events) {
    busy[device]! += end - start;
    if (kind === "forward" || kind === "overlapped") peakActivations[device] = Math.max(peakActivations[device]!, ++held[device]!);
    if (kind === "backward" || kind === "weight" || kind === "overlapped") held[device]!--;
  }
  return { makespan, bubbleTime: busy.map((time) => makespan - time), peakActivations };
}

/**
 * The bubble that the papers print for a method, for whole backward B: `(PP - 1)(F + B)` for 1F1B, `(PP - 1)(F + B - 2W)` for ZB1P,
 * `(PP/2 - 1)(F&B + B - 3W)` for DualPipe and DualPipeV, where PP is the number of stages.
 * Source: arXiv:2412.19437, Table 2; DualPipeV from the README of github.com/deepseek-ai/DualPipe at commit 3da1bbe.
 */
export function publishedBubble(method: PipelineMethod, numStages: number, { forward, backward, weight, overlapped }: PipelineTimes): number {
  if (method === "1f1b") return (numStages - 1) * (forward + backward);
  if (method === "zb1p") return (numStages - 1) * (forward + backward - 2 * weight);
  return (numStages / 2 - 1) * (overlapped + backward - 3 * weight);
}

/**
 * The bubble of the middle devices of DualPipe's released order, for `W <= F` and `W <= B - W`:
 * `(PP/2 - 1)(F&B + F - 2W)` or `(PP/2 - 1)(F&B + B - 3W) - F`, whichever is larger. The published formula is the first where `B - W = F`.
 * Derived here by fitting the simulated schedule; a test holds it to that schedule on random settings.
 */
export function middleBubble(numStages: number, { forward, backward, weight, overlapped }: PipelineTimes): number {
  const outward = numStages / 2 - 1;
  return Math.max(outward * (overlapped + forward - 2 * weight), outward * (overlapped + backward - 3 * weight) - forward);
}

/** What the papers say a device holds: stages' parameters, and micro-batches' activations, each for one stage. Source: as for `publishedBubble`. */
export function publishedMemory(method: PipelineMethod, numStages: number): { readonly stagesPerDevice: number; readonly activations: number } {
  const isPaired = method === "dualpipe" || method === "dualpipev";
  return { stagesPerDevice: isPaired ? 2 : 1, activations: isPaired ? numStages + 1 : numStages };
}

/** Builds the programs of a method and runs them. Throws what `pipelinePrograms` throws. */
export function pipelineSchedule(method: PipelineMethod, numStages: number, numMicrobatches: number, times: PipelineTimes): PipelineEvent[] {
  return runPrograms(pipelinePrograms(method, numStages, numMicrobatches), numStages, numMicrobatches, times);
}
