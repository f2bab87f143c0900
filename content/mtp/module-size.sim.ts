import { deepseekV3 } from "#domain/configs/deepseekV3.ts";
import { countParameters, type CountedConfig, isCounted, mtpActivatedParameters, mtpParameters } from "#domain/parameters.ts";
import { simulation, type Source } from "#sim/contract.ts";

const PARTS = ["layer", "projection", "embedding", "head"] as const;
/** A part of the module: one layer with experts and its norms, the matrix that joins two vectors, and what it shares with the model. */
export type ModulePart = (typeof PARTS)[number];

/** A size as DeepSeek printed it, beside those that the config gives. */
export interface PrintedSize {
  readonly id: "own" | "disk" | "used";
  readonly label: string;
  readonly printed: number;
  /** Half a unit of the last digit. */
  readonly rounding: number;
  /** What the size must count to be reproduced. */
  readonly counted: readonly ModulePart[];
  readonly parameters: number;
  readonly isWithinRounding: boolean;
  /** The same with the projection, where it was left out. */
  readonly withProjection: number;
}

export interface SizeOut {
  readonly parts: readonly { readonly part: ModulePart; readonly total: number; readonly activated: number }[];
  readonly printed: readonly PrintedSize[];
  /** What the chosen parts have together. */
  readonly parameters: number;
  readonly activatedParameters: number;
  /** Of the model's activated weights, output head counted, how much the module uses to draft a token, its use of the head counted. */
  readonly draftShare: number;
  readonly modelParameters: number;
}

if (!isCounted(deepseekV3)) throw new RangeError("missing: the config of DeepSeek-V3 gives no widths");
const config: CountedConfig = deepseekV3;
const weightsFile: Source = { cite: "v3-hf", where: "section 2, Parameter Count" };
const readme: Source = { cite: "v3-readme", where: "section 3, note" };

export default simulation({
  question: "How many parameters does DeepSeek-V3's MTP module have?",
  params: {
    hasProjection: { kind: "flag", label: "Count the projection", default: true },
    hasCopies: { kind: "flag", label: "Count its copies of embedding and output head", default: false },
  },
  sources: [{ cite: "v3-report", where: "section 2.2, Eq. 21-23" }, { cite: "v3-configs", where: "inference/configs/config_671B.json" }, weightsFile, readme],
  cost: "instant",
  run({ hasProjection, hasCopies }): SizeOut {
    const [own, used] = [mtpParameters(config), mtpActivatedParameters(config)];
    const vocabulary = config.vocabSize * config.hiddenSize;
    const sizes: Record<ModulePart, { readonly total: number; readonly activated: number }> = {
      layer: { total: own.layer, activated: used.layer },
      projection: { total: own.projection, activated: used.projection },
      embedding: { total: vocabulary, activated: vocabulary },
      head: { total: vocabulary, activated: vocabulary },
    };
    const sum = (list: readonly ModulePart[], key: "total" | "activated"): number => list.reduce((total, part) => total + sizes[part][key], 0);
    const printed = (id: PrintedSize["id"], label: string, value: number, rounding: number, counted: readonly ModulePart[]): PrintedSize => {
      const key = id === "used" ? "activated" : "total";
      const parameters = sum(counted, key);
      return { id, label, printed: value, rounding, counted, parameters, isWithinRounding: Math.abs(parameters - value) <= rounding, withProjection: sum([...new Set<ModulePart>([...counted, "projection"])], key) };
    };
    const counted: ModulePart[] = ["layer", ...(hasProjection ? (["projection"] as const) : []), ...(hasCopies ? (["embedding", "head"] as const) : [])];
    const model = countParameters(config, "head");
    return {
      parts: PARTS.map((part) => ({ part, ...sizes[part] })),
      printed: [
        printed("own", "weights file: unique", 11.5e9, 0.05e9, ["layer"]),
        printed("disk", "README: on disk", 14e9, 0.5e9, [...PARTS]),
        printed("used", "weights file: activated", 2.4e9, 0.05e9, ["layer", "embedding", "head"]),
      ],
      parameters: sum(counted, "total"),
      activatedParameters: sum(counted, "activated"),
      draftShare: sum(["layer", "projection", "head"], "activated") / model.reduce((total, part) => total + part.activated, 0),
      modelParameters: model.reduce((total, part) => total + part.total, 0),
    };
  },
  checks: [
    { given: { hasProjection: false }, read: (out) => out.parameters, equals: 11.5e9, within: 0.05e9, because: "printed as 11.5B; with the projection it would round to 11.6B", source: weightsFile },
    { given: { hasProjection: false, hasCopies: true }, read: (out) => out.activatedParameters, equals: 2.4e9, within: 0.05e9, because: "printed as 2.4B", source: weightsFile },
    { given: { hasCopies: true }, read: (out) => out.parameters + out.modelParameters, equals: 685e9, unit: "parameters", within: 0.6e9, because: "printed as 685B, the sum of 671B and 14B, both rounded", source: readme },
  ],
});
