import { formatNumber } from "#plot/format.ts";
import { practice } from "#sim/exercise.ts";
import { run } from "#sim/run.ts";
import authors, { KNOWN } from "./authors.sim.ts";
import credits from "./credits.sim.ts";

const finding = (id: string, given: { total?: number; authors?: number } = {}) => run(authors, given).findings.find((one) => one.id === id)!;
const shared = (paper: "v2" | "fire-flyer" | "v3" | "r1", id: string): number => run(credits, { paper }).papers.find((one) => one.id === id)!.shared;

/** To a tenth, as such shares are printed. */
const rounded = (percent: number): number => Number(percent.toFixed(1));

/** Lines under three headings of the report on V3. */
const V3_LINES = { research: 150, annotation: 31, business: 18 };
const v3Lines = V3_LINES.research + V3_LINES.annotation + V3_LINES.business;
/** Yuan for a GPU in the first and in the second cluster. */
const firstYuan = 200e6 / 1100;
const secondYuan = 1e9 / 10_000;
const meanWithoutTop = (31 * 1500 - 20_000) / 30;

export default practice({
  predictions: {
    "still-there": {
      ask: "In August 2024, 52 people signed the paper on DeepSeek's large cluster of A100. How many of these names stand under the report on V3, four months later?",
      unit: "count",
      truth: () => shared("fire-flyer", "v3"),
      within: 0.03,
      right: "Right, all but two. Nearly all who signed for the cluster signed for the model too.",
      mistakes: [
        { value: () => 26, because: "Half would be a usual guess for two papers on different subjects. Here the lists are nearly nested." },
        { value: () => shared("v3", "r1"), because: "More than 52 is not possible. That is what V3 and R1 share." },
        { value: () => 5, because: "A cluster and a model might be the work of separate teams. These lists say otherwise." },
      ],
      low: "Too low. The two papers are by nearly the same people.",
      high: "Too high. There were 52 to begin with.",
    },
    "never-left": {
      ask: "A study followed 201 authors of DeepSeek's papers through their affiliations. What per cent of them never left China for study or work?",
      unit: "%",
      truth: () => rounded(finding("never-left").percent),
      within: 0.06,
      right: "Right: more than half, as the study says. A report on it prints 54%, which its own count does not give.",
      mistakes: [
        { value: () => 89, because: "That is the share with a Chinese affiliation at any time, as printed. Many of these have been abroad as well." },
        { value: () => rounded(finding("any-us").percent), because: "That is the share with any tie to the United States." },
        { value: () => 100, because: "Nobody says so. The founder said that the team of V2 has no returners from overseas; the study of five papers finds people who left." },
        { value: () => 76, because: "That is everyone without a tie to the United States. One can leave China for other places." },
      ],
      low: "Too low. The study says more than half.",
      high: "Too high. More than half, but far from all.",
    },
  },
  exercises: [
    {
      level: 1,
      ask: "A report prints 197 of 201 authors with a Chinese affiliation, and 89%. What per cent is 197 of 201?",
      answer: () => finding("ever-china").percent,
      unit: "%",
      within: 0.003,
      hint: "Divide, and multiply by a hundred.",
      solution: () => `$197 / 201$ is ${formatNumber(finding("ever-china").percent, 3)}%. So one of the three numbers is wrong or counts something else. The study itself prints 89%.`,
      mistakes: [
        { value: () => 89, because: "That is the printed share. The counts do not give it." },
        { value: () => finding("ever-china", { total: 223 }).percent, because: "That is of 223, the number of all authors by one summary." },
      ],
    },
    {
      level: 1,
      ask: "The report on V3 has 150 lines of names under Research & Engineering, 31 under Data Annotation and 18 under Business & Compliance. What per cent of the lines are not under research and engineering?",
      answer: () => (100 * (V3_LINES.annotation + V3_LINES.business)) / v3Lines,
      unit: "%",
      within: 0.01,
      hint: "Add up the two, and divide by all three.",
      solution: () => `$(31 + 18) / 199$ is ${formatNumber((100 * (V3_LINES.annotation + V3_LINES.business)) / v3Lines, 3)}%. A study of "authors" counts them among the researchers unless it says otherwise.`,
      mistakes: [
        { value: () => (100 * V3_LINES.annotation) / v3Lines, because: "That is annotation alone. Business and compliance are not research either." },
        { value: () => (100 * 49) / V3_LINES.research, because: "You divided by the names of research. Divide by all lines." },
        { value: () => (100 * V3_LINES.research) / v3Lines, because: "That is the share of research." },
      ],
    },
    {
      level: 2,
      ask: "Of 201 authors 111 never left China and 49 have a tie to the United States. How many are in neither group?",
      answer: () => KNOWN - finding("never-left").count - finding("any-us").count,
      unit: "count",
      within: 0.01,
      hint: "Nobody can be in both.",
      solution: () => `$201 - 111 - 49 = ${KNOWN - 111 - 49}$. They went to other countries, or were never in China. "Not trained in the US" and "trained in China alone" are different claims, and a fifth of the authors lies between them.`,
      mistakes: [
        { value: () => KNOWN - 111, because: "Those are all who left or were never there, the ones with a US tie included." },
        { value: () => KNOWN - 49, because: "Those are all without a tie to the US, most of whom never left China." },
        { value: () => 62, because: "You subtracted 49 from 111. The two groups do not overlap." },
      ],
    },
    {
      level: 2,
      ask: "Of the 49 with ties to the United States 63% spent just one year there. What per cent of the 201 spent more than a year there?",
      answer: () => finding("us-longer").percent,
      unit: "%",
      within: 0.03,
      hint: "37% of 49 people, as a share of 201.",
      solution: () => `$0.37 \\times 49 \\approx ${finding("us-longer").count}$, and that is ${formatNumber(finding("us-longer").percent, 3)}% of 201. A quarter or a tenth: it depends on what a tie is.`,
      mistakes: [
        { value: () => 37, because: "That is a share of the 49. The question is about the 201." },
        { value: () => finding("any-us").percent, because: "That counts visits of a year too." },
        { value: () => (0.63 * 4900) / KNOWN, because: "Those are the ones who spent just one year there." },
      ],
    },
    {
      level: 2,
      ask: "High-Flyer's first cluster had 1,100 A100 and cost 200 million yuan, the second about 10,000 and cost a billion. How many times as much did a GPU of the first cluster cost, all else included?",
      answer: () => firstYuan / secondYuan,
      unit: "ratio",
      within: 0.01,
      hint: "Yuan for one GPU in each, then their ratio.",
      solution: () => `$200{,}000 / 1.1 \\approx ${formatNumber(firstYuan, 4)}$ yuan against $100{,}000$: ${formatNumber(firstYuan / secondYuan, 3)} times. The paper on the second says that it saves half of the cost of NVIDIA's own machines. The sums are from a news report, and what each includes is not said, so this is no test of that claim.`,
      mistakes: [
        { value: () => secondYuan / firstYuan, because: "The other way round." },
        { value: () => 5, because: "That is how much more the second cluster cost as a whole." },
        { value: () => 10_000 / 1100, because: "That is how many more GPUs the second had." },
      ],
    },
    {
      level: 3,
      ask: "If there were 232 authors and all without known affiliation had a tie to the United States, what per cent of all authors would have one?",
      answer: () => finding("any-us", { authors: 232 }).highPercent,
      unit: "%",
      within: 0.01,
      hint: "31 are unknown.",
      solution: () => `$(49 + 31) / 232$ is ${formatNumber(finding("any-us", { authors: 232 }).highPercent, 3)}%. If none had, it would be ${formatNumber(finding("any-us", { authors: 232 }).lowPercent, 3)}%. The printed 24% is of those with a record of publications, who may differ from those without.`,
      mistakes: [
        { value: () => finding("any-us", { authors: 232 }).lowPercent, because: "That is if none of the unknown had one." },
        { value: () => (100 * 80) / KNOWN, because: "The total grows too: divide by 232." },
        { value: () => finding("any-us", { authors: 223 }).highPercent, because: "That is for 223 authors." },
      ],
    },
    {
      level: 3,
      ask: "Suppose that 31 people average 1,500 citations and that one of them has 20,000. What is the mean of the other thirty?",
      answer: () => meanWithoutTop,
      unit: "count",
      within: 0.01,
      hint: "All citations together, less 20,000, over thirty.",
      solution: () => `$(31 \\times 1500 - 20{,}000) / 30 \\approx ${formatNumber(meanWithoutTop, 3)}$. The number of 20,000 is made up. It shows why a mean of citations, which few people dominate, does not tell how experienced the typical member is. A median would.`,
      mistakes: [
        { value: () => 1500, because: "That is the mean with the one included." },
        { value: () => (31 * 1500 - 20_000) / 31, because: "Thirty are left." },
        { value: () => 1500 - 20_000 / 31 + 1500, because: "Subtract from the sum, not from the mean." },
      ],
    },
  ],
});
