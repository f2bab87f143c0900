import { linkMicroseconds } from "#domain/expertParallel.ts";
import { exchangeBytes, layerTime, numMicrobatches, type Schedule, SCHEDULES } from "#domain/microbatches.ts";
import { simulation } from "#sim/contract.ts";

/** One way to take tokens through the layers, at the chosen link. */
export interface ScheduleRow {
  readonly schedule: Schedule;
  readonly label: string;
  /** Tokens of one device on their way at once. */
  readonly tokensInFlight: number;
  readonly layerMicroseconds: number;
  readonly tpotMs: number;
  /** What one reader sees. */
  readonly tokensPerSecond: number;
  /** What one device delivers to all its readers. */
  readonly tokensPerSecondPerDevice: number;
}

const LABELS: Readonly<Record<Schedule, string>> = { "two-overlapped": "Two micro-batches, overlapped", "two-in-turn": "Two micro-batches, in turn", one: "One micro-batch" };

/** Links the sources name, in GB/s one way. */
const LINKS = [
  { link: "ib", label: "InfiniBand 400 Gb/s", linkGBps: 50 },
  { link: "nvlink", label: "H800 NVLink", linkGBps: 160 },
  { link: "nvl72", label: "GB200 NVL72", linkGBps: 900 },
] as const;

/** Where the curve is drawn: 10 to 2,000 GB/s, twenty points a decade. */
const CURVE_GBPS = Array.from({ length: 47 }, (_, i) => 10 * 200 ** (i / 46));

const isca25 = (where: string) => ({ cite: "isca25", where: `Section 2.3.2: ${where}` });

export default simulation({
  question: "How long must a token wait for its experts when the link between GPUs is the limit?",
  params: {
    linkGBps: { kind: "number", label: "Link bandwidth per GPU", unit: "GB/s", default: 50, min: 10, max: 2000, scale: "log10" },
    schedule: { kind: "choice", label: "Micro-batches", default: "two-overlapped", options: SCHEDULES, optionLabels: { "two-overlapped": "two, overlapped", "two-in-turn": "two, in turn" } },
    computeMicroseconds: { kind: "number", label: "Computing per layer and micro-batch", unit: "µs", default: 0, min: 0, max: 1000, step: 1 },
    tokensPerDevice: { kind: "number", label: "Tokens per GPU in a micro-batch", unit: "token", default: 32, min: 1, max: 1024, step: 1, scale: "log2" },
    expertsPerToken: { kind: "number", label: "Experts a token is sent to", unit: "expert", default: 9, min: 1, max: 32, step: 1 },
    hiddenSize: { kind: "number", label: "Hidden size", unit: "element", default: 7000, min: 256, max: 16_384, step: 1, scale: "log2" },
    dispatchBytesPerElement: { kind: "number", label: "Bytes on the way out", unit: "bytes/element", default: 1, min: 0.5, max: 4, step: 0.031_25 },
    combineBytesPerElement: { kind: "number", label: "Bytes on the way back", unit: "bytes/element", default: 2, min: 0.5, max: 4, step: 0.031_25 },
    numLayers: { kind: "number", label: "Layers with experts", unit: "layer", default: 61, min: 1, max: 128, step: 1 },
  },
  sources: [
    { cite: "isca25", where: "section 2.3.1, dual micro-batch overlap; section 2.3.2, Inference Speed Limits" },
    { cite: "v3-configs", where: "config_671B.json: dim, n_layers, n_dense_layers" },
    { cite: "v3-report", where: "section 3.2.2: NVLink 160 GB/s, IB 50 GB/s" },
    { cite: "deepep", where: "README.md at commit ebfe47e, Low-latency kernels with pure RDMA" },
  ],
  cost: "instant",
  run({ linkGBps, schedule, computeMicroseconds, tokensPerDevice, expertsPerToken, hiddenSize, dispatchBytesPerElement, combineBytesPerElement, numLayers }) {
    const bytesPerLayer = exchangeBytes(tokensPerDevice, expertsPerToken, hiddenSize, dispatchBytesPerElement, combineBytesPerElement);
    const tpotMsOf = (way: Schedule, GBps: number): number => (numLayers * layerTime(way, linkMicroseconds(bytesPerLayer, GBps), computeMicroseconds)) / 1000;
    const rows = SCHEDULES.map((way): ScheduleRow => {
      const tpotMs = tpotMsOf(way, linkGBps);
      const tokensInFlight = numMicrobatches(way) * tokensPerDevice;
      return { schedule: way, label: LABELS[way], tokensInFlight, layerMicroseconds: (1000 * tpotMs) / numLayers, tpotMs, tokensPerSecond: 1000 / tpotMs, tokensPerSecondPerDevice: (1000 * tokensInFlight) / tpotMs };
    });
    const chosen = rows.find((row) => row.schedule === schedule)!;
    const pointOf = (GBps: number) => {
      const tpotMs = tpotMsOf(schedule, GBps);
      return { linkGBps: GBps, tpotMs, tokensPerSecond: 1000 / tpotMs };
    };
    const commMicroseconds = linkMicroseconds(bytesPerLayer, linkGBps);
    const perToken = (microseconds: number): number => (numLayers * numMicrobatches(schedule) * microseconds) / 1000;
    return {
      /** Sent by one GPU for one micro-batch of one layer, out and back. */
      bytesPerLayer,
      /** The two exchanges of one micro-batch in one layer. */
      commMicroseconds,
      layerMicroseconds: chosen.layerMicroseconds,
      tpotMs: chosen.tpotMs,
      tokensPerSecond: chosen.tokensPerSecond,
      /** What the link and the processor would each need alone, per token, over all layers and micro-batches. */
      commMsPerToken: perToken(commMicroseconds),
      computeMsPerToken: perToken(computeMicroseconds),
      isBoundByLink: commMicroseconds >= computeMicroseconds,
      rows,
      links: LINKS.map(({ link, label, linkGBps: GBps }) => ({ link, label, ...pointOf(GBps) })),
      curve: CURVE_GBPS.map(pointOf),
    };
  },
  checks: [
    { given: {}, read: (out) => out.commMicroseconds, equals: 120.96, within: 1e-9, because: "floating-point rounding only; the hidden size is the source's 7K = 7,000", source: isca25("two exchanges at 50 GB/s") },
    { given: {}, read: (out) => out.layerMicroseconds, equals: 241.92, within: 1e-9, because: "floating-point rounding only", source: isca25("total time per layer") },
    { given: {}, read: (out) => out.tpotMs, equals: 14.76, within: 0.005, because: "printed to two decimals", source: isca25("total inference time over 61 layers") },
    { given: {}, read: (out) => out.tokensPerSecond, equals: 67, unit: "tokens/s", within: 1, because: "67.76, printed with its decimals cut off", source: isca25("tokens per second") },
    { given: { linkGBps: 900 }, read: (out) => out.commMicroseconds, equals: 6.72, within: 1e-9, because: "floating-point rounding only", source: isca25("two exchanges at 900 GB/s") },
    { given: { linkGBps: 900 }, read: (out) => out.tpotMs, equals: 0.82, within: 0.005, because: "printed to two decimals", source: isca25("TPOT with GB200 NVL72") },
    { given: { linkGBps: 900 }, read: (out) => out.tokensPerSecond, equals: 1200, within: 50, because: "1,219.8, printed as approximately 1,200", source: isca25("tokens per second with GB200 NVL72") },
    { given: { linkGBps: 40, hiddenSize: 7168, tokensPerDevice: 128, expertsPerToken: 8, dispatchBytesPerElement: 1.031_25 }, read: (out) => out.commMicroseconds, equals: 194 + 360, unit: "µs", within: 8, because: "measured at EP 256; the bandwidths beside them, 39 and 40 GB/s, are printed as whole numbers", source: { cite: "deepep", where: "README.md at commit ebfe47e, Low-latency kernels: 194 and 360 µs" } },
  ],
});
