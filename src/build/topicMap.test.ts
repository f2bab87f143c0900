import { expect, test } from "vitest";
import { loadLedger } from "../ledger.ts";
import { uses } from "../ledgerUse.ts";
import { codeOfTopics, kindOf, type Mapped, relations } from "./topicMap.ts";

const article = (topic: string, rest: Partial<Mapped> = {}): Mapped => ({ topic, needs: [], body: "", facts: [], ...rest });

test("articles that share nothing are not joined", () => expect(relations([article("a"), article("b")], new Map())).toEqual([]));

test("a prerequisite, a link, code and facts each join two articles", () => {
  const found = relations([
    article("a", { facts: ["x", "y"] }),
    article("b", { needs: ["a"] }),
    article("c", { body: "See [the first](/a/#part)." }),
    article("d", { facts: ["y"] }),
  ], new Map([["b", ["moe", "rates"]], ["c", ["rates"]]]));
  expect(found).toEqual([
    { between: ["a", "b"], neededBy: "b", linkedBy: [], code: [], facts: [] },
    { between: ["a", "c"], linkedBy: ["c"], code: [], facts: [] },
    { between: ["a", "d"], linkedBy: [], code: [], facts: ["y"] },
    { between: ["b", "c"], linkedBy: [], code: ["rates"], facts: [] },
  ]);
  expect(found.map(kindOf)).toEqual(["needs", "record", "record", "code"]);
});

test("a link to another page that begins alike is none", () => {
  expect(relations([article("a"), article("b", { body: "[x](/a-b/) [y](/figures/a/)" })], new Map())).toEqual([]);
});

test("the code of a topic is what its simulations import, without the seeded generator", () => {
  const code = codeOfTopics();
  expect(code.get("mla")).toContain("attention");
  expect([...code.values()].flat()).not.toContain("random");
});

test("the ledger's facts join the articles that quote them", () => {
  const used = uses(process.cwd(), loadLedger());
  const found = relations(used.map(({ topic, facts }) => article(topic, { facts })), new Map());
  expect(found.find(({ between }) => between.includes("mla") && between.includes("after-v3"))?.facts.length).toBeGreaterThan(1);
});
