import { growingElementsPerToken } from "#domain/attention.ts";
import { deepseekV2 } from "#domain/configs/deepseekV2.ts";
import { sparseModels } from "#domain/sparseModels.ts";
import { growingBytesPerToken } from "#domain/sparseAttention.ts";
import { simulation } from "#sim/contract.ts";
import lineage from "./data/lineage.json" with { type: "json" };

/** How a number came about: printed by the maker, computed here from a stated shape, or computed with a part that is inferred. */
export type Standing = "published" | "computed" | "estimate";

/** One model and where it came from. */
export interface Ancestor {
  model: string;
  name: string;
  short: string;
  date: string;
  /** The day as a year with a fraction. */
  year: number;
  /** The model it was made from; empty for the first. */
  parent: string;
  /** Whether it goes on from its parent's weights; otherwise it takes up the design and trains anew. */
  keepsWeights: boolean;
  what: string;
  totalB: number;
  /** Per token; less in reading a prompt than in writing for the last. */
  activatedLowB: number;
  activatedHighB: number;
  activatedSource: string;
  activatedSeen: string;
  kvBytes: number;
  kvStanding: Standing;
  kvSource: string;
  kvSeen: string;
}

const MODELS = ["V2", "V3", "R1", "V3.1", "V3.2", "V4-Pro", "V4-Flash", "V4.1-Flash"] as const;

/** Shapes by model; R1 and V3.1 have V3's. */
const shapeOf = (id: string) => sparseModels.find((shape) => shape.id === (id === "deepseek-r1" || id === "deepseek-v3.1" ? "deepseek-v3" : id));

const BEFORE_MONTH = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334];
function yearOf(date: string): number {
  const [year, month, day] = date.split("-").map(Number) as [number, number, number];
  return year + (BEFORE_MONTH[month - 1]! + day - 1) / 365;
}

const rows = (): Ancestor[] =>
  lineage.map((row) => {
    const shape = shapeOf(row.id);
    const computed = shape ? growingBytesPerToken(shape) : 2 * growingElementsPerToken(deepseekV2);
    const kvStanding: Standing = row.kvBytes !== null ? "published" : row.id === "deepseek-v4-pro" ? "estimate" : "computed";
    return {
      model: row.id, name: row.name, short: row.short, date: row.date, year: yearOf(row.date), parent: row.parent ?? "", keepsWeights: row.keepsWeights, what: row.what,
      totalB: row.totalB, activatedLowB: row.activatedLowB, activatedHighB: row.activatedHighB, activatedSource: `${row.activatedCite}, ${row.activatedWhere}`, activatedSeen: row.activatedSeen,
      kvBytes: row.kvBytes ?? computed, kvStanding, kvSource: `${row.kvCite}, ${row.kvWhere}`, kvSeen: row.kvSeen,
    };
  });

const find = (out: { models: Ancestor[] }, short: string): Ancestor => out.models.find((model) => model.short === short)!;
const table9 = { cite: "v2-report", where: "Table 9" } as const;

export default simulation({
  question: "How did cache and activated parameters change from V2 to V4.1, and what descends from what?",
  params: {
    from: { kind: "choice", label: "From", default: "V3", options: MODELS },
    to: { kind: "choice", label: "To", default: "V4.1-Flash", options: MODELS },
  },
  sources: [
    { cite: "v2-report", where: "section 3.1.2 and Table 9" },
    { cite: "isca25", where: "Table 1" },
    { cite: "v4-report", where: "Table 1 and section 4.2.1" },
    { cite: "v41-paper", where: "abstract and Figure 1(b)" },
    { cite: "after-v31-card", where: "How to Run Locally" },
    { cite: "r1-report", where: "README.md, Model Downloads" },
  ],
  cost: "instant",
  run({ from, to }): { models: Ancestor[]; from: string; to: string; cacheFactor: number; activatedFactor: number; totalFactor: number; months: number } {
    const out = { models: rows() };
    const [a, b] = [find(out, from), find(out, to)];
    return { ...out, from: a.model, to: b.model, cacheFactor: a.kvBytes / b.kvBytes, activatedFactor: b.activatedHighB / a.activatedHighB, totalFactor: b.totalB / a.totalB, months: 12 * (b.year - a.year) };
  },
  checks: [
    { given: {}, read: (out) => find(out, "V2").kvBytes / 2, equals: 34_600, within: 50, because: "printed as 34.6K elements", source: table9 },
    { given: {}, read: (out) => find(out, "R1").kvBytes, equals: 70_272, source: { cite: "isca25", where: "Table 1, of V3, whose architecture R1 has" } },
    { given: { from: "V3.2", to: "V4-Pro" }, read: (out) => 100 / out.cacheFactor, equals: 10, within: 0.5, because: "printed as a whole per cent", source: { cite: "v4-report", where: "section 1" } },
    { given: { from: "V4-Flash" }, read: (out) => out.cacheFactor, equals: 4, within: 0.1, because: "printed as about a quarter", source: { cite: "v41-paper", where: "abstract" } },
  ],
});
