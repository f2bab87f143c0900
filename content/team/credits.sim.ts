import { simulation } from "#sim/contract.ts";
import counted from "./data/credits.json" with { type: "json" };

/** One paper beside the one chosen. */
export interface Credit {
  readonly id: string;
  readonly name: string;
  readonly date: string;
  readonly names: number;
  /** Names that stand under the chosen paper as well. */
  readonly shared: number;
  readonly sharedOfChosenPercent: number;
  readonly sharedOfThisPercent: number;
  readonly isChosen: boolean;
}

const ids = counted.papers.map(({ id }) => id);

/** Names under both papers; all of them for one and the same. */
function sharedNames(a: string, b: string): number {
  if (a === b) return counted.papers.find(({ id }) => id === a)!.names;
  return counted.shared.find(({ papers }) => papers.includes(a) && papers.includes(b))!.names;
}

export default simulation({
  question: "Did the same people sign DeepSeek's papers over the years?",
  params: { paper: { kind: "choice", label: "Follow the names under", default: "fire-flyer", options: ids, optionLabels: Object.fromEntries(counted.papers.map(({ id, name }) => [id, name])) } },
  sources: counted.papers.map(({ cite, where }) => ({ cite, where })),
  cost: "instant",
  run({ paper }): { chosen: string; papers: Credit[] } {
    const own = counted.papers.find(({ id }) => id === paper)!;
    const papers = counted.papers.map(({ id, name, date, names }): Credit => {
      const shared = sharedNames(paper, id);
      return { id, name, date, names, shared, sharedOfChosenPercent: (100 * shared) / own.names, sharedOfThisPercent: (100 * shared) / names, isChosen: id === paper };
    });
    return { chosen: own.name, papers };
  },
  checks: [],
});
