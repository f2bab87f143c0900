import * as Plot from "@observablehq/plot";
import { formatNumber } from "#plot/format.ts";
import { reading } from "#plot/reading.ts";
import { color, isNarrow } from "#plot/theme.ts";
import { figure } from "#sim/figure.ts";
import explorer, { type Pairing } from "./explorer.sim.ts";

const tenth = (x: number): string => x.toFixed(1);
const signed = (x: number): string => (x === 0 ? "0.0" : `${x < 0 ? "−" : "+"}${tenth(Math.abs(x))}`);
/** A gap within the noise stands in brackets; one without a known number of questions carries a question mark. */
const gapText = ({ gap, isSettled }: Pairing): string => (isSettled === null ? `${signed(gap)} ?` : isSettled ? signed(gap) : `(${signed(gap)})`);
const sized = ({ numQuestions }: Pairing): string => (numQuestions === null ? "no number of questions established" : `${formatNumber(numQuestions)} questions`);
/** The two models in few letters, for the axis. */
const short = (model: string): string => model.replace("DeepSeek-", "").replace("-Instruct", "").replace("-1022", "").replace("LLaMA-3.1", "Llama");
const EMPTY_HEIGHT = 120;
const paint = [color.series[0], color.series[1]] as const;
/** A row drawn with its set-up below it is taller. */
const rowHeight = (axis: string, narrow: boolean): number => (axis === "" ? (narrow ? 27 : 25) : 44);

/** The tests of one axis: all those with one set-up, or those that one report took in a set-up of its own. */
function panel(axis: string, rows: readonly Pairing[], { first, second, narrow, hasLegend }: { first: string; second: string; narrow: boolean; hasLegend: boolean }): Plot.PlotOptions {
  const labels = new Map(rows.map(({ id, label }) => [id, label]));
  const others = rows.flatMap((row) => row.others.map((other) => ({ ...other, row })));
  type Other = (typeof others)[number];
  const bounded = rows.filter(({ bounds }) => bounds !== null);
  const bar = (side: 0 | 1) => Plot.ruleY(bounded, { x1: (d: Pairing) => (side === 0 ? d.bounds!.low : d.bounds!.secondLow), x2: (d: Pairing) => (side === 0 ? d.bounds!.high : d.bounds!.secondHigh), y: "id", stroke: paint[side], strokeWidth: 5, strokeOpacity: 0.35 });
  const dot = (side: 0 | 1) => Plot.dot(rows, { x: side === 0 ? "first" : "second", y: "id", r: 5, symbol: side === 0 ? "circle" : "diamond", fill: paint[side], stroke: color.paper, strokeWidth: 1, ...reading<Pairing>((d) => `test-${d.id}`, (d) => `${d.label}${d.setup === "" ? "" : ` (${d.setup})`}, ${side === 0 ? first : second}: ${tenth(side === 0 ? d.first : d.second)}; ${sized(d)}; ${d.where}`) });
  const heading = (text: string, dy: number, fill: string) => Plot.text([text], { x: () => 0, frameAnchor: "top", dy, textAnchor: "start", text: (d: string) => d, fill, fontWeight: "bold" });
  const top = 14 + (hasLegend ? 32 : 0) + (axis === "" ? 0 : 14);
  return {
    height: top + 40 + rowHeight(axis, narrow) * rows.length,
    marginLeft: narrow ? 116 : 148,
    marginRight: narrow ? 62 : 72,
    marginTop: top,
    x: { domain: [0, 100], label: "score, % →", labelAnchor: "center", ticks: narrow ? 3 : 6, grid: true },
    y: { domain: rows.map(({ id }) => id), label: null, tickSize: 0, tickFormat: (id: string) => labels.get(id)!, padding: axis === "" ? 0.3 : 0.65 },
    marks: [
      Plot.ruleY(rows, { x1: "first", x2: "second", y: "id", stroke: color.rule, strokeWidth: 1.5 }),
      Plot.dot(others, { x: "score", y: (d: Other) => d.row.id, r: 2.2, fill: color.quiet, fillOpacity: 0.6, ...reading<Other>((d) => `test-${d.row.id}`, (d) => `${d.row.label}, ${d.model}: ${tenth(d.score)}`) }),
      bar(0), bar(1), dot(1), dot(0),
      Plot.text(axis === "" ? [] : rows, { x: 0, y: "id", dy: 13, dx: 2, textAnchor: "start", fontSize: 10.5, text: (d: Pairing) => (d.setup === axis ? "" : d.setup.replace(`${axis}, `, "")), fill: color.quiet, stroke: color.paper, strokeWidth: 3 }),
      Plot.text(rows, { x: 100, y: "id", dx: 8, textAnchor: "start", text: gapText, fill: (d: Pairing) => (d.isSettled ? color.ink : color.quiet) }),
      ...(hasLegend ? [heading(`● ${short(first)}`, axis === "" ? -30 : -46, paint[0]), heading(`◆ ${short(second)}`, axis === "" ? -14 : -30, paint[1]), Plot.text([0], { x: 100, frameAnchor: "top", dy: -14, dx: 8, textAnchor: "start", text: () => "gap", fill: color.ink })] : []),
      ...(axis === "" ? [] : [heading(`Set-up of the ${axis}`, -12, color.ink)]),
    ],
  };
}

export default figure({
  sim: explorer,
  title: "DeepSeek leads Claude in mathematics and trails it in mending software",
  validity: "Scores as DeepSeek printed them, most from its own runs. LiveCodeBench, Codeforces and C-SimpleQA differ between the two reports in their problems or, for the last, in scores whose cause is not given, and one was taken in two ways, so each such set-up has an axis of its own. Bars are sampling error alone, as if each question were answered once; F1, percentiles and win rates get none.",
  controls: ["first", "second", "category", "sortBy", "confidence"],
  presets: {
    "V3 and Claude": {},
    "V3 and GPT-4o": { second: "GPT-4o-0513" },
    "R1 and o1": { first: "DeepSeek-R1", second: "o1-1217" },
    "R1 and V3": { first: "DeepSeek-R1", second: "DeepSeek-V3" },
    "Base models: V3 and Llama": { first: "DeepSeek-V3-Base", second: "LLaMA-3.1-405B-Base" },
    "Distilled or trained at 32B": { first: "DeepSeek-R1-Distill-Qwen-32B", second: "DeepSeek-R1-Zero-Qwen-32B" },
    "Never in one table": { first: "DeepSeek-R1", second: "LLaMA-3.1-405B-Instruct" },
  },
  plot: ({ pairings }, { first, second }, width) => {
    if (pairings.length === 0) {
      return { height: EMPTY_HEIGHT, marginLeft: 8, x: { axis: null, domain: [0, 1] }, y: { axis: null, domain: [0, 1] }, marks: [Plot.text([0.5], { x: (x: number) => x, y: (y: number) => y, text: () => "no table has both models", fill: color.ink })] };
    }
    const axes = [...new Set(pairings.map(({ axis }) => axis))].sort();
    return axes.map((axis, i) => panel(axis, pairings.filter((row) => row.axis === axis), { first, second, narrow: isNarrow(width), hasLegend: i === 0 }));
  },
  caption: ({ pairings, numFirstAhead, numSettled, numCounted, apart, otherScales }, { first, second, category, confidence }) => {
    const what = category === "all" ? "tests" : `tests of ${category}`;
    const counted = numCounted === 0
      ? "A question mark says that the number of questions was not established; here that is so for every test."
      : `Where the number of questions is known, ${numSettled} of ${numCounted} ${numCounted === 1 ? "gap is" : "gaps are"} larger than sampling explains at ${formatNumber(confidence)}%; a gap in brackets is not, and a question mark says that the number was not established.`;
    const never = apart.length === 0 ? "" : ` ${apart.join(", ")}: taken by both in different tables, and so left out, because the set-ups differ or were not shown to agree.`;
    if (pairings.length === 0) return `No table has ${first} and ${second} together in ${what}.${never}`;
    if (first === second) return `${first} stands on both sides, so there is no gap. Choose two models.`;
    const scales = otherScales.length === 0 ? "" : ` Not drawn, on another scale: ${otherScales.map((d) => `${d.label} ${formatNumber(d.first)} and ${formatNumber(d.second)}`).join("; ")}.`;
    return `${first} is ahead of ${second} in ${numFirstAhead} of ${pairings.length} ${what}. ${counted} Grey dots are the other models of the table.${scales}${never}`;
  },
  table: ({ pairings, otherScales }, { first, second }) => {
    const rows = [...pairings, ...otherScales];
    return {
      columns: [
        { key: "label", label: "Test" },
        { key: "setup", label: "Set-up" },
        { key: "first", label: first },
        { key: "second", label: second },
        { key: "gap", label: "Gap" },
        { key: "verdict", label: "Beyond sampling error" },
        { key: "questions", label: "Questions" },
        { key: "where", label: "Where" },
      ],
      rows: rows.length === 0 ? [{ label: "no test in common", setup: "", first: "none", second: "none", gap: "none", verdict: "", questions: "", where: "" }] : rows.map((d) => ({ label: d.label, setup: d.setup, first: d.first, second: d.second, gap: Number(d.gap.toFixed(3)), verdict: d.isSettled === null ? "unknown" : d.isSettled ? "yes" : "no", questions: d.numQuestions ?? "not established", where: d.where })),
      ...(rows.length === 0 ? {} : { links: [...pairings.map((d) => `test-${d.id}`), ...otherScales.map(() => "")] }),
    };
  },
});
