import { readFile } from "node:fs/promises";
import { join } from "node:path";
import satori from "satori";
import sharp from "sharp";
import { SITE_NAME } from "../site.ts";

/** The card's colours are the light theme's; an image cannot follow the reader's. */
const PAPER = "#fbf8f1", INK = "#221d17", QUIET = "#625849", ACCENT = "#9e2a15";
const SIZE = { width: 1200, height: 630 } as const;
const EDGE = 72;
/** Room for a drawing at the card's foot. */
const DRAWING = { width: SIZE.width - 2 * EDGE, height: 316 } as const;

/** A drawing taller than this share of its width is long; so wide it then is. */
const LONG = 1.3, LONG_WIDTH = 760;

/** A piece of a line: plain, struck out as wrong, or written in as right. */
export interface Piece { readonly text: string; readonly as?: "wrong" | "right" }

/** What a card says. */
export interface Card {
  /** Above the title: "Article 7 · The result". */
  readonly label: string;
  readonly title: string;
  readonly line: string | readonly Piece[];
  /** A drawing as SVG, which takes the line's place. */
  readonly drawing?: string;
}

const font = (path: string): Promise<Buffer> => readFile(join(process.cwd(), "node_modules/@fontsource", path));
const box = (style: object, children: unknown): object => ({ type: "div", props: { style, children } });
const LOOK = { plain: {}, wrong: { color: QUIET, textDecoration: "line-through", textDecorationColor: ACCENT }, right: { color: ACCENT, fontStyle: "italic" } } as const;
/** Word by word, since only boxes wrap. */
const pieces = (line: readonly Piece[]): object[] => line.flatMap(({ text, as }) => (as ? [text] : text.split(" ").filter(Boolean)).map((word) => box({ marginRight: 19, ...LOOK[as ?? "plain"] }, word)));

let lightColors: Promise<ReadonlyMap<string, string>> | undefined;
/** The custom properties of src/styles/tokens.css in the light theme. */
const colors = (): Promise<ReadonlyMap<string, string>> => (lightColors ??= readFile(join(process.cwd(), "src/styles/tokens.css"), "utf8").then((css) => new Map([...css.matchAll(/(--[\w-]+): light-dark\((#\w{6}),/g)].map(([, name, light]) => [name!, light!]))));

/** The marks of a drawing without its words, which need fonts that an image cannot bring along: the card's title says what they show. */
async function picture(svg: string): Promise<Buffer> {
  const light = await colors();
  const marks = svg.replace(/<text\b[^>]*>[\s\S]*?<\/text>/g, "").replace(/<style\b[\s\S]*?<\/style>/g, "")
    .replace(/var\((--[\w-]+)\)/g, (_, name: string) => light.get(name) ?? INK).replaceAll("currentColor", INK)
    .replace(/<svg\b(?![^>]*xmlns=)/, '<svg xmlns="http://www.w3.org/2000/svg"');
  const { data, info } = await sharp(Buffer.from(marks), { density: 120 }).trim({ background: "#00000000", threshold: 1 }).toBuffer({ resolveWithObject: true });
  // Of a long list its top is shown, large enough to be seen.
  const resized = info.height > info.width * LONG ? { width: LONG_WIDTH, height: DRAWING.height, fit: "cover", position: "top" } as const : { ...DRAWING, fit: "inside" } as const;
  return sharp(data).resize(resized).png().toBuffer();
}

/** A picture of 1200 by 630 pixels, as a link to the page shows it elsewhere. */
export async function card({ label, title, line, drawing }: Card): Promise<Uint8Array<ArrayBuffer>> {
  const [literata, italic, sans] = await Promise.all(["literata/files/literata-latin-400-normal.woff", "literata/files/literata-latin-400-italic.woff", "commissioner/files/commissioner-latin-600-normal.woff"].map(font));
  const isSite = title === SITE_NAME;
  const size = drawing ? (title.length > 84 ? 42 : 50) : isSite ? 84 : title.length > 34 ? 78 : 100;
  const head = box({ display: "flex", justifyContent: "space-between", fontFamily: "Commissioner", fontSize: 25, color: ACCENT, height: 44 }, [box({}, label), box({ color: INK }, isSite ? "" : SITE_NAME)]);
  const body = typeof line === "string"
    ? box({ fontSize: line.length > 120 ? 42 : 52, lineHeight: 1.32, fontStyle: "italic", color: QUIET, marginTop: 32 }, line)
    : box({ display: "flex", flexWrap: "wrap", fontSize: 80, lineHeight: 1.24, letterSpacing: -1.2, marginTop: 44 }, pieces(line));
  const node = box({ display: "flex", flexDirection: "column", ...SIZE, paddingTop: 48, background: PAPER, color: INK, fontFamily: "Literata" }, box({ display: "flex", flexDirection: "column", width: DRAWING.width, marginLeft: EDGE }, [
    head,
    box({ fontSize: size, lineHeight: 1.1, letterSpacing: -size / 50, marginTop: 10, paddingBottom: 26, borderBottom: `3px solid ${INK}` }, title),
    ...(drawing ? [] : [body]),
  ]));
  const svg = await satori(node as Parameters<typeof satori>[0], {
    ...SIZE,
    fonts: [
      { name: "Literata", data: literata!, weight: 400, style: "normal" },
      { name: "Literata", data: italic!, weight: 400, style: "italic" },
      { name: "Commissioner", data: sans!, weight: 600, style: "normal" },
    ],
  });
  const image = sharp(Buffer.from(svg));
  if (drawing) {
    const input = await picture(drawing);
    const { width = 0, height = 0 } = await sharp(input).metadata();
    image.composite([{ input, left: EDGE + Math.round((DRAWING.width - width) / 2), top: SIZE.height - 44 - Math.round((DRAWING.height + height) / 2) }]);
  }
  return new Uint8Array(await image.png({ palette: true, effort: 3 }).toBuffer());
}
