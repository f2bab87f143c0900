// One popover for facts, citations and terms. It can be hovered itself, stays until dismissed, and Escape closes it (WCAG 1.4.13).
const box = document.createElement("div");
box.id = box.className = "popover";
box.popover = "manual";
box.setAttribute("role", "tooltip");
document.body.append(box);

let from: HTMLAnchorElement | undefined;
let timer: ReturnType<typeof setTimeout> | undefined;

const linkAt = (target: EventTarget | null): HTMLAnchorElement | null => (target instanceof Element ? target.closest<HTMLAnchorElement>("a[data-note]") : null);
const later = (run: () => void, ms: number): void => {
  clearTimeout(timer);
  timer = setTimeout(run, ms);
};

function hide(): void {
  clearTimeout(timer);
  from?.removeAttribute("aria-describedby");
  from = undefined;
  box.hidePopover();
}

function show(link: HTMLAnchorElement): void {
  clearTimeout(timer);
  const note = document.getElementById(link.dataset.note!);
  if (link === from || !note) return;
  hide();
  box.replaceChildren(...[...note.childNodes].map((node) => node.cloneNode(true)));
  from = link;
  link.setAttribute("aria-describedby", box.id);
  box.showPopover();
  const line = link.getClientRects()[0]!;
  const { width, height } = box.getBoundingClientRect();
  const page = document.documentElement;
  box.style.left = `${scrollX + Math.max(8, Math.min(line.left, page.clientWidth - width - 8))}px`;
  box.style.top = `${scrollY + (line.bottom + height + 8 > page.clientHeight && line.top > height + 8 ? line.top - height - 6 : line.bottom + 6)}px`;
}

const over = (event: PointerEvent): void => {
  const link = linkAt(event.target);
  if (event.pointerType === "touch") return;
  if (link) later(() => show(link), 120);
  else if (box.contains(event.target as Node)) clearTimeout(timer);
  else if (from && document.activeElement !== from) later(hide, 250);
  else if (!from) clearTimeout(timer);
};
document.addEventListener("pointerover", over);
document.addEventListener("focusin", (event) => {
  const link = linkAt(event.target);
  if (link) show(link);
  else if (from && !box.contains(event.target as Node)) hide();
});
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && from) hide();
});
// The first tap shows the note; what the link leads to is in the note.
document.addEventListener("click", (event) => {
  const link = linkAt(event.target);
  if (link && (event as PointerEvent).pointerType === "touch" && document.getElementById(link.dataset.note!)) {
    event.preventDefault();
    show(link);
  } else if (from && !box.contains(event.target as Node)) hide();
});
