import type { PlotOptions } from "@observablehq/plot";

/** The model families that have a colour of their own; it is the same on every page. Values live in src/styles/tokens.css. */
export type Family = "deepseek" | "llama" | "qwen" | "kimi" | "glm" | "minimax" | "mistral" | "gemma" | "gpt";

/** The colour of a model family, as a CSS variable that follows light and dark. */
export const familyColor = (family: Family): string => `var(--family-${family})`;

/** Colours of roles in a figure, as CSS variables that follow light and dark. Pair each with a shape, a dash or a direct label. */
export const color = {
  ink: "var(--ink)",
  quiet: "var(--ink-quiet)",
  rule: "var(--rule)",
  paper: "var(--paper)",
  accent: "var(--accent)",
  /** Four series that stay apart under the common colour-vision deficiencies, in both themes. */
  series: ["var(--series-1)", "var(--series-2)", "var(--series-3)", "var(--series-4)"],
  warning: "var(--warning)",
} as const;

/** Below this width in pixels a figure should place labels above bars and thin out its ticks. */
const NARROW = 480;
export const isNarrow = (width: number): boolean => width < NARROW;

/** What every figure shares; a figure's own options win. The drawing has no title, legend or caption: the page carries those. */
export function themed(options: PlotOptions, width: number): PlotOptions {
  return {
    width,
    marginLeft: 48,
    marginRight: 16,
    marginTop: 24,
    marginBottom: 40,
    ...options,
    className: "plot",
    style: undefined,
  };
}
