import { readFileSync } from "node:fs";
import katex from "katex";
import { expect, test } from "vitest";
import { collectFormulas, noFormulas, pruneMathStyles } from "./mathStyles.ts";

const sheet = readFileSync("node_modules/katex/dist/katex.min.css", "utf8");

function prunedFor(tex: string): string {
  const formulas = noFormulas();
  collectFormulas(katex.renderToString(tex, { output: "html" }), formulas);
  return pruneMathStyles(sheet, formulas);
}

test("a rule stays that forbids a class no formula has", () => {
  expect(prunedFor("\\bar{c}")).toContain(".accent-body:not(.accent-full){width:0}");
});

test("a rule goes that demands a class no formula has", () => {
  expect(prunedFor("c")).not.toContain("accent-body");
});
