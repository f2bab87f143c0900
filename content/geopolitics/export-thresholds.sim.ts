import { EXPORT_CHIP_IDS, exportChips, isReachedByLetter, isReviewedCaseByCase, performanceDensity, reach2022, reach2023, THRESHOLDS, totalProcessingPerformance, type ExportChip, type Reach } from "#domain/exportControls.ts";
import { simulation } from "#sim/contract.ts";

/** What one rule says of the chip. */
export interface RuleRow {
  readonly rule: "2022-10" | "2023-10" | "2025-04" | "2026-01";
  readonly label: string;
  /** The first day on which it applied. */
  readonly date: string;
  /** Null where it cannot be told. */
  readonly controlled: boolean | null;
  readonly reach: Reach | "letter";
  readonly because: string;
}

/** A chip as a point of the figure. */
export interface ChipPoint {
  readonly id: string;
  readonly name: string;
  readonly tpp: number;
  readonly performanceDensity: number | null;
  readonly transferGBps: number;
  readonly controlled2022: boolean;
  readonly controlled2023: boolean | null;
}

const grouped = (x: number): string => Number(x.toPrecision(5)).toLocaleString("en");
const t = THRESHOLDS;
const known = (reach: Reach): boolean | null => (reach === "unknown" ? null : reach !== "none");

function pointOf(id: string, chip: ExportChip): ChipPoint {
  const tpp = totalProcessingPerformance(chip.peaks);
  const density = performanceDensity(tpp, chip.dieMm2);
  const transferGBps = chip.linkGBps + chip.hostGBps;
  return { id, name: chip.name, tpp, performanceDensity: density, transferGBps, controlled2022: reach2022(tpp, transferGBps) !== "none", controlled2023: known(reach2023(tpp, density, chip.isForDatacenters)) };
}

function because2023(reach: Reach, { tpp, performanceDensity: density }: ChipPoint, isForDatacenters: boolean): string {
  if (tpp >= t.tpp) return `TPP ${grouped(tpp)} reaches ${grouped(t.tpp)}, and links no longer count${isForDatacenters ? "" : "; not made for data centres, so an exception after notice exists"}`;
  if (!isForDatacenters) return `not made for data centres, and TPP ${grouped(tpp)} is below ${grouped(t.tpp)}`;
  if (tpp < t.tppDense) return `TPP ${grouped(tpp)} is below ${grouped(t.tppDense)}`;
  if (density === null) return `TPP ${grouped(tpp)} leaves it to the density, and the area of the die is not known`;
  const found = `TPP ${grouped(tpp)} at a density of ${density.toFixed(2)}`;
  if (reach === "3A090.a") return `${found} reaches ${grouped(t.tppDense)} at ${t.density}`;
  if (reach === "3A090.b") return `${found} reaches ${density >= t.densityMiddle ? `${grouped(t.tppDense)} at ${t.densityMiddle}` : `${grouped(t.tppLower)} at ${t.densityLower}`}, the lower tier`;
  return `${found} stays below ${grouped(t.tppLower)} at ${t.densityLower} and below ${grouped(t.tppDense)} at ${t.densityMiddle}`;
}

function rulesOf(chip: ExportChip, point: ChipPoint): RuleRow[] {
  const { tpp, transferGBps, performanceDensity: density } = point;
  const [first, second] = [reach2022(tpp, transferGBps), reach2023(tpp, density, chip.isForDatacenters)];
  const isSlow = transferGBps < t.transferGBps;
  const isReached = isReachedByLetter(chip);
  const review = second === "none" || second === "unknown" ? "as in 2023; this rule changed only how licences are judged" : isReviewedCaseByCase(tpp, chip.memoryTBps) ? `a licence for China is judged case by case: TPP below ${grouped(t.reviewTpp)} and memory below ${t.reviewMemoryTBps} TB/s` : `still a presumption of denial: TPP ${grouped(tpp)}, memory ${chip.memoryTBps} TB/s`;
  return [
    { rule: "2022-10", label: "October 2022", date: "2022-10-07", controlled: known(first), reach: first, because: first === "none" ? (isSlow ? `links of ${grouped(transferGBps)} GB/s stay below ${t.transferGBps}${tpp >= t.tpp ? `, and TPP ${grouped(tpp)} alone did not count` : ""}` : `TPP ${grouped(tpp)} stays below ${grouped(t.tpp)}`) : `links of ${grouped(transferGBps)} GB/s reach ${t.transferGBps}, and TPP ${grouped(tpp)} reaches ${grouped(t.tpp)}` },
    { rule: "2023-10", label: "October 2023", date: "2023-11-17", controlled: known(second), reach: second, because: because2023(second, point, chip.isForDatacenters) },
    { rule: "2025-04", label: "Letter of April 2025", date: "2025-04-09", controlled: known(second) || isReached || (second === "unknown" ? null : false), reach: isReached ? "letter" : second, because: isReached ? `memory of ${chip.memoryTBps} TB/s or links of ${grouped(chip.linkGBps)} GB/s reach the H20's` : chip.isNvidia ? "slower than an H20 in memory and links; the rule of 2023 stands" : "the letter went to NVIDIA; the rule of 2023 stands" },
    { rule: "2026-01", label: "January 2026", date: "2026-01-15", controlled: known(second) || isReached || (second === "unknown" ? null : false), reach: second, because: review },
  ];
}

export default simulation({
  question: "Is a chip controlled, under which rule, and on which date?",
  params: {
    chip: { kind: "choice", label: "Chip", default: "h800", options: [...EXPORT_CHIP_IDS, "custom"], optionLabels: { ...Object.fromEntries(EXPORT_CHIP_IDS.map((id) => [id, exportChips[id].name])), custom: "a chip of your own" } },
    customTeraOps: { kind: "number", label: "Yours: dense peak", unit: "TFLOP/s", default: 290, min: 10, max: 10_000, step: 1, scale: "log10" },
    customBits: { kind: "number", label: "Yours: at so many bits", unit: "bit", default: 16, min: 4, max: 64, step: 4 },
    customDieMm2: { kind: "number", label: "Yours: area of logic dies", unit: "mm²", default: 800, min: 50, max: 4000, step: 1, scale: "log10" },
    customLinkGBps: { kind: "number", label: "Yours: links, both directions", unit: "GB/s", default: 600, min: 10, max: 4000, step: 1, scale: "log10" },
    customMemoryTBps: { kind: "number", label: "Yours: memory bandwidth", unit: "TB/s", default: 2, min: 0.1, max: 20, step: 0.1, scale: "log10" },
    customIsForDatacenters: { kind: "flag", label: "Yours: made for data centres", default: true },
  },
  sources: [
    { cite: "bis-2022-rule", where: "ECCN 3A090.a" },
    { cite: "bis-2023-rule", where: "ECCN 3A090.a and .b, Technical Notes, Note 2" },
    { cite: "nvidia-8k-h20", where: "Item 8.01" },
    { cite: "bis-2026-rule", where: "the thresholds for review case by case" },
    { cite: "epoch-chips", where: "Chip dataset-Grid view.csv" },
    { cite: "chip-tracker", where: "src/data/chipData.js" },
    { cite: "chiao-gpus", where: "sections 3 and 4" },
  ],
  cost: "instant",
  run({ chip, customTeraOps, customBits, customDieMm2, customLinkGBps, customMemoryTBps, customIsForDatacenters }) {
    const custom: ExportChip = { name: "your chip", peaks: [{ bits: customBits, teraOps: customTeraOps }], linkGBps: customLinkGBps, hostGBps: 0, dieMm2: customDieMm2, memoryTBps: customMemoryTBps, isForDatacenters: customIsForDatacenters, isNvidia: true };
    const subject = chip === "custom" ? custom : exportChips[chip];
    const point = pointOf(chip, subject);
    const chips = EXPORT_CHIP_IDS.map((id) => pointOf(id, exportChips[id]));
    return {
      name: subject.name,
      isChinese: chip.startsWith("ascend"),
      tpp: point.tpp,
      /** Null where the area of the die is not known. */
      performanceDensity: point.performanceDensity,
      transferGBps: point.transferGBps,
      rules: rulesOf(subject, point),
      chosen: point,
      chips: chip === "custom" ? [...chips, point] : chips,
    };
  },
  checks: [
    { given: { chip: "h100" }, read: (out) => out.tpp, equals: 15_832, source: { cite: "chip-tracker", where: "NVIDIA H100 SXM: tpp" } },
    { given: { chip: "h100" }, read: (out) => out.performanceDensity!, equals: 19.45, within: 0.005, because: "printed to two decimals", source: { cite: "chip-tracker", where: "NVIDIA H100 SXM: pd" } },
    { given: { chip: "a100" }, read: (out) => out.tpp, equals: 4992, source: { cite: "chip-tracker", where: "NVIDIA A100 SXM: tpp" } },
    { given: { chip: "a100" }, read: (out) => out.performanceDensity!, equals: 6.04, within: 0.005, because: "printed to two decimals", source: { cite: "chip-tracker", where: "NVIDIA A100 SXM: pd" } },
    { given: { chip: "h20" }, read: (out) => out.tpp, equals: 2368, source: { cite: "chip-tracker", where: "NVIDIA H20 SXM: tpp" } },
    { given: { chip: "h20" }, read: (out) => out.performanceDensity!, equals: 2.91, within: 0.005, because: "printed to two decimals", source: { cite: "chip-tracker", where: "NVIDIA H20 SXM: pd" } },
    { given: { chip: "mi325x" }, read: (out) => out.tpp, equals: 20_919, within: 0.5, because: "printed as a whole number", source: { cite: "chip-tracker", where: "AMD MI325X: tpp" } },
    { given: { chip: "b200" }, read: (out) => out.tpp, equals: 36_000, source: { cite: "chip-tracker", where: "NVIDIA B200: tpp" } },
    { given: { chip: "custom", customTeraOps: 600, customBits: 8 }, read: (out) => out.tpp, equals: 4800, source: { cite: "bis-2023-rule", where: "the rule's example: 600 TOPS at 8 bits" } },
  ],
});
