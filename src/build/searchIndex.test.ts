import { expect, test } from "vitest";
import { loadLedger } from "../ledger.ts";
import { entriesOfArticle, entriesOfLedger } from "./searchIndex.ts";

test("every fact, claim, contradiction and term is an entry with an address of its own", () => {
  const { facts, claims, contradictions, terms } = loadLedger();
  const entries = entriesOfLedger();
  expect(entries).toHaveLength(facts.size + claims.size + contradictions.size + terms.size);
  expect(new Set(entries.map(({ url }) => url)).size).toBe(entries.length);
  expect(entries.find(({ url }) => url === "/ledger/#v3.cost.hours")).toMatchObject({ kind: "fact", title: expect.stringContaining("2,788,000 GPU-hours") as string });
});

test("an article's exercises are entries; those of other pages are not", () => {
  const exercise = '<div class="practice" id="exercise-mla-1"><p class="practice-title">Exercise 1 <span>recall</span></p><div class="practice-ask"><p>How many\n bytes?</p></div></div>';
  expect(entriesOfArticle("/mla/", `<h1>Attention</h1><article class="article">${exercise}</article>`)).toEqual([{ url: "/mla/#exercise-mla-1", kind: "exercise", title: "Exercise 1: Attention", content: "How many bytes?" }]);
  expect(entriesOfArticle("/x/", `<h1>Attention</h1>${exercise}`)).toEqual([]);
});
