import { type Convention, countParameters, type CountedConfig, isCounted, mtpParameters, type Part } from "#domain/parameters.ts";
import { modelById, models, namesOf } from "#domain/configs/models.ts";
import { simulation, type Source } from "#sim/contract.ts";

const conventions = ["both", "head", "neither"] as const satisfies readonly Convention[];

const v2Report = (where: string): Source => ({ cite: "v2-report", where });
const weightsFile: Source = { cite: "v3-hf", where: "section 1" };
const v3Report: Source = { cite: "v3-report", where: "section 4.2, Model Hyper-Parameters" };
const moePaper: Source = { cite: "moe-paper", where: "section 5.1.2" };

/** An activated count as DeepSeek printed it; `step` is one unit of its last digit. */
interface Statement { readonly model: string; readonly label: string; readonly printed: number; readonly step: number; readonly source: Source }
const STATEMENTS: readonly Statement[] = [
  { model: "deepseekmoe-16b", label: "DeepSeekMoE 16B", printed: 2.8e9, step: 0.1e9, source: moePaper },
  { model: "deepseek-v2-lite", label: "V2-Lite", printed: 2.4e9, step: 0.1e9, source: v2Report("Appendix B.1") },
  { model: "deepseek-v2", label: "V2", printed: 21e9, step: 1e9, source: v2Report("section 3.1.2") },
  { model: "deepseek-v3", label: "V3, report", printed: 37e9, step: 1e9, source: v3Report },
  { model: "deepseek-v3", label: "V3, weights file", printed: 36.7e9, step: 0.1e9, source: weightsFile },
];

/** A printed count beside those of the config. */
export interface StatementRow {
  model: string;
  label: string;
  printed: number;
  /** Half a unit of the last printed digit: what rounding can hide. */
  rounding: number;
  counts: { convention: Convention; activatedParameters: number; isWithinRounding: boolean }[];
  nearest: Convention;
}

const countedById = (id: string): CountedConfig => {
  const config = modelById(id);
  if (!isCounted(config)) throw new RangeError(`unsupported: the config of ${id} gives no widths of its feed-forward networks`);
  return config;
};

const activated = (config: CountedConfig, convention: Convention): number => countParameters(config, convention).reduce((sum, part) => sum + part.activated, 0);

function stated({ model, label, printed, step }: Statement): StatementRow {
  const rounding = step / 2;
  const counts = conventions.map((convention) => {
    const activatedParameters = activated(countedById(model), convention);
    return { convention, activatedParameters, isWithinRounding: Math.abs(activatedParameters - printed) <= rounding };
  });
  const nearest = counts.reduce((best, count) => (Math.abs(count.activatedParameters - printed) < Math.abs(best.activatedParameters - printed) ? count : best));
  return { model, label, printed, rounding, counts, nearest: nearest.convention };
}

interface ParameterCount {
  name: string;
  totalParameters: number;
  activatedParameters: number;
  parts: Part[];
  /** Modules of multi-token prediction, beside the model and in neither count. */
  mtp: { readonly layer: number; readonly projection: number };
  statements: StatementRow[];
}

const activatedOf = (out: ParameterCount): number => out.activatedParameters;
const totalOf = (out: ParameterCount): number => out.totalParameters;

const countedIds = models.filter(isCounted).map((config) => config.id);

export default simulation({
  question: "How many parameters does a model have, and how many does it use for one token?",
  params: {
    model: { kind: "choice", label: "Model", default: "deepseek-v3", options: countedIds, optionLabels: namesOf(countedIds) },
    convention: { kind: "choice", label: "Of embedding and output head, count as activated", default: "head", options: conventions, optionLabels: { head: "the head alone" } },
  },
  sources: [{ cite: "v3-report", where: "section 2.1 and Eq. 21-23" }, { cite: "v3-configs", where: "inference/configs" }, moePaper, v2Report("section 3.1.2 and Appendix B.1"), weightsFile],
  cost: "instant",
  run({ model, convention }): ParameterCount {
    const config = countedById(model);
    const parts = countParameters(config, convention);
    return {
      name: config.name,
      totalParameters: parts.reduce((sum, part) => sum + part.total, 0),
      activatedParameters: parts.reduce((sum, part) => sum + part.activated, 0),
      parts,
      mtp: mtpParameters(config),
      statements: STATEMENTS.map(stated),
    };
  },
  checks: [
    { given: {}, read: totalOf, equals: 671e9, within: 0.5e9, because: "printed as 671B", source: v3Report },
    { given: {}, read: activatedOf, equals: 37e9, within: 0.5e9, because: "printed as 37B", source: v3Report },
    { given: { model: "deepseek-v2" }, read: totalOf, equals: 236e9, within: 0.5e9, because: "printed as 236B", source: v2Report("section 3.1.2") },
    { given: { model: "deepseek-v2" }, read: activatedOf, equals: 21e9, within: 0.5e9, because: "printed as 21B", source: v2Report("section 3.1.2") },
    { given: { model: "deepseek-v2-lite" }, read: totalOf, equals: 15.7e9, within: 0.05e9, because: "printed as 15.7B", source: v2Report("Appendix B.1") },
    { given: { model: "deepseekmoe-16b" }, read: totalOf, equals: 16.4e9, within: 0.05e9, because: "printed as 16.4B", source: moePaper },
    { given: { model: "deepseekmoe-16b", convention: "both" }, read: activatedOf, equals: 2.8e9, within: 0.05e9, because: "printed as 2.8B", source: moePaper },
    { given: {}, read: (out) => out.mtp.layer, equals: 11.5e9, within: 0.05e9, because: "printed as 11.5B", source: weightsFile },
  ],
});
