import { readFile } from "node:fs/promises";
import { join } from "node:path";
import satori from "satori";
import sharp from "sharp";
import { SITE_NAME } from "../site.ts";

/** The card's colours are the light theme's; an image cannot follow the reader's. */
const PAPER = "#fbf8f1", INK = "#221d17", QUIET = "#625849", ACCENT = "#9e2a15";

const font = (path: string): Promise<Buffer> => readFile(join(process.cwd(), "node_modules/@fontsource", path));
const text = (children: string, style: object) => ({ type: "div", props: { style, children } });

/** A picture of 1200 by 630 pixels with a title and one line, as a link to the page shows it elsewhere. */
export async function card({ label, title, line }: { label: string; title: string; line: string }): Promise<Uint8Array<ArrayBuffer>> {
  const [literata, italic, sans] = await Promise.all(["literata/files/literata-latin-400-normal.woff", "literata/files/literata-latin-400-italic.woff", "commissioner/files/commissioner-latin-600-normal.woff"].map(font));
  const node = {
    type: "div",
    props: {
      style: { display: "flex", flexDirection: "column", width: 1200, height: 630, padding: "64px 80px", background: PAPER, color: INK, fontFamily: "Literata" },
      children: [
        text(label, { fontFamily: "Commissioner", fontSize: 26, color: ACCENT, height: 40 }),
        text(title, { fontSize: title.length > 34 ? 76 : 92, lineHeight: 1.08, letterSpacing: -1.5, marginTop: 16, paddingBottom: 34, borderBottom: `3px solid ${INK}` }),
        text(line, { fontSize: 40, lineHeight: 1.35, fontStyle: "italic", color: QUIET, marginTop: 34, flexGrow: 1 }),
        text(title === SITE_NAME ? "" : SITE_NAME, { fontFamily: "Commissioner", fontSize: 26 }),
      ],
    },
  };
  const svg = await satori(node as Parameters<typeof satori>[0], {
    width: 1200,
    height: 630,
    fonts: [
      { name: "Literata", data: literata!, weight: 400, style: "normal" },
      { name: "Literata", data: italic!, weight: 400, style: "italic" },
      { name: "Commissioner", data: sans!, weight: 600, style: "normal" },
    ],
  });
  return new Uint8Array(await sharp(Buffer.from(svg)).png({ palette: true }).toBuffer());
}
