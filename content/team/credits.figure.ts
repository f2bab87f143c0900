import * as Plot from "@observablehq/plot";
import { formatNumber } from "#plot/format.ts";
import { reading } from "#plot/reading.ts";
import { color } from "#plot/theme.ts";
import { figure } from "#sim/figure.ts";
import credits, { type Credit } from "./credits.sim.ts";

const linkOf = (credit: Credit): string => `paper-${credit.id}`;
const percent = (x: number): string => `${formatNumber(x, 3)}%`;

export default figure({
  sim: credits,
  title: "Those who built the cluster signed the models, too",
  validity: "Names compared as printed: two people of one name count as one, a person spelled two ways as two. Being named is not being employed, and names do not say who did what. Lists include annotators and business staff.",
  controls: ["paper"],
  presets: { "From Fire-Flyer on": {}, "From V2 on": { paper: "v2" }, "V3 and R1": { paper: "v3" } },
  plot: ({ papers, chosen }, _values, width) => {
    const read = reading<Credit>(linkOf, (credit) => (credit.isChosen ? `${credit.name}: ${credit.names} names` : `${credit.name}: ${credit.shared} of the names under ${chosen} among its ${credit.names}, ${percent(credit.sharedOfChosenPercent)} of them`));
    return {
      height: 74 + 58 * papers.length,
      marginLeft: 12,
      marginRight: 20,
      marginTop: 12,
      x: { domain: [0, 210], ticks: width < 480 ? [0, 100, 200] : [0, 50, 100, 150, 200], label: "names under the paper →", labelAnchor: "center", grid: true },
      y: { domain: papers.map((credit) => credit.name), axis: null, padding: 0 },
      marks: [
        Plot.barX(papers, { x: "names", y: "name", fill: color.paper, stroke: color.quiet, insetTop: 26, insetBottom: 8, ...read }),
        Plot.barX(papers, { x: "shared", y: "name", fill: color.series[0], insetTop: 26, insetBottom: 8, ...read }),
        Plot.text(papers, { x: 0, y: "name", dy: -14, dx: 2, textAnchor: "start", text: (credit: Credit) => `${credit.name}, ${credit.date}: ${credit.isChosen ? `${credit.names} names` : `${credit.shared} of ${credit.names} in both`}`, fill: color.ink, stroke: color.paper, strokeWidth: 4 }),
        Plot.ruleX([0], { stroke: color.ink }),
      ],
    };
  },
  caption: ({ papers, chosen }) => {
    const own = papers.find((credit) => credit.isChosen)!;
    const others = papers.filter((credit) => !credit.isChosen).map((credit) => `${credit.shared} (${percent(credit.sharedOfChosenPercent)}) under ${credit.name}`);
    return `Of the ${own.names} names under ${chosen}, so many stand under the others as well: ${others.join(", ")}.`;
  },
  table: ({ papers, chosen }) => ({
    columns: [{ key: "name", label: "Paper" }, { key: "date", label: "Month" }, { key: "names", label: "Names" }, { key: "shared", label: `Also under ${chosen}` }, { key: "ofChosen", label: `Share of those under ${chosen}`, unit: "%" }, { key: "ofThis", label: "Share of its own names", unit: "%" }],
    rows: papers.map((credit) => ({ name: credit.name, date: credit.date, names: credit.names, shared: credit.shared, ofChosen: credit.sharedOfChosenPercent, ofThis: credit.sharedOfThisPercent })),
    links: papers.map(linkOf),
  }),
});
