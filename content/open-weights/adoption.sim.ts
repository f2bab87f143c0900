import { simulation } from "#sim/contract.ts";
import released from "./data/adoption.json" with { type: "json" };

export const IDEAS = ["mla", "fine", "bias", "mtp", "fp8"] as const;
export type Idea = (typeof IDEAS)[number];
export const IDEA_NAMES: Readonly<Record<Idea, string>> = { mla: "MLA", fine: "fine experts", bias: "balance by bias", mtp: "MTP", fp8: "FP8 training" };
export type Answer = "yes" | "no" | "not found";

/** What is known of one model and one idea. */
export interface Cell {
  readonly model: string;
  readonly name: string;
  readonly isOwn: boolean;
  readonly idea: Idea;
  readonly answer: Answer;
  readonly evidence: string;
  readonly cite: string;
  readonly where: string;
  /** `read`: the maker's own file; `copy`: a port, mirror or account by others; `none`: nothing was found. */
  readonly status: "read" | "copy" | "none";
}
/** How many models of other makers take an idea up, by the evidence allowed. */
export interface Count {
  readonly idea: Idea;
  readonly yes: number;
  readonly no: number;
  readonly notFound: number;
}

interface Adoption {
  /** Model by model in the order of release, and idea by idea. */
  cells: Cell[];
  counts: Count[];
  numOthers: number;
}

type Released = (typeof released)[number];

/** An expert is fine when it is narrower than so many times the vector it works on; a model without experts has none. */
function fineCell({ experts: { hiddenSize, width, cite, where, status } }: Released, fineBelow: number) {
  if (width === 0) return { answer: "no", evidence: "no experts", cite, where, status };
  const ratio = width / hiddenSize;
  return { answer: ratio < fineBelow ? "yes" : "no", evidence: `experts ${width} wide in a model of ${hiddenSize}, ${Number(ratio.toFixed(2))} times`, cite, where, status };
}

export default simulation({
  question: "Which ideas of DeepSeek-V3 did other open models take up?",
  params: {
    idea: { kind: "choice", label: "Idea", default: "all", options: ["all", ...IDEAS], optionLabels: { all: "all five", ...IDEA_NAMES } },
    evidence: { kind: "choice", label: "Evidence allowed", default: "any found", options: ["any found", "the maker's own files"] },
    fineBelow: { kind: "number", label: "Experts are fine below this share of the hidden size", unit: "ratio", default: 1, min: 0.25, max: 4, step: 0.05 },
  },
  sources: [
    { cite: "v3-report", where: "section 2 and section 3.3" },
    { cite: "maxtext-configs", where: "the file named after each model" },
    { cite: "kimi-k2", where: "README.md, Model Summary" },
    { cite: "ling-v2", where: "README.md and examples/pretrain" },
    { cite: "open-mistral-3", where: "post, from the released config" },
  ],
  cost: "instant",
  run({ evidence, fineBelow }): Adoption {
    const isAllowed = (status: string): boolean => evidence === "any found" || status === "read";
    const cells = released.flatMap((model) =>
      IDEAS.map((idea): Cell => {
        const { answer, status, ...rest } = idea === "fine" ? fineCell(model, fineBelow) : model.cells[idea];
        const kept = isAllowed(status) ? { answer, status } : { answer: "not found", status: "none" };
        return { model: model.id, name: model.name, isOwn: model.maker === "DeepSeek", idea, ...rest, ...(kept as Pick<Cell, "answer" | "status">) };
      }),
    );
    const others = cells.filter((cell) => !cell.isOwn);
    const count = (idea: Idea, answer: Answer): number => others.filter((cell) => cell.idea === idea && cell.answer === answer).length;
    return { cells, counts: IDEAS.map((idea) => ({ idea, yes: count(idea, "yes"), no: count(idea, "no"), notFound: count(idea, "not found") })), numOthers: others.length / IDEAS.length };
  },
  checks: [
    { given: { evidence: "the maker's own files" }, read: (out) => out.cells.filter((cell) => cell.model === "deepseek-v3" && cell.answer === "yes").length, equals: 5, source: { cite: "v3-report", where: "sections 2.1, 2.2 and 3.3: all five" } },
    { given: { evidence: "the maker's own files" }, read: (out) => out.cells.filter((cell) => cell.model === "ling-mini-2" && cell.answer === "yes").length, equals: 4, source: { cite: "ling-v2", where: "README.md: all but MLA" } },
  ],
});
