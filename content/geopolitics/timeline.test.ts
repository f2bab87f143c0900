import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { run } from "#sim/run.ts";
import { renderFigure } from "#sim/render.ts";
import { loadLedger } from "../../src/ledger.ts";
import record from "./data/timeline.json" with { type: "json" };
import source from "./data/timeline.source.json" with { type: "json" };
import figure from "./timeline.figure.ts";
import timeline from "./timeline.sim.ts";

describe("the data and the ledger", () => {
  const { facts } = loadLedger();
  test.each(record.events)("$fact has the day, the words, the status and the source of its entry", ({ fact, date, label, status, cite }) => {
    expect(facts.get(fact)).toMatchObject({ date, value: label, status, source: cite });
  });
  test("each entry of an event is in the data once", () => {
    const named = record.events.map(({ fact }) => fact);
    expect(new Set(named).size).toBe(named.length);
    expect([...facts.keys()].filter((id) => id.startsWith("geo.event.")).sort()).toEqual([...named].sort());
  });
  test("a window opens and closes on the day of an event", () => {
    for (const { chip, from, to, opens, closes } of record.windows) {
      expect(facts.get(opens)?.date, chip).toBe(from);
      if (closes !== "") expect(facts.get(closes)?.date, chip).toBe(to);
      else expect(to).toBe(record.until);
    }
  });
  test("the file is the one that its source describes", () => {
    expect(createHash("sha256").update(readFileSync(new URL("./data/timeline.json", import.meta.url))).digest("hex")).toBe(source.sha256);
  });
});

describe("what must hold", () => {
  const given = fc.record({
    kind: fc.constantFrom(...timeline.params.kind.options),
    from: fc.constantFrom(...timeline.params.from.options),
    to: fc.constantFrom(...timeline.params.to.options),
    withDisputed: fc.boolean(),
  });
  test("what is shown is in order, within the years, and of the kind asked for", () => {
    fc.assert(fc.property(given, (values) => {
      const { events, start, end } = run(timeline, values);
      expect(events.map(({ date }) => date)).toEqual(events.map(({ date }) => date).sort());
      for (const event of events) {
        expect(start <= event.year && event.year < end && (values.kind === "everything" || values.kind === event.kind) && (values.withDisputed || event.status !== "disputed")).toBe(true);
      }
    }));
  });
  test("the kinds add up to everything", () => {
    const count = (kind: string) => run(timeline, { kind }).events.length;
    expect(timeline.params.kind.options.slice(1).reduce((sum, kind) => sum + count(kind), 0)).toBe(count("everything"));
    expect(count("everything")).toBe(record.events.length);
  });
});

describe("edges", () => {
  test("21 March to 23 October 2023 are 216 days, counted on a calendar", () => {
    const days = (Date.UTC(2023, 9, 23) - Date.UTC(2023, 2, 21)) / 86_400_000;
    expect([run(timeline).h800Days, days]).toEqual([216, 216]);
  });
  test("years in which nothing of a kind happened say so", () => {
    expect(renderFigure(figure, { kind: "ban", from: "2022", to: "2024" }).caption).toContain("No bans of DeepSeek in these years.");
  });
  test("an end before the start shows a quarter of a year", () => {
    const { start, end } = run(timeline, { from: "2026", to: "2023" });
    expect(end - start).toBeCloseTo(0.25, 2);
  });
});
