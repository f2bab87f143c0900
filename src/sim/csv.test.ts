import { expect, test } from "vitest";
import { toCsv } from "./csv.ts";

test("a table becomes one heading line and one line a row, with raw numbers and CRLF", () => {
  const table = { columns: [{ key: "model", label: "Model" }, { key: "bytes", label: "Cache", unit: "byte" as const }], rows: [{ model: "V3", bytes: 70272 }, { model: "V2", bytes: -1.5e-7 }] };
  expect(toCsv(table)).toBe("Model,Cache (bytes)\r\nV3,70272\r\nV2,-1.5e-7\r\n");
});

test("commas, quotes and line ends are quoted; a missing cell is empty", () => {
  const table = { columns: [{ key: "a", label: 'A "b", c' }, { key: "b", label: "B" }], rows: [{ a: "x\ny" }] };
  expect(toCsv(table)).toBe('"A ""b"", c",B\r\n"x\ny",\r\n');
});

test("text that a spreadsheet would run stays text; a negative number stays a number", () => {
  const table = { columns: [{ key: "a", label: "A" }, { key: "b", label: "B" }], rows: [{ a: "=SUM(1,2)", b: -2 }] };
  expect(toCsv(table)).toBe("A,B\r\n\"'=SUM(1,2)\",-2\r\n");
});
