/** A finger that travels this far along, in CSS pixels, and at most half as far across, means the next slide. */
const FAR = 60;
/** What a finger moves itself. */
const MOVES = "input, select, textarea, dialog, pre, .figure-presets, .figure-plot, .figure-scroll, .table-scroll, .equation";

/** Calls `move` with 1 for a swipe to the left, and with -1 for one to the right. */
export function listenForSwipes(host: Document, move: (step: 1 | -1) => void): void {
  let start: Touch | undefined;
  host.addEventListener("touchstart", ({ touches, target }) => { start = touches.length === 1 && !(target as Element).closest(MOVES) ? touches[0] : undefined; }, { passive: true });
  host.addEventListener("touchend", ({ changedTouches: [end] }) => {
    if (!start || !end) return;
    const [along, across] = [end.clientX - start.clientX, Math.abs(end.clientY - start.clientY)];
    if (Math.abs(along) > FAR && across < Math.abs(along) / 2) move(along < 0 ? 1 : -1);
    start = undefined;
  }, { passive: true });
}
