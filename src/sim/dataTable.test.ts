import { parseHTML } from "linkedom";
import { afterEach, expect, test, vi } from "vitest";
import { fillTable } from "./dataTable.ts";

afterEach(() => { vi.unstubAllGlobals(); });

/** The table of one answer, filled as a page does it. */
function filled(hrefs?: readonly string[]): HTMLTableElement {
  const { document } = parseHTML("<table><thead></thead><tbody></tbody></table>");
  vi.stubGlobal("document", document);
  const [head, body] = [document.querySelector("thead")!, document.querySelector("tbody")!];
  // linkedom has neither property.
  const table = Object.defineProperties(document.querySelector("table")!, { tHead: { value: head }, tBodies: { value: [body] } }) as HTMLTableElement;
  fillTable(table, { columns: [{ key: "name", label: "Name" }, { key: "x", label: "X", unit: "byte" }], rows: [{ name: "one", x: 1 }, { name: "two", x: 2 }], links: ["a", "b"], ...(hrefs && { hrefs }) });
  return table;
}

test("a row's name leads to the page that says more about it", () => {
  const anchors = [...filled(["/ledger/#one", "/ledger/#two"]).querySelectorAll("a")];
  expect(anchors.map((anchor) => [anchor.getAttribute("href"), anchor.textContent])).toEqual([["/ledger/#one", "one"], ["/ledger/#two", "two"]]);
});
test("a row without a page has a plain name", () => {
  const table = filled();
  expect([...table.querySelectorAll("tbody th")].map((name) => name.textContent)).toEqual(["one", "two"]);
  expect(table.querySelector("a")).toBeNull();
});
