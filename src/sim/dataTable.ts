import { formatNumber } from "#plot/format.ts";
import { heading } from "./csv.ts";
import type { Table } from "./figure.ts";
import { fromRoot } from "./siteRoot.ts";

/** A cell as it is read: numbers grouped, four significant digits where they are not whole. */
export const printCell = (value: string | number | undefined): string => (typeof value === "number" ? formatNumber(value) : (value ?? ""));

/** Fills a `<table>` with the rows of an answer: the first column names its row and leads to the row's page, and a row lights what it links to. */
export function fillTable(element: HTMLTableElement, { columns, rows, links, hrefs }: Table): void {
  const make = <K extends keyof HTMLElementTagNameMap>(tag: K, text: string): HTMLElementTagNameMap[K] => Object.assign(document.createElement(tag), { textContent: text });
  const head = document.createElement("tr");
  for (const column of columns) head.append(Object.assign(make("th", heading(column)), { scope: "col" }));
  const body = rows.map((row, at) => {
    const line = document.createElement("tr");
    const link = links?.[at];
    if (link !== undefined) line.dataset["link"] = link;
    columns.forEach(({ key }, column) => {
      const cell = make(column === 0 ? "th" : "td", printCell(row[key]));
      if (column === 0) (cell as HTMLTableCellElement).scope = "row";
      const href = column === 0 ? hrefs?.[at] : undefined;
      if (href !== undefined) cell.replaceChildren(Object.assign(make("a", printCell(row[key])), { href: fromRoot(href) }));
      else if (column === 0 && link !== undefined) cell.tabIndex = 0;
      if (typeof row[key] === "number") cell.classList.add("number");
      line.append(cell);
    });
    return line;
  });
  element.tHead?.replaceChildren(head);
  element.tBodies[0]?.replaceChildren(...body);
}
