import { biasOf, classOf, decode, encode, fieldsOf, FLOAT_FORMAT_IDS, floatFormats, maxFiniteOf, minExponentOf, minSubnormalOf, neighboursOf, numBits, numbersBetween, type FloatFormatId } from "#domain/float8.ts";
import { simulation } from "#sim/contract.ts";

const params = {
  value: { kind: "number", label: "A real number", unit: "count", default: 0.35, min: -1_000_000, max: 1_000_000, scale: "symlog" },
  format: { kind: "choice", label: "Format", default: "e4m3", options: FLOAT_FORMAT_IDS, optionLabels: { e4m3: "E4M3", e5m2: "E5M2", bf16: "BF16" } },
  overflow: { kind: "choice", label: "Beyond the greatest number", default: "saturate", options: ["saturate", "ieee"], optionLabels: { saturate: "the greatest number", ieee: "infinity, or not a number" } },
} as const;

/** More numbers than this in view are told, not drawn. */
const MOST_DRAWN = 90;

/** What became of the number. */
export type Outcome = "exact" | "rounded" | "underflow" | "saturated" | "infinity" | "nan";

/** One format's numbers around the value. */
export interface Line {
  readonly format: FloatFormatId;
  /** What the value rounds to, held to the greatest number. */
  readonly decoded: number;
  /** `(decoded - value) / value`; null for zero. */
  readonly relativeError: number | null;
  /** The format's numbers in view; null when they are too many to draw. */
  readonly numbers: readonly number[] | null;
}

const relative = (decoded: number, value: number): number | null => (value === 0 ? null : (decoded - value) / value);

/** How much of the number line to show: two steps of the coarser 8-bit format, or up to the value where it lies beyond the greatest number. */
function viewOf(value: number): { readonly from: number; readonly to: number } {
  const gaps = (["e4m3", "e5m2"] as const).map((id) => {
    const { below, above } = neighboursOf(value, floatFormats[id]);
    return below === null || above === null ? 0 : above - below;
  });
  const reach = Math.max(...gaps, Math.abs(value) > 448 ? Math.abs(value) / 8 : 0);
  return { from: value - reach, to: value + reach };
}

export default simulation({
  question: "What becomes of a real number in eight bits?",
  params,
  sources: [{ cite: "fp8-formats", where: "Table 1" }, { cite: "te-guide", where: "Using FP8, Structure" }],
  cost: "instant",
  run({ value, format: id, overflow }) {
    const format = floatFormats[id];
    const code = encode(value, format, overflow);
    const held = decode(code, format);
    const kind = classOf(code, format);
    const isBeyond = kind === "infinity" || kind === "nan" || encode(value, format, "ieee") !== code;
    const outcome: Outcome = kind === "infinity" || kind === "nan" ? kind : isBeyond ? "saturated" : held === value ? "exact" : held === 0 ? "underflow" : "rounded";
    const decoded = Number.isFinite(held) ? held + 0 : null;
    const { sign, exponent, mantissa } = fieldsOf(code, format);
    const view = viewOf(value);
    return {
      code,
      bits: code.toString(2).padStart(numBits(format), "0"),
      fields: { sign, exponent, mantissa },
      /** The power of two of the number; that of the least normal number for zero and subnormal ones, null for no number. */
      power: decoded === null ? null : Math.max(minExponentOf(format), exponent - biasOf(format)),
      kind,
      outcome,
      /** The number that the code stands for; null for infinity and NaN. */
      decoded,
      relativeError: decoded === null ? null : relative(decoded, value),
      neighbours: neighboursOf(value, format),
      maxFinite: maxFiniteOf(format),
      minSubnormal: minSubnormalOf(format),
      view,
      lines: FLOAT_FORMAT_IDS.map((each): Line => {
        const rounded = decode(encode(value, floatFormats[each]), floatFormats[each]) + 0;
        return { format: each, decoded: rounded, relativeError: relative(rounded, value), numbers: numbersBetween(view.from, view.to, floatFormats[each], MOST_DRAWN) ?? null };
      }),
    };
  },
  checks: [
    { given: { value: 1_000_000 }, read: (out) => out.decoded ?? 0, equals: 448, source: { cite: "te-guide", where: "Using FP8, Structure" } },
    { given: { value: 1_000_000, format: "e5m2" }, read: (out) => out.decoded ?? 0, equals: 57_344, source: { cite: "te-guide", where: "Using FP8, Structure" } },
  ],
});
