import type { Route, RoutingRule } from "#domain/routing.ts";

/** The routing rule as one would first write it, by sorting: slow, and the measure of the fast router in src/domain/routing.ts. */
export function plainRouter({ numExperts, topK, numNodes, maxNodes }: RoutingRule): Route {
  const perNode = numExperts / numNodes;
  const numBest = Math.min(perNode, Math.ceil(topK / maxNodes));
  return (scores, row, bias, chosen, at) => {
    const score = (i: number): number => scores[row * numExperts + i]! + bias[i]!;
    // Array.sort is stable: of equals the lower index stays ahead.
    const ranked = (experts: number[]): number[] => experts.sort((a, b) => score(b) - score(a));
    const nodes = Array.from({ length: numNodes }, (_, node) => {
      const experts = Array.from({ length: perNode }, (_unused, i) => node * perNode + i);
      return { experts, score: ranked([...experts]).slice(0, numBest).reduce((sum, i) => sum + score(i), 0) };
    });
    const allowed = maxNodes < numNodes ? [...nodes].sort((a, b) => b.score - a.score).slice(0, maxNodes) : nodes;
    const open = allowed.flatMap((node) => node.experts).sort((a, b) => a - b);
    ranked(open).slice(0, topK).forEach((i, k) => { chosen[at + k] = i; });
  };
}
