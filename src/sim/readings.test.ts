import { parseHTML } from "linkedom";
import { expect, test, vi } from "vitest";
import { attachReadings } from "./readings.ts";

// Lighting what is linked needs the page; reading does not.
vi.mock("./linkedReading.ts", () => ({ light: vi.fn(), relight: vi.fn() }));

/** A drawing of 25 marks that read "0" to "24", and a way to press keys on it. */
function drawing() {
  const { document, Event } = parseHTML(`<html><body><div id="host"><svg>${Array.from({ length: 25 }, (_, i) => `<rect data-read="${i}"/>`).join("")}</svg></div><p id="line">hint</p></body></html>`);
  const [host, line] = [document.getElementById("host")!, document.getElementById("line")!];
  for (const mark of host.querySelectorAll("rect")) Object.assign(mark, { getClientRects: () => [mark] });
  attachReadings(host, line);
  return (key: string): string => {
    host.dispatchEvent(Object.assign(new Event("keydown"), { key }));
    return line.textContent ?? "";
  };
}

test("arrow keys walk the marks one by one, and Escape leaves", () => {
  const press = drawing();
  expect(["ArrowRight", "ArrowDown", "ArrowLeft", "End", "Home", "Escape"].map(press)).toEqual(["0", "1", "0", "24", "0", "hint"]);
});

test("Page Up and Page Down move by ten, and stop at the ends", () => {
  const press = drawing();
  expect(["Home", "PageDown", "PageDown", "PageDown", "PageUp", "PageUp", "PageUp"].map(press)).toEqual(["0", "10", "20", "24", "14", "4", "0"]);
});
