import { citeAsBibtex, citeAsText } from "./citation.ts";
import type { Spec } from "./spec.ts";
import { changedValues, type State } from "./values.ts";
import { writeState } from "./urlState.ts";

/** What a style sheet may give a mark, and what a file that leaves the page must carry itself. */
const CARRIED = ["fill", "fill-opacity", "stroke", "stroke-width", "stroke-opacity", "stroke-dasharray", "stroke-linecap", "stroke-linejoin", "opacity", "paint-order", "font-family", "font-size", "font-weight", "font-style", "text-anchor", "visibility"] as const;
const CREDIT_HEIGHT = 22;
const SVG = "http://www.w3.org/2000/svg";

/** The drawing as a file of its own: colours resolved as the page shows them now, on the page's paper, with its source printed below. */
export function standaloneSvg(shown: SVGSVGElement, { title, site, page }: Spec, caption: string): { text: string; width: number; height: number } {
  const copy = shown.cloneNode(true) as SVGSVGElement;
  const copies = [copy, ...copy.querySelectorAll<SVGElement>("*")];
  [shown, ...shown.querySelectorAll<SVGElement>("*")].forEach((original, at) => {
    const style = getComputedStyle(original);
    const parent = original === shown ? undefined : getComputedStyle(original.parentElement ?? original);
    for (const name of CARRIED) {
      const value = style.getPropertyValue(name);
      if (value !== "" && value !== parent?.getPropertyValue(name)) copies[at]!.setAttribute(name, value);
      else if (copies[at]!.getAttribute(name)?.includes("var(")) copies[at]!.setAttribute(name, value);
    }
    for (const attribute of ["class", "style", "data-link", "data-read"]) copies[at]!.removeAttribute(attribute);
  });
  const { width, height } = shown.viewBox.baseVal;
  const add = (tag: string, attributes: Record<string, string | number>, text = ""): SVGElement => {
    const element = document.createElementNS(SVG, tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
    element.textContent = text;
    return element;
  };
  const page_ = getComputedStyle(document.documentElement);
  const paper = page_.getPropertyValue("--paper").trim() || "#fff";
  const total = height + CREDIT_HEIGHT;
  copy.setAttribute("xmlns", SVG);
  copy.setAttribute("width", String(width));
  copy.setAttribute("height", String(total));
  copy.setAttribute("viewBox", `0 0 ${width} ${total}`);
  copy.prepend(add("title", {}, title), add("desc", {}, caption), add("rect", { width, height: total, fill: paper }));
  copy.append(add("text", { x: 8, y: total - 8, fill: page_.getPropertyValue("--ink-quiet").trim() || "#555", "font-size": 10, "text-anchor": "start", stroke: "none" }, `${site}, CC BY 4.0. ${page.replace(/^https?:\/\//, "")}`));
  return { text: new XMLSerializer().serializeToString(copy), width, height: total };
}

/** The same drawing as a bitmap, twice as fine as the screen's pixels. */
export async function png(svg: { text: string; width: number; height: number }): Promise<Blob> {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg.text)}`;
  await image.decode();
  const canvas = Object.assign(document.createElement("canvas"), { width: Math.round(svg.width * 2), height: Math.round(svg.height * 2) });
  canvas.getContext("2d")!.drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve, reject) => { canvas.toBlob((blob) => { if (blob) resolve(blob); else reject(new Error("unsupported: this browser makes no PNG")); }); });
}

/** Hands the reader a file. */
export function download(name: string, content: Blob): void {
  const url = URL.createObjectURL(content);
  Object.assign(document.createElement("a"), { href: url, download: name }).click();
  setTimeout(() => { URL.revokeObjectURL(url); }, 10_000);
}

/** A file name that says which state it holds: "mla-kv-cache-contextTokens-131072.csv". */
export function fileName({ id, params }: Spec, values: State, extension: string): string {
  const state = Object.entries(changedValues({ params }, values)).flat().join("-");
  return `${[id, state].filter((part) => part !== "").join("-").replaceAll(/[^\w.-]+/g, "-").slice(0, 120)}.${extension}`;
}

/** The texts under "cite" and "embed" for a state, by the name of the place they stand in. */
export function shareTexts({ id, name, title, site, version, page, embed, params }: Spec, values: State): Readonly<Record<string, string>> {
  // On a figure's own pages the state is relative to the simulation's defaults, whatever the article began with.
  const own = id.split("/")[1] ?? name;
  const query = writeState("", own, { params }, values);
  const cited = { id, title, site, version, url: page + query, accessed: new Date().toISOString().slice(0, 10), values: changedValues({ params }, values) };
  const frameTitle = title.replaceAll("&", "&amp;").replaceAll('"', "&quot;");
  return {
    text: citeAsText(cited),
    bibtex: citeAsBibtex(cited),
    embed: `<iframe src="${(embed + query).replaceAll("&", "&amp;")}" title="${frameTitle}" width="100%" height="720" loading="lazy"></iframe>`,
  };
}
