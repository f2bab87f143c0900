/**
 * How a device takes a batch through a layer of experts:
 * - `two-overlapped`: two micro-batches; while one computes, the other's tokens travel;
 * - `two-in-turn`: the same two micro-batches, one after the other, nothing at the same time;
 * - `one`: a single micro-batch, its computing and its exchange one after the other.
 */
export const SCHEDULES = ["two-overlapped", "two-in-turn", "one"] as const;
/** One of the three ways. */
export type Schedule = (typeof SCHEDULES)[number];

/** How many micro-batches a schedule keeps in flight. */
export const numMicrobatches = (schedule: Schedule): 1 | 2 => (schedule === "one" ? 1 : 2);

/**
 * Bytes a device sends for one micro-batch in the two exchanges of a layer: `(dispatch + combine) tokens experts hiddenSize`.
 *
 * @param dispatchBytes bytes per element on the way to the experts
 * @param combineBytes bytes per element on the way back
 * @param numCopies experts each token is sent to, the shared one included where it is sent
 * Source: arXiv:2505.09343, section 2.3.2.
 */
export const exchangeBytes = (numTokens: number, numCopies: number, hiddenSize: number, dispatchBytes: number, combineBytes: number): number =>
  (dispatchBytes + combineBytes) * numTokens * numCopies * hiddenSize;

/**
 * Time a layer takes for all micro-batches in flight; the unit is that of the arguments, both for one micro-batch.
 *
 * Overlapped, the network and the processor each serve both micro-batches, and either can be the one that is never idle: `2 max(exchange, compute)`.
 * It is reached, because one micro-batch needs only `exchange + compute`, which is no longer. In turn it is `2 (exchange + compute)`, alone `exchange + compute`.
 * Source: arXiv:2505.09343, section 2.3.1, and 2.3.2 for `2 exchange` with computing left out.
 */
export const layerTime = (schedule: Schedule, exchange: number, compute: number): number =>
  schedule === "two-overlapped" ? 2 * Math.max(exchange, compute) : numMicrobatches(schedule) * (exchange + compute);
