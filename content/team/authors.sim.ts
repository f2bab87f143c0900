import { simulation } from "#sim/contract.ts";
import published from "./data/findings.json" with { type: "json" };

/** What the study found of its authors, read in several ways; all shares in per cent. */
export interface Finding {
  readonly id: string;
  readonly label: string;
  readonly count: number;
  /** As printed beside the count; null where nothing is printed. */
  readonly printedPercent: number | null;
  /** The count over the total chosen. */
  readonly percent: number;
  /** Bounds among all authors, if none or all of those without known affiliation belong to the count. */
  readonly lowPercent: number;
  readonly highPercent: number;
  /** Totals of which the count makes the printed share after rounding, from and to; null where no whole number does. */
  readonly fittingTotals: readonly [number, number] | null;
  readonly doesFit: boolean;
}

interface Authors {
  findings: Finding[];
  /** How many of the printed shares the chosen total gives. */
  numFitting: number;
  numPrinted: number;
  /** All authors less those with known affiliation. */
  numUnknown: number;
}

/** Authors whose affiliations the study knows. */
export const KNOWN = 201;
/** Of those with ties to the United States, the share that spent one year there, in per cent. */
const ONE_YEAR_PERCENT = 63;
const study = { cite: "hoover-talent", where: "Key Takeaways" };
const news = { cite: "team-chosun", where: "counts in the third and fourth paragraphs" };

/** The whole numbers N for which `count / N`, in per cent, rounds to `percent`. */
function totalsFor(count: number, percent: number): [number, number] | null {
  const [from, to] = [Math.floor((100 * count) / (percent + 0.5)) + 1, Math.floor((100 * count) / (percent - 0.5))];
  return from <= to ? [from, to] : null;
}

export default simulation({
  question: "What do the shares of a study of DeepSeek's authors say, and of how many people?",
  params: {
    total: { kind: "number", label: "Divide the counts by", unit: "count", default: KNOWN, min: KNOWN, max: 260, step: 1 },
    authors: { kind: "number", label: "All authors of the five papers", unit: "count", default: 223, min: KNOWN, max: 260, step: 1 },
  },
  sources: [study, news, { cite: "team-netease", where: "223 authors" }, { cite: "team-chinahirn", where: "211 examined" }],
  cost: "instant",
  run({ total, authors }): Authors {
    const anyUs = published.find(({ id }) => id === "any-us")!.count;
    const longer = { id: "us-longer", label: "more than a year in the US", count: Math.round(anyUs * (1 - ONE_YEAR_PERCENT / 100)), printedPercent: null };
    const numUnknown = authors - KNOWN;
    const findings = [...published.slice(0, 4), longer, ...published.slice(4)].map((finding): Finding => {
      const { count, printedPercent } = finding;
      const percent = (100 * count) / total;
      return {
        ...finding, percent, lowPercent: (100 * count) / authors, highPercent: (100 * (count + numUnknown)) / authors,
        fittingTotals: printedPercent === null ? null : totalsFor(count, printedPercent),
        doesFit: printedPercent !== null && Math.round(percent) === printedPercent,
      };
    });
    return { findings, numFitting: findings.filter((finding) => finding.doesFit).length, numPrinted: published.length, numUnknown };
  },
  checks: [
    { given: {}, read: (out) => Math.round(out.findings.find(({ id }) => id === "any-us")!.percent), equals: 24, source: study },
    { given: {}, read: (out) => Math.round(out.findings.find(({ id }) => id === "now-china")!.percent), equals: 85, source: news },
    { given: {}, read: (out) => Math.round(out.findings.find(({ id }) => id === "now-us")!.percent), equals: 7, source: news },
  ],
});
