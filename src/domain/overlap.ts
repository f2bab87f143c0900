/** The parts of a forward and a backward chunk that run on the processors, in the order in which a pair of chunks runs them. */
export const COMPUTE_PARTS = ["attnF", "mlpB", "mlpW", "mlpF", "attnB", "attnW"] as const;
/** The parts that are on the network, in the order in which a pair runs them. The gradient retraces the way: combine(B) takes it to the experts, dispatch(B) back. */
export const NETWORK_PARTS = ["combineB", "dispatchF", "dispatchB", "combineF"] as const;
/** One part of a layer in a pair of chunks; F forward, B gradient of inputs, W gradient of weights. */
export type OverlapPart = (typeof COMPUTE_PARTS)[number] | (typeof NETWORK_PARTS)[number];
/** How long each part takes in one layer, all in one unit. */
export type PartTimes = Readonly<Record<OverlapPart, number>>;

/** What a part waits for: a part of the same layer, or of the layer before it in the same pass. */
const WAITS_FOR: Readonly<Record<OverlapPart, { readonly part: OverlapPart; readonly isLayerBefore: boolean }>> = {
  attnF: { part: "combineF", isLayerBefore: true },
  dispatchF: { part: "attnF", isLayerBefore: false },
  mlpF: { part: "dispatchF", isLayerBefore: false },
  combineF: { part: "mlpF", isLayerBefore: false },
  combineB: { part: "attnB", isLayerBefore: true },
  mlpB: { part: "combineB", isLayerBefore: false },
  mlpW: { part: "combineB", isLayerBefore: false },
  dispatchB: { part: "mlpB", isLayerBefore: false },
  attnB: { part: "dispatchB", isLayerBefore: false },
  attnW: { part: "dispatchB", isLayerBefore: false },
};

/** One part at work. */
export interface OverlapStretch {
  readonly lane: "compute" | "network";
  readonly part: OverlapPart;
  readonly layer: number;
  readonly start: number;
  readonly end: number;
}

/**
 * Runs a forward chunk and a backward chunk of another micro-batch together: the processors and the network each take their parts in order,
 * a part starts when its lane is free and its input is there.
 * The order is that of arXiv:2412.19437, Figure 4, as the published trace shows it (github.com/deepseek-ai/profile-data, train.json).
 */
export function overlapPair(times: PartTimes, numLayers: number): OverlapStretch[] {
  const lanes = [{ lane: "compute" as const, parts: COMPUTE_PARTS, next: 0, freeAt: 0 }, { lane: "network" as const, parts: NETWORK_PARTS, next: 0, freeAt: 0 }];
  const done = new Map<string, number>();
  const stretches: OverlapStretch[] = [];
  const total = numLayers * (COMPUTE_PARTS.length + NETWORK_PARTS.length);
  while (stretches.length < total) {
    for (const lane of lanes) {
      const layer = Math.floor(lane.next / lane.parts.length);
      if (layer >= numLayers) continue;
      const part = lane.parts[lane.next % lane.parts.length]!;
      const { part: input, isLayerBefore } = WAITS_FOR[part];
      const from = isLayerBefore ? layer - 1 : layer;
      const ready = from < 0 ? 0 : done.get(`${input}/${from}`);
      if (ready === undefined) continue;
      const start = Math.max(ready, lane.freeAt);
      const end = start + times[part];
      done.set(`${part}/${layer}`, end);
      stretches.push({ lane: lane.lane, part, layer, start, end });
      lane.freeAt = end;
      lane.next++;
    }
  }
  return stretches;
}

/** How long some of these stretches are at work, and how long those of both lanes are at once. */
export function overlapSummary(stretches: readonly OverlapStretch[]): { readonly total: number; readonly compute: number; readonly network: number; readonly both: number } {
  const own = (lane: OverlapStretch["lane"]) => stretches.filter((stretch) => stretch.lane === lane);
  const busy = (lane: OverlapStretch["lane"]): number => own(lane).reduce((sum, { start, end }) => sum + end - start, 0);
  // Within a lane no two stretches overlap, so shared time is the sum over pairs.
  const both = own("compute").reduce((sum, a) => own("network").reduce((inner, b) => inner + Math.max(0, Math.min(a.end, b.end) - Math.max(a.start, b.start)), sum), 0);
  return { total: stretches.reduce((last, { end }) => Math.max(last, end), 0), compute: busy("compute"), network: busy("network"), both };
}
