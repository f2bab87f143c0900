// Moves a deck. The address names the slide, so a link opens there and Back returns to the slide before.
import { mirror } from "./mirror.ts";
import { listenForSwipes } from "./swipe.ts";

const root = document.documentElement;
const bar = document.querySelector<HTMLElement>("[data-bar]")!;
const part = (name: string): HTMLElement => bar.querySelector<HTMLElement>(`[data-${name}]`)!;
const words = JSON.parse(bar.dataset["words"]!) as Record<string, string>;
const fill = (text: string, places: Record<string, string | number>): string => text.replace(/\{(\w+)\}/g, (_, name: string) => String(places[name]));
const overview = document.querySelector<HTMLDialogElement>("#deck-overview")!;
const keyList = document.querySelector<HTMLDialogElement>("#deck-keys")!;
const letters = keyList.querySelector<HTMLInputElement>("[data-letters]")!;
const slides = [...document.querySelectorAll<HTMLElement>(".slide")];
let current = 0;
/** The bar's button that asked for the next slide. */
let pressed: HTMLElement | undefined;

/** The slide that the address names, by its own id or that of something on it. */
function asked(): number {
  const named = document.getElementById(decodeURIComponent(location.hash.slice(1)))?.closest<HTMLElement>(".slide");
  return named ? slides.indexOf(named) : location.hash === "" ? 0 : current;
}

/** The shares of its size that text is tried at: a slide with little on it may be larger; a figure's inputs scroll before they get too small. */
const SHARES = { text: [1.2, 0.5], figure: [1, 0.75] } as const;

/** A drawing that would be shown smaller than this scrolls. */
const LEAST_SCALE = 0.6;

/** Makes the text of a slide as small as it must be to stand on it whole. A phone held upright scrolls instead. */
function fit(slide: HTMLElement): void {
  const face = slide.querySelector<HTMLElement>(".slide-face")!;
  const body = slide.querySelector<HTMLElement>(".slide-body")!;
  const controls = slide.querySelector<HTMLElement>(".figure-controls");
  const isOver = (part: HTMLElement): boolean => part.scrollHeight > part.clientHeight + 1 || part.scrollWidth > part.clientWidth + 1;
  const [most, least] = SHARES[controls ? "figure" : "text"];
  for (let share = most; share > least - 0.01; share -= 0.05) {
    face.style.setProperty("--fit", share.toFixed(2));
    if (!isOver(body) && !(controls && isOver(controls))) break;
  }
  face.classList.remove("is-tall");
  const drawing = [...slide.querySelectorAll<SVGSVGElement>(".figure-plot > svg")].find((svg) => svg.clientWidth > 0);
  if (drawing && drawing.clientHeight / drawing.viewBox.baseVal.height < LEAST_SCALE) face.classList.add("is-tall");
  // What scrolls must be within reach of the keyboard.
  if (isOver(body)) body.tabIndex = 0;
  else body.removeAttribute("tabindex");
}

/** Fits the slide that is shown, and the next one where the presenter sees it. */
function fitShown(): void {
  fit(slides[current]!);
  if (presenter && slides[current + 1]) fit(slides[current + 1]!);
}

function show(index: number, isFirst = false): void {
  current = index;
  const slide = slides[index]!;
  for (const [at, other] of slides.entries()) {
    other.classList.toggle("is-current", at === index);
    other.classList.toggle("is-next", at === index + 1);
    other.inert = at !== index;
  }
  fitShown();
  // A formula's fonts load when it is first shown, and it is larger in them.
  void document.fonts.ready.then(fitShown);
  scrollTo(0, 0);
  const places = { slide: index + 1, slides: slides.length, title: slide.querySelector("h2")!.textContent };
  part("place").textContent = fill(words["place"]!, places);
  if (isFirst) return;
  // A reader who presses the bar's buttons stays there and hears the move; any other goes to the slide, which says its name.
  if (pressed) {
    pressed.focus();
    part("said").textContent = fill(words["moved"]!, places);
  } else {
    part("said").textContent = "";
    slide.focus({ preventScroll: true });
  }
  pressed = undefined;
}

function go(index: number): void {
  const slide = slides[Math.max(0, Math.min(slides.length - 1, index))]!;
  if (slides.indexOf(slide) === current) return;
  // A new fragment takes the focus away, so what had it is noted before.
  const focused = document.activeElement;
  pressed = focused instanceof HTMLElement && bar.contains(focused) ? focused : undefined;
  location.hash = slide.id;
}

const presenter = new URLSearchParams(location.search).get("view") === "presenter";
const channel = mirror({ isPresenter: presenter, goTo: (id) => { go(slides.findIndex((slide) => slide.id === id)); } });

const acts: Readonly<Record<string, () => void>> = {
  previous: () => { go(current - 1); },
  next: () => { go(current + 1); },
  first: () => { go(0); },
  last: () => { go(slides.length - 1); },
  overview: () => {
    for (const link of overview.querySelectorAll("a")) {
      if (link.hash === `#${slides[current]!.id}`) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    }
    overview.showModal();
    overview.querySelector<HTMLElement>("[aria-current]")?.focus();
  },
  notes: () => {
    const isOn = root.toggleAttribute("data-notes");
    bar.querySelector('[data-do="notes"]')!.setAttribute("aria-pressed", String(isOn));
    fit(slides[current]!);
  },
  presenter: () => {
    const others = location.search.replace(/^\?/, "&");
    if (!open(`${location.pathname}?view=presenter${others}#${slides[current]!.id}`, "deck-presenter", "popup,width=1200,height=760")) part("said").textContent = words["blocked"]!;
  },
  full: () => { void (document.fullscreenElement ? document.exitFullscreen() : root.requestFullscreen()); },
  keys: () => { keyList.showModal(); },
};

const KEYS: Readonly<Record<string, string>> = { ArrowRight: "next", ArrowDown: "next", PageDown: "next", ArrowLeft: "previous", ArrowUp: "previous", PageUp: "previous", Home: "first", End: "last" };
const LETTERS: Readonly<Record<string, string>> = { o: "overview", n: "notes", p: "presenter", f: "full", "?": "keys" };
/** What uses the keys itself: inputs, drawings that are read, boxes that scroll. */
const TAKES_KEYS = "input, select, textarea, summary, [role='application'], [role='group'][tabindex='0'], pre[tabindex], .slide-body[tabindex]";

function actOf({ key, shiftKey }: KeyboardEvent, target: Element): string | undefined {
  if (key === "Escape") return document.querySelector(":popover-open") ? undefined : "overview";
  if (key === " ") return target.closest("a, button") ? undefined : shiftKey ? "previous" : "next";
  return KEYS[key] ?? (letters.checked ? LETTERS[key.toLowerCase()] : undefined);
}

document.addEventListener("keydown", (event) => {
  const target = event.target as Element;
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
  if (target.closest(TAKES_KEYS)) {
    if (event.key === "Escape") slides[current]!.focus({ preventScroll: true });
    return;
  }
  const act = actOf(event, target);
  if (!act) return;
  event.preventDefault();
  acts[act]!();
});
document.addEventListener("click", (event) => {
  const act = (event.target as Element).closest<HTMLElement>("[data-do]")?.dataset["do"];
  if (act !== undefined) acts[act]?.();
});
listenForSwipes(document, (step) => { go(current + step); });
// The link names the slide; the dialog must be gone before the slide takes the focus.
overview.addEventListener("click", (event) => { if ((event.target as Element).closest("a")) overview.close(); });
addEventListener("hashchange", () => {
  const index = asked();
  show(index);
  channel.moved(slides[index]!.id);
});
addEventListener("resize", fitShown);
document.addEventListener("sim-answer", fitShown);

const STORED = "slide-letters";
letters.checked = localStorage.getItem(STORED) !== "off";
letters.addEventListener("change", () => { localStorage.setItem(STORED, letters.checked ? "on" : "off"); });
if (!document.fullscreenEnabled) bar.querySelector('[data-do="full"]')!.remove();
if (presenter) {
  root.dataset["presenter"] = "";
  bar.querySelector('[data-do="presenter"]')!.remove();
  void import("./clock.ts").then(({ startClock }) => { startClock(document.querySelector<HTMLElement>("[data-clock]")!); });
}
show(asked(), true);
