import { light, relight } from "./linkedReading.ts";

/** A pointer this close to a mark, in CSS pixels, reads it: a dot is smaller than a finger. */
const REACH_PX = 28;

const STEPS: Readonly<Record<string, number>> = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1, PageDown: 10, PageUp: -10, Home: -Infinity, End: Infinity };

function distance(mark: Element, x: number, y: number): number {
  const { left, right, top, bottom } = mark.getBoundingClientRect();
  return Math.hypot(Math.max(left - x, 0, x - right), Math.max(top - y, 0, y - bottom));
}

/**
 * Lets pointer and keyboard read the exact values of a drawing's marks, on the static drawing as on a live one.
 *
 * @param host the element that holds the drawing; takes the focus
 * @param line where the reading is printed; its height is fixed
 * @returns what to call after the drawing was replaced
 */
export function attachReadings(host: HTMLElement, line: HTMLElement): () => void {
  const hint = line.textContent;
  let index = -1;
  // The static drawing for the other width is in the page too, but has no box.
  const marks = (): SVGElement[] => [...host.querySelectorAll<SVGElement>("[data-read]")].filter((mark) => mark.getClientRects().length > 0);

  function show(mark: SVGElement | undefined): void {
    for (const other of host.querySelectorAll(".is-read")) other.classList.remove("is-read");
    mark?.classList.add("is-read");
    const text = mark?.dataset["read"] ?? hint;
    if (line.textContent !== text) line.textContent = text;
    light(mark?.dataset["link"]);
  }
  function leave(): void {
    if (index < 0) return;
    index = -1;
    show(undefined);
  }
  function point({ clientX, clientY, target }: PointerEvent): void {
    const all = marks();
    const hit = target instanceof Element ? target.closest<SVGElement>("[data-read]") : null;
    const near = all.map((mark) => distance(mark, clientX, clientY));
    const at = hit ? all.indexOf(hit) : near.indexOf(Math.min(...near));
    if (at < 0 || (!hit && near[at]! > REACH_PX)) leave();
    else if (at !== index) show(all[(index = at)]);
  }
  host.addEventListener("pointermove", point);
  host.addEventListener("pointerdown", point);
  host.addEventListener("pointerleave", (event) => { if (event.pointerType === "mouse") leave(); });
  host.addEventListener("blur", leave);
  host.addEventListener("keydown", (event) => {
    const step = STEPS[event.key];
    const all = marks();
    if (event.key === "Escape") leave();
    if (step === undefined || all.length === 0 || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    index = index < 0 && Number.isFinite(step) ? (step > 0 ? 0 : all.length - 1) : Math.max(0, Math.min(all.length - 1, index + step));
    show(all[index]);
  });
  return () => {
    // Asking marks for their boxes forces a layout, so only a drawing that is being read pays for it.
    const all = index < 0 ? [] : marks();
    if (all.length > 0) show(all[(index = Math.min(index, all.length - 1))]);
    else relight();
  };
}
