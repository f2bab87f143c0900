import { existsSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { readSeed } from "../sim/variant.ts";
import { program, readArguments } from "./arguments.ts";
import { moodle } from "./moodle.ts";
import { qtiPackage } from "./qti.ts";
import { type Item, sheet } from "./sheet.ts";

const USAGE = "usage: npm run -s export -- <topic> --format=qti|moodle --out=<file> [--seed=n]";
const FORMATS: Readonly<Record<string, (title: string, items: readonly Item[]) => string | Uint8Array>> = { qti: qtiPackage, moodle };

await program(async () => {
  const { topic, flags } = readArguments(process.argv.slice(2), { format: "value", out: "value", seed: "value" }, USAGE);
  const { format, out } = flags;
  if (format === undefined || !Object.hasOwn(FORMATS, format)) throw new RangeError(`${format === undefined ? "missing: a format" : `unknown format: "${format}"`}; expected --format=${Object.keys(FORMATS).join(" or --format=")}`);
  if (out === undefined) throw new RangeError(`missing: a file to write; expected --out=<file>, ending in ${format === "qti" ? ".zip" : ".xml"}`);
  if (!existsSync(dirname(out))) throw new RangeError(`invalid: the folder of --out=${out} does not exist; expected one that does`);
  const seed = flags["seed"] === undefined ? undefined : readSeed(flags["seed"]);
  const items = await sheet(topic, seed);
  writeFileSync(out, FORMATS[format]!(`DeepSeek, Recomputed: ${topic}${seed === undefined ? "" : `, seed ${seed}`}`, items));
  console.log(`${out}: ${items.length} exercises of ${topic}, ${seed === undefined ? "the numbers of the article" : `seed ${seed}`}`);
});
