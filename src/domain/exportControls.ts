/** A peak of dense arithmetic at one bit length. */
export interface PeakRate {
  /** The longest input of the operation, in bits: 8 for FP8 and INT8. */
  readonly bits: number;
  /** 10^12 operations per second without sparsity; a multiply-add counts as 2. */
  readonly teraOps: number;
}

/** A chip as the rules look at it. */
export interface ExportChip {
  readonly name: string;
  readonly peaks: readonly PeakRate[];
  /** Links to other processors, both directions together, in 10^9 bytes per second. */
  readonly linkGBps: number;
  /** The link to the host, both directions together; 0 where no document gives it. */
  readonly hostGBps: number;
  /** Logic dies made with non-planar transistors, in mm²; null where unknown. */
  readonly dieMm2: number | null;
  /** Bandwidth of its memory, in 10^12 bytes per second. */
  readonly memoryTBps: number;
  readonly isForDatacenters: boolean;
  /** Whether a letter to NVIDIA can concern it. */
  readonly isNvidia: boolean;
}

/** Chips with published or reported figures, in the order of a menu. */
export const EXPORT_CHIP_IDS = ["a100", "a800", "h100", "h800", "h20", "h200", "b200", "rtx-4090", "mi325x", "ascend-910b", "ascend-910c"] as const;
/** One of these chips. */
export type ExportChipId = (typeof EXPORT_CHIP_IDS)[number];

const hopper = { peaks: [{ bits: 8, teraOps: 1979 }, { bits: 16, teraOps: 989.5 }], hostGBps: 128, dieMm2: 814, isForDatacenters: true, isNvidia: true } as const;
const ampere = { peaks: [{ bits: 8, teraOps: 624 }, { bits: 16, teraOps: 312 }], hostGBps: 64, dieMm2: 826, isForDatacenters: true, isNvidia: true } as const;

/**
 * Figures of the boards with the fastest links (SXM for NVIDIA's data-centre GPUs).
 *
 * Rates, memory and area: epoch-chips, "Chip dataset-Grid view.csv"; links: chiao-gpus and chip-tracker, of the Ascend 910C ascend-links; area of H20 and H200: chip-tracker.
 * The area of the two dies of a B200 and of an MI325X is only estimated and that of the Ascends is not in the data, so it is left unknown.
 * Reported rates of the Ascend 910B run from 220 to 400 TFLOP/s between versions and sources; this is the entry without a suffix.
 */
export const exportChips: Readonly<Record<ExportChipId, ExportChip>> = {
  a100: { name: "A100", ...ampere, linkGBps: 600, memoryTBps: 2.039 },
  a800: { name: "A800", ...ampere, linkGBps: 400, memoryTBps: 2.04 },
  h100: { name: "H100", ...hopper, linkGBps: 900, memoryTBps: 3.35 },
  h800: { name: "H800", ...hopper, linkGBps: 400, memoryTBps: 3.35 },
  h20: { ...hopper, name: "H20", peaks: [{ bits: 8, teraOps: 296 }, { bits: 16, teraOps: 148 }], linkGBps: 900, memoryTBps: 4 },
  h200: { name: "H200", ...hopper, linkGBps: 900, memoryTBps: 4.8 },
  b200: { name: "B200", peaks: [{ bits: 4, teraOps: 9000 }, { bits: 8, teraOps: 4500 }, { bits: 16, teraOps: 2250 }], linkGBps: 1800, hostGBps: 0, dieMm2: null, memoryTBps: 8, isForDatacenters: true, isNvidia: true },
  "rtx-4090": { name: "RTX 4090", peaks: [{ bits: 8, teraOps: 660.6 }, { bits: 16, teraOps: 330 }], linkGBps: 0, hostGBps: 64, dieMm2: 608, memoryTBps: 1.008, isForDatacenters: false, isNvidia: true },
  mi325x: { name: "MI325X", peaks: [{ bits: 8, teraOps: 2614.9 }, { bits: 16, teraOps: 1307.4 }], linkGBps: 896, hostGBps: 0, dieMm2: null, memoryTBps: 6, isForDatacenters: true, isNvidia: false },
  "ascend-910b": { name: "Ascend 910B", peaks: [{ bits: 16, teraOps: 376 }], linkGBps: 392, hostGBps: 0, dieMm2: null, memoryTBps: 1.228, isForDatacenters: true, isNvidia: false },
  "ascend-910c": { name: "Ascend 910C", peaks: [{ bits: 16, teraOps: 800 }], linkGBps: 800, hostGBps: 0, dieMm2: null, memoryTBps: 3.2, isForDatacenters: true, isNvidia: false },
};

/**
 * Total processing performance: the largest `bits * teraOps` of the bit lengths a chip works in.
 *
 * The rule writes `2 * MacTOPS * bits`, a multiply-add counting once; `teraOps` counts it twice, which is the same. It has no unit of its own.
 * Source: 88 FR 73458, ECCN 3A090, Technical Note 1; in 2022 the same product without the name, 87 FR 62186, 3A090.a.1.
 */
export const totalProcessingPerformance = (peaks: readonly PeakRate[]): number => Math.max(0, ...peaks.map(({ bits, teraOps }) => bits * teraOps));

/** Performance density: `TPP / area`, the area in mm²; null where the area is unknown. Source: 88 FR 73458, ECCN 3A090, Technical Note 4. */
export const performanceDensity = (tpp: number, dieMm2: number | null): number | null => (dieMm2 === null ? null : tpp / dieMm2);

/** The thresholds, each "or more" unless the name says below. */
export const THRESHOLDS = {
  /** 87 FR 62186, 3A090.a: all inputs and outputs but those to memory, both directions, in 10^9 bytes per second. */
  transferGBps: 600,
  /** 87 FR 62186, 3A090.a.1 and 88 FR 73458, 3A090.a.1. */
  tpp: 4800,
  /** 88 FR 73458, 3A090.a.2 and the lower end of b.2. */
  tppDense: 1600,
  /** 88 FR 73458, 3A090.a.2. */
  density: 5.92,
  /** 88 FR 73458, 3A090.b.1. */
  tppLower: 2400,
  densityLower: 1.6,
  /** 88 FR 73458, 3A090.b.2. */
  densityMiddle: 3.2,
  /** NVIDIA's filing of 15 April 2025: a chip that reaches the H20 in either. */
  letterMemoryTBps: 4,
  letterLinkGBps: 900,
  /** 91 FR 1684: below both. */
  reviewTpp: 21_000,
  reviewMemoryTBps: 6.5,
} as const;

/** A paragraph of ECCN 3A090. */
export type Paragraph = "3A090.a" | "3A090.b";

/** Whether a rule reaches a chip: under which paragraph, not at all, or not to be told without the area of the die. */
export type Reach = Paragraph | "none" | "unknown";

/** The rule of October 2022: fast links and much arithmetic, both. Source: 87 FR 62186, ECCN 3A090.a. */
export const reach2022 = (tpp: number, transferGBps: number): Reach => (transferGBps >= THRESHOLDS.transferGBps && tpp >= THRESHOLDS.tpp ? "3A090.a" : "none");

/**
 * The rule of October 2023: much arithmetic, or less of it on little silicon; links no longer count.
 * What is neither designed nor marketed for data centres is out below 4,800.
 *
 * Source: 88 FR 73458, ECCN 3A090, paragraphs a and b, Note 2.
 */
export function reach2023(tpp: number, density: number | null, isForDatacenters: boolean): Reach {
  const t = THRESHOLDS;
  if (tpp >= t.tpp) return "3A090.a";
  if (!isForDatacenters || tpp < t.tppDense) return "none";
  if (density === null) return "unknown";
  if (density >= t.density) return "3A090.a";
  return (tpp >= t.tppLower && density >= t.densityLower) || density >= t.densityMiddle ? "3A090.b" : "none";
}

/** The letter of April 2025 to NVIDIA: memory or links as fast as the H20's. Source: Form 8-K of 15 April 2025, read in copies. */
export const isReachedByLetter = ({ isNvidia, memoryTBps, linkGBps }: ExportChip): boolean => isNvidia && (memoryTBps >= THRESHOLDS.letterMemoryTBps || linkGBps >= THRESHOLDS.letterLinkGBps);

/** Whether the rule of January 2026 lets a licence for China be judged case by case and not with a presumption of denial, its other conditions being met. Source: 91 FR 1684. */
export const isReviewedCaseByCase = (tpp: number, memoryTBps: number): boolean => tpp < THRESHOLDS.reviewTpp && memoryTBps < THRESHOLDS.reviewMemoryTBps;
