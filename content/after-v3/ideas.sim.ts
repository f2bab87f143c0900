import { simulation } from "#sim/contract.ts";
import ideas from "./data/ideas.json" with { type: "json" };

/** What a model did with an idea. */
export const FATES = ["absent", "new", "kept", "changed", "dropped", "gone", "unknown"] as const;
export type Fate = (typeof FATES)[number];
export const MODELS = ["V2", "V3", "R1", "V3.1", "V3.2", "V4", "V4.1"] as const;

/** One idea in one model. */
export interface IdeaCell {
  idea: string;
  name: string;
  model: string;
  fate: Fate;
  what: string;
  /** The makers' reason in our words; empty where none was found. */
  why: string;
  cite: string;
  where: string;
  /** "publisher" or "copy". */
  seen: string;
}

const NAMES = ["MLA", "Fine and shared experts", "Balance by bias", "A limit on nodes", "Multi-token prediction", "FP8 training", "DualPipe", "GRPO"] as const;
const cells = (): IdeaCell[] => ideas.flatMap(({ id, name, cells: own }) => own.map((cell) => ({ idea: id, name, model: cell.model, fate: cell.fate as Fate, what: cell.what, why: cell.why ?? "", cite: cell.cite, where: cell.where, seen: cell.seen })));

export default simulation({
  question: "Which ideas of V3 were kept, changed or dropped, at which model, and why?",
  params: {
    idea: { kind: "choice", label: "Follow", default: "MLA", options: NAMES },
    model: { kind: "choice", label: "At", default: "V4", options: MODELS },
  },
  sources: [
    { cite: "v2-report", where: "sections 2 to 4" },
    { cite: "v3-report", where: "sections 2 to 5" },
    { cite: "r1-report", where: "section 2; README.md" },
    { cite: "after-v31-card", where: "Introduction; How to Run Locally" },
    { cite: "v32exp", where: "DeepSeek_V3_2.pdf; inference" },
    { cite: "v32-report", where: "section 3, as described by readers" },
    { cite: "v4-report", where: "sections 2 to 5" },
    { cite: "v41-paper", where: "as quoted in study notes" },
    { cite: "after-v41-release", where: "inference/config.json" },
    { cite: "after-dspark", where: "abstract" },
  ],
  cost: "instant",
  run({ idea, model }): { cells: IdeaCell[]; path: IdeaCell[]; chosen: IdeaCell; counts: { model: string; kept: number; changed: number; out: number; unknown: number }[]; withReason: number; changes: number } {
    const all = cells();
    const path = all.filter((cell) => cell.name === idea);
    const isChange = ({ fate }: IdeaCell): boolean => fate === "changed" || fate === "dropped" || fate === "new";
    const changes = all.filter(isChange);
    return {
      cells: all,
      path,
      chosen: path.find((cell) => cell.model === model)!,
      counts: MODELS.map((one) => {
        const at = all.filter((cell) => cell.model === one);
        const number = (...fates: Fate[]): number => at.filter(({ fate }) => fates.includes(fate)).length;
        return { model: one, kept: number("kept", "new"), changed: number("changed"), out: number("dropped", "gone"), unknown: number("unknown") };
      }),
      withReason: changes.filter(({ why }) => why !== "").length,
      changes: changes.length,
    };
  },
  checks: [{ given: {}, read: (out) => out.cells.filter((cell) => cell.model === "V3" && cell.fate === "new").length, equals: 4, source: { cite: "v3-report", where: "section 1: bias, multi-token prediction, FP8 and DualPipe" } }],
});
