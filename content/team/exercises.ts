import { formatInteger, formatNumber, texInteger, texNumber } from "#plot/format.ts";
import { practice, varied } from "#sim/exercise.ts";
import { run } from "#sim/run.ts";
import authors, { KNOWN } from "./authors.sim.ts";
import credits from "./credits.sim.ts";

const finding = (id: string, given: { total?: number; authors?: number } = {}) => run(authors, given).findings.find((one) => one.id === id)!;
const shared = (paper: "v2" | "fire-flyer" | "v3" | "r1", id: string): number => run(credits, { paper }).papers.find((one) => one.id === id)!.shared;

/** To a tenth, as such shares are printed. */
const rounded = (percent: number): number => Number(percent.toFixed(1));

/** Whom the totals count. */
const OF_WHOM: Readonly<Record<number, string>> = { 201: "Those are the authors with known affiliation.", 211: "So many were examined, by one account.", 222: "That prints as 89, but nobody names this number.", 223: "Those are all authors by one summary; the share would print as 88." };

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
    varied({ found: [{ id: "ever-china", what: "with a Chinese affiliation" }, { id: "never-left", what: "who never left China" }, { id: "any-us", what: "with a tie to the United States" }, { id: "now-us", what: "now affiliated in the United States" }] }, ({ found: { id, what } }) => {
      const { count, printedPercent: printed } = finding(id);
      const percent = (): number => finding(id).percent;
      return {
        level: 1,
        ask: `A report prints ${count} of 201 authors ${what}, and ${printed}%. What per cent is ${count} of 201?`,
        answer: percent,
        unit: "%",
        within: 0.003,
        hint: "Divide, and multiply by a hundred.",
        solution: () => `$${count} / 201$ is ${formatNumber(percent(), 3)}%${finding(id).doesFit ? ", which prints as the same whole number" : `. So one of the three numbers is wrong or counts something else${id === "ever-china" ? ". The study itself prints 89%" : ""}`}.`,
        mistakes: [
          { value: () => printed!, because: finding(id).doesFit ? "That is the printed share, a whole number. Work it out." : "That is the printed share. The counts do not give it." },
          { value: () => finding(id, { total: 223 }).percent, because: "That is of 223, the number of all authors by one summary." },
          { value: () => 100 - percent(), because: "Those are the others." },
        ],
      };
    }),
    varied({ lines: [{ research: 150, annotation: 31, business: 18 }, { research: 120, annotation: 40, business: 12 }, { research: 90, annotation: 25, business: 20 }, { research: 200, annotation: 35, business: 15 }, { research: 160, annotation: 48, business: 24 }] }, ({ lines: { research, annotation, business } }) => {
      const all = research + annotation + business;
      const percent = (100 * (annotation + business)) / all;
      return {
        level: 1,
        ask: `${research === 150 ? "The report on V3" : "A report"} has ${research} lines of names under Research & Engineering, ${annotation} under Data Annotation and ${business} under Business & Compliance. What per cent of the lines are not under research and engineering?`,
        answer: () => percent,
        unit: "%",
        within: 0.01,
        hint: "Add up the two, and divide by all three.",
        solution: () => `$(${annotation} + ${business}) / ${all}$ is ${formatNumber(percent, 3)}%. A study of "authors" counts them among the researchers unless it says otherwise.`,
        mistakes: [
          { value: () => (100 * annotation) / all, because: "That is annotation alone. Business and compliance are not research either." },
          { value: () => (100 * (annotation + business)) / research, because: "You divided by the names of research. Divide by all lines." },
          { value: () => (100 * research) / all, because: "That is the share of research." },
        ],
      };
    }),
    {
      level: 2,
      kind: "choice",
      ask: "A report prints 197 authors with a Chinese affiliation as 89%, to a whole per cent. Of how many authors could that be?",
      options: [201, 211, 222, 223].map((total) => ({ says: `Of ${total}`, isRight: () => Math.round((100 * 197) / total) === 89, because: `197 of ${total} are ${formatNumber((100 * 197) / total, 3)}%. ${OF_WHOM[total]!}` })),
      hint: "Divide 197 by each and round to a whole per cent.",
      solution: () => `Between ${finding("ever-china").fittingTotals!.join(" and ")}, since $197 / 0.895 = ${formatNumber(197 / 0.895, 4)}$ and $197 / 0.885 = ${formatNumber(197 / 0.885, 4)}$. No number of authors that the study or its readers name lies there.`,
    },
    varied({ given: [{ all: KNOWN, never: 111, us: 49 }, { all: 180, never: 96, us: 52 }, { all: 150, never: 82, us: 33 }, { all: 240, never: 131, us: 58 }, { all: 120, never: 61, us: 34 }] }, ({ given: { all, never, us } }) => {
      const isStudy = all === KNOWN;
      const neither = (): number => (isStudy ? KNOWN - finding("never-left").count - finding("any-us").count : all - never - us);
      return {
        level: 2,
        ask: `Of ${all} authors ${never} never left China and ${us} have a tie to the United States. How many are in neither group?`,
        answer: neither,
        unit: "count",
        within: 0.01,
        hint: "Nobody can be in both.",
        solution: () => `$${all} - ${never} - ${us} = ${neither()}$. They went to other countries, or were never in China. "Not trained in the US" and "trained in China alone" are different claims, and ${isStudy ? "a fifth" : `${formatNumber((100 * neither()) / all, 2)}%`} of the authors ${isStudy ? "lies" : "lie"} between them.`,
        mistakes: [
          { value: () => all - never, because: "Those are all who left or were never there, the ones with a US tie included." },
          { value: () => all - us, because: "Those are all without a tie to the US, most of whom never left China." },
          { value: () => never - us, because: `You subtracted ${us} from ${never}. The two groups do not overlap.` },
        ],
      };
    }),
    varied({ given: [{ us: 49, oneYear: 63, all: KNOWN }, { us: 60, oneYear: 55, all: 240 }, { us: 40, oneYear: 70, all: 180 }, { us: 50, oneYear: 40, all: 220 }, { us: 80, oneYear: 75, all: 250 }] }, ({ given: { us, oneYear, all } }) => {
      const isStudy = us === 49;
      const longer = (us * (100 - oneYear)) / 100;
      const percent = (): number => (isStudy ? finding("us-longer").percent : (100 * longer) / all);
      return {
        level: 2,
        ask: `Of ${isStudy ? "the " : ""}${us} authors with ties to the United States ${oneYear}% spent just one year there. What per cent of ${isStudy ? "the " : "all "}${all} spent more than a year there?`,
        answer: percent,
        unit: "%",
        within: 0.03,
        hint: `${100 - oneYear}% of ${us} people, as a share of ${all}.`,
        solution: () => `$${(100 - oneYear) / 100} \\times ${us} ${Number.isInteger(longer) ? "=" : "\\approx"} ${Math.round(longer)}$, and that is ${formatNumber(percent(), 3)}% of ${all}. ${isStudy ? "A quarter or a tenth" : `${formatNumber((100 * us) / all, 2)}% or ${formatNumber(percent(), 2)}%`}: it depends on what a tie is.`,
        mistakes: [
          { value: () => 100 - oneYear, because: `That is a share of the ${us}. The question is about the ${all}.` },
          { value: () => (100 * us) / all, because: "That counts visits of a year too." },
          { value: () => (oneYear * us) / all, because: "Those are the ones who spent just one year there." },
        ],
      };
    }),
    varied({ clusters: [{ gpus: 1100, millions: 200, later: 10_000, laterMillions: 1000 }, { gpus: 800, millions: 120, later: 6000, laterMillions: 600 }, { gpus: 1500, millions: 240, later: 12_000, laterMillions: 1500 }, { gpus: 500, millions: 90, later: 4000, laterMillions: 480 }, { gpus: 2000, millions: 420, later: 9000, laterMillions: 1350 }] }, ({ clusters: { gpus, millions, later, laterMillions } }) => {
      const isReal = gpus === 1100;
      const [first, second] = [(millions * 1e6) / gpus, (laterMillions * 1e6) / later];
      return {
        level: 2,
        ask: `${isReal ? "High-Flyer's first cluster" : "A firm's first cluster"} had ${formatInteger(gpus)} A100 and cost ${millions} million yuan, the second ${isReal ? "about " : ""}${formatInteger(later)} and cost ${laterMillions === 1000 ? "a billion" : `${formatInteger(laterMillions)} million`}. How many times as much did a GPU of the first cluster cost, all else included?`,
        answer: () => first / second,
        unit: "ratio",
        within: 0.01,
        hint: "Yuan for one GPU in each, then their ratio.",
        solution: () => `$${texInteger(millions * 1e6)} / ${texInteger(gpus)} \\approx ${texNumber(first, 4)}$ yuan against $${texNumber(second, 6)}$: ${formatNumber(first / second, 3)} times. ${isReal ? "The paper on the second says that it saves half of the cost of NVIDIA's own machines. The sums are from a news report, and what each includes is not said, so this is no test of that claim." : "What each sum includes would have to be known before one draws a conclusion from that."}`,
        mistakes: [
          { value: () => second / first, because: "The other way round." },
          { value: () => laterMillions / millions, because: "That is how much more the second cluster cost as a whole." },
          { value: () => later / gpus, because: "That is how many more GPUs the second had." },
        ],
      };
    }),
    varied({ all: [232, 223, 211, 240, 250] }, ({ all }) => {
      const unknown = all - KNOWN;
      const other = all === 223 ? 232 : 223;
      const ofAll = (authorsInAll: number = all) => finding("any-us", { authors: authorsInAll });
      return {
        level: 3,
        ask: `A study knows the affiliations of 201 authors, of whom 49 have a tie to the United States. If there were ${all} authors in all, and all without known affiliation had a tie to the United States, what per cent of all authors would have one?`,
        answer: () => ofAll().highPercent,
        unit: "%",
        within: 0.01,
        hint: `${unknown} are unknown.`,
        solution: () => `$(49 + ${unknown}) / ${all}$ is ${formatNumber(ofAll().highPercent, 3)}%. If none had, it would be ${formatNumber(ofAll().lowPercent, 3)}%. The printed 24% is of those with a record of publications, who may differ from those without.`,
        mistakes: [
          { value: () => ofAll().lowPercent, because: "That is if none of the unknown had one." },
          { value: () => (100 * (49 + unknown)) / KNOWN, because: `The total grows too: divide by ${all}.` },
          { value: () => ofAll(other).highPercent, because: `That is for ${other} authors.` },
        ],
      };
    }),
    varied({ given: [{ people: 31, mean: 1500, top: 20_000 }, { people: 21, mean: 900, top: 8000 }, { people: 41, mean: 1200, top: 25_000 }, { people: 11, mean: 2000, top: 12_000 }, { people: 26, mean: 800, top: 10_000 }] }, ({ given: { people, mean, top } }) => {
      const others = (people * mean - top) / (people - 1);
      return {
        level: 3,
        ask: `Suppose that ${people} people average ${formatInteger(mean)} citations and that one of them has ${formatInteger(top)}. What is the mean of the other ${people === 31 ? "thirty" : people - 1}?`,
        answer: () => others,
        unit: "count",
        within: 0.01,
        hint: `All citations together, less ${formatInteger(top)}, over ${people - 1}.`,
        solution: () => `$(${people} \\times ${mean} - ${texInteger(top)}) / ${people - 1} \\approx ${texNumber(others, 3)}$. The number of ${formatInteger(top)} is made up. It shows why a mean of citations, which few people dominate, does not tell how experienced the typical member is. A median would.`,
        mistakes: [
          { value: () => mean, because: "That is the mean with the one included." },
          { value: () => (people * mean - top) / people, because: `You divided by all ${people}. Without the one, ${people - 1} are left.` },
          { value: () => (people * mean) / (people - 1), because: `That leaves the ${formatInteger(top)} in the sum.` },
        ],
      };
    }),
  ],
});
