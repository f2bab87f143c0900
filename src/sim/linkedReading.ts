/**
 * Linked reading: whatever carries the same `data-link` (a mark of a figure, a row of a table, a word, a symbol of an equation,
 * a key of a config) is lit together, on hover and on keyboard focus. Lit is a class; the style sheet shows it by outline and weight, not by colour alone.
 */
let current: string | undefined;

/** Lights every element with this key, and no other. */
export function light(key: string | undefined): void {
  current = key;
  for (const element of document.querySelectorAll<HTMLElement | SVGElement>("[data-link]")) {
    element.classList.toggle("lit", key !== undefined && element.dataset["link"] === key);
  }
}

/** Lights again what is lit, after a drawing or a table was replaced. */
export function relight(): void {
  if (current !== undefined) light(current);
}

/** The key at an event's target. A figure's plot lights its own marks, the nearest one to the pointer. */
function keyAt(target: EventTarget | null): string | undefined {
  if (!(target instanceof Element) || target.closest("[data-plot]")) return undefined;
  return target.closest<HTMLElement>("[data-link]")?.dataset["link"];
}

function follow(event: Event): void {
  const key = keyAt(event.target);
  if (key !== undefined) light(key);
}

function leave(event: Event): void {
  if (keyAt(event.target) === undefined) return;
  // What has the keyboard's focus stays lit when the pointer leaves something else.
  light(event.type === "pointerout" ? keyAt(document.activeElement) : undefined);
}

document.addEventListener("pointerover", follow);
document.addEventListener("focusin", follow);
document.addEventListener("pointerout", leave);
document.addEventListener("focusout", leave);
document.addEventListener("keydown", ({ key }) => { if (key === "Escape" && current !== undefined) light(undefined); });
