const SEPARATOR = "\u241f";

/**
 * The options that make a mark readable and linkable: spread them into a Plot mark.
 *
 * `link(d)` is the key that lights this mark together with table rows, words and symbols that carry the same key.
 * `text(d)` is the exact reading shown when the pointer or the keyboard reaches the mark: "DeepSeek-V3: 70,272 bytes per token".
 * Plot has no channel for either, so both travel in its ariaLabel channel until `finish` takes them apart.
 */
export function reading<T>(link: (d: T) => string, text: (d: T) => string): { ariaLabel: (d: T) => string } {
  return { ariaLabel: (d) => `${link(d)}${SEPARATOR}${text(d)}` };
}

/**
 * Finishes what Plot drew, on the server and in the page alike:
 * moves readings to `data-link` and `data-read`; drops labels of role-less groups (which axe refuses);
 * drops the inline style sheet, which a strict Content-Security-Policy refuses (src/styles/figure.css has the rules);
 * and names the drawing as one image, whose text is the caption.
 */
export function finish<T extends Element>(svg: T, caption: string): T {
  if (svg.localName !== "svg") throw new Error(`unsupported: a figure drew <${svg.localName}>; leave out title, subtitle, caption and legend, the page carries those`);
  for (const style of svg.querySelectorAll("style")) style.remove();
  for (const labelled of svg.querySelectorAll("[aria-label]")) {
    const [link, text] = (labelled.getAttribute("aria-label") ?? "").split(SEPARATOR);
    labelled.removeAttribute("aria-label");
    if (text === undefined) continue;
    if (link) labelled.setAttribute("data-link", link);
    labelled.setAttribute("data-read", text);
  }
  for (const hidden of svg.querySelectorAll("[aria-description], [aria-hidden]")) {
    hidden.removeAttribute("aria-description");
    hidden.removeAttribute("aria-hidden");
  }
  // Plot names a panel's axes' font and colour on the panel; the whole drawing is the one image.
  for (const panel of svg.querySelectorAll("svg")) panel.removeAttribute("role");
  svg.setAttribute("role", "img");
  svg.setAttribute("aria-label", caption);
  return svg;
}
