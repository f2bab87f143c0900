import { describe, expect, test } from "vitest";
import { renderFigure } from "#sim/render.ts";
import { run } from "#sim/run.ts";
import { loadLedger } from "../../src/ledger.ts";
import data from "./data/scores.json" with { type: "json" };
import figure from "./explorer.figure.ts";
import explorer, { MODELS } from "./explorer.sim.ts";

const labels = (out: ReturnType<typeof explorer.run>, isSettled: boolean | null): string[] => out.pairings.filter((row) => row.isSettled === isSettled).map(({ label }) => label);
interface Table { readonly id: string; readonly models: readonly string[]; readonly rows: readonly { readonly benchmark: string; readonly name: string; readonly setup?: string; readonly shots?: string | null; readonly scores: readonly (number | null)[] }[] }
const tables: readonly Table[] = data;
const cells = tables.flatMap((table) => table.rows.flatMap((row) => table.models.map((model, i) => ({ table: table.id, row, model, score: row.scores[i] ?? null }))));

describe("what is published", () => {
  test("94 rows hold 501 scores of 24 models, and every row has a cell for each model", () => {
    expect(tables.flatMap((table) => table.rows)).toHaveLength(94);
    expect(cells.filter(({ score }) => score !== null)).toHaveLength(501);
    for (const table of tables) for (const row of table.rows) expect(row.scores, `${table.id} ${row.name}`).toHaveLength(table.models.length);
    expect(new Set(tables.flatMap(({ models }) => models))).toEqual(new Set(MODELS));
  });
  test("V3 trails Claude on SWE, SimpleQA and MMLU-Pro by more than noise, on GPQA within it", () => {
    const out = run(explorer);
    const behind = out.pairings.filter(({ gap }) => gap < 0).map(({ label }) => label);
    expect(behind).toEqual(expect.arrayContaining(["SWE Verified", "SimpleQA", "MMLU-Pro", "GPQA Diamond", "Aider-Edit"]));
    expect(labels(out, true)).toEqual(expect.arrayContaining(["SWE Verified", "SimpleQA", "MMLU-Pro"]));
    expect(labels(out, false)).toContain("GPQA Diamond");
  });
  test("of R1's leads over o1 none is beyond sampling error, and two of o1's are", () => {
    const { pairings } = run(explorer, { first: "DeepSeek-R1", second: "o1-1217" });
    expect(pairings.filter(({ isSettled, gap }) => isSettled && gap > 0)).toEqual([]);
    expect(pairings.filter(({ isSettled, gap }) => isSettled && gap < 0).map(({ label }) => label)).toEqual(["MMLU", "SimpleQA"]);
  });
  test("every score that the ledger quotes is the one in the tables", () => {
    const quoted = [...loadLedger().facts.values()].filter(({ id }) => /^bench\.score\./.test(id));
    expect(quoted.length).toBeGreaterThan(20);
    for (const { id, value } of quoted) {
      const [, , table, model, benchmark] = id.split(".");
      const found = cells.filter((cell) => cell.table === table && cell.row.benchmark === benchmark && cell.model.toLowerCase().replaceAll(".", "") === model);
      expect(found.map(({ score }) => score), id).toContain(value);
    }
  });
});

describe("what must hold", () => {
  test("two tables that repeat a test in one set-up print the same score", () => {
    const seen = new Map<string, number>();
    const differing = new Set<string>();
    for (const { row, model, score } of cells) {
      if (score === null) continue;
      const key = `${row.benchmark} ${row.setup ?? ""} ${row.shots ?? ""} ${model}`;
      if (seen.has(key) && seen.get(key) !== score) differing.add(key.trim());
      seen.set(key, seen.get(key) ?? score);
    }
    expect([...differing]).toEqual([]);
  });
  test("no pairing joins two tables: both scores stand in one row of the data", () => {
    for (const [first, second] of [["DeepSeek-V3", "GPT-4o-0513"], ["DeepSeek-R1", "DeepSeek-V3"], ["DeepSeek-V3-Base", "LLaMA-3.1-405B-Base"]] as const) {
      for (const pairing of run(explorer, { first, second }).pairings) {
        expect(tables.some((table) => table.rows.some((row) => row.scores[table.models.indexOf(first)] === pairing.first && row.scores[table.models.indexOf(second)] === pairing.second && row.name === pairing.label))).toBe(true);
      }
    }
  });
  test("the order of the models changes the sign of the gap alone", () => {
    const there = run(explorer, { sortBy: "table" }).pairings;
    const back = run(explorer, { first: "Claude-3.5-Sonnet-1022", second: "DeepSeek-V3", sortBy: "table" }).pairings;
    expect(back.map(({ gap, isSettled }) => [-gap, isSettled])).toEqual(there.map(({ gap, isSettled }) => [gap, isSettled]));
  });
  test("LiveCodeBench stands in three rows, one a window and method, for models in both reports", () => {
    expect(run(explorer).pairings.filter(({ label }) => label === "LiveCodeBench").map(({ setup }) => setup).sort()).toEqual(["Aug 2024 to Jan 2025, with CoT", "Aug to Nov 2024, with CoT", "Aug to Nov 2024, without CoT"]);
  });
});

describe("edges", () => {
  test("no axis holds one test twice, so scores of two set-ups never stand side by side", () => {
    for (const [first, second] of [["DeepSeek-V3", "Claude-3.5-Sonnet-1022"], ["DeepSeek-R1", "DeepSeek-V3"], ["DeepSeek-V3", "GPT-4o-0513"]] as const) {
      const places = run(explorer, { first, second }).pairings.map(({ axis, label }) => `${axis} ${label}`);
      expect(new Set(places).size).toBe(places.length);
    }
  });
  test("two models of different tables have no pairing, and the caption names the tests both took", () => {
    const out = run(explorer, { first: "DeepSeek-R1", second: "LLaMA-3.1-405B-Instruct" });
    expect(out.pairings).toEqual([]);
    expect(out.apart).toContain("LiveCodeBench");
    expect(renderFigure(figure, { first: "DeepSeek-R1", second: "LLaMA-3.1-405B-Instruct" }).caption).toContain("No table has");
  });
  test("a model beside itself has no gap", () => {
    expect(run(explorer, { second: "DeepSeek-V3" }).pairings.every(({ gap, isSettled }) => gap === 0 && isSettled !== true)).toBe(true);
  });
});
