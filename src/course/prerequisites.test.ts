import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { allNeeds, faultsOfNeeds, faultsOfOrder, findCycle, prerequisite, topicsNeeded, type Needs } from "./prerequisites.ts";

const needs: Needs = new Map([["cache", []], ["experts", []], ["pipeline", ["experts"]], ["later", ["cache", "pipeline"]]]);

describe("a prerequisite", () => {
  test("is a sentence, or a topic with a sentence", () => {
    expect(prerequisite.parse("What a gradient is.")).toBe("What a gradient is.");
    expect(prerequisite.parse({ topic: "mla", what: "What a latent is." })).toEqual({ topic: "mla", what: "What a latent is." });
  });
  const shape = "expected a sentence, or a topic with a sentence";
  test.each<[wrong: unknown, said: string]>([
    [{ topic: "mla" }, shape], [{ what: "What a latent is." }, shape], [7, shape],
    [{ topic: "mla", what: "What a latent is.", where: "here" }, 'Unrecognized key: "where"'], ["", "expected string to have"],
  ])("is not %j", (wrong, said) => expect(prerequisite.safeParse(wrong).error?.issues[0]?.message).toContain(said));
  test("names each topic once", () => expect(topicsNeeded(["A sentence.", { topic: "mla", what: "One thing." }, { topic: "mla", what: "Another." }])).toEqual(["mla"]));
});

describe("needs", () => {
  test("without a circle have none", () => expect(findCycle(needs)).toBeUndefined());
  test("of an article hold those of the articles it needs", () => expect(allNeeds(needs, "later")).toEqual(["cache", "pipeline", "experts"]));
  test("in a circle are printed from the topic back to itself", () => {
    const circle = new Map([...needs, ["experts", ["later"]]]);
    expect(faultsOfNeeds(circle)).toEqual(["content/experts/article.mdx  prerequisites: a circle: experts needs later needs pipeline needs experts; take one of these prerequisites away"]);
  });
  test("of oneself are a circle", () => expect(findCycle(new Map([["a", ["a"]]]))).toEqual(["a", "a"]));
  test("of an unknown topic name the article and list the topics", () => {
    expect(faultsOfNeeds(new Map([["cache", ["attention"]]]))).toEqual(['content/cache/article.mdx  prerequisites: unknown topic: "attention"; expected one of cache']);
  });
  test("along one order never make a circle", () => {
    const ordered = fc.array(fc.array(fc.nat(20), { maxLength: 4 }), { maxLength: 12 }).map((lists) => new Map(lists.map((list, at) => [`t${at}`, list.filter((other) => other < at).map((other) => `t${other}`)])));
    fc.assert(fc.property(ordered, (known) => { expect(findCycle(known)).toBeUndefined(); expect(faultsOfOrder([...known.keys()], known)).toEqual([]); }));
  });
});

describe("an order of reading", () => {
  test("that reads what is needed first has no fault", () => expect(faultsOfOrder(["experts", "cache", "pipeline", "experts", "later"], needs)).toEqual([]));
  test("is at fault where an article comes before one it needs, also by way of another", () => {
    expect(faultsOfOrder(["pipeline", "experts"], needs)).toEqual([{ topic: "pipeline", needed: "experts", at: 0, neededAt: 1 }]);
    expect(faultsOfOrder(["cache", "later"], needs, ["pipeline"])).toEqual([{ topic: "later", needed: "experts", at: 1, neededAt: undefined }]);
  });
  test("may assume what it does not read", () => expect(faultsOfOrder(["pipeline"], needs, ["experts"])).toEqual([]));
});
