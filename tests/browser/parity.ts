import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { promisify } from "node:util";
import { expect } from "./watched.ts";

/**
 * The language fixes every bit of + - * / and sqrt, so an answer made of those is the same everywhere, to the last bit.
 * It leaves the last bits of these to the engine, and Node and Chromium carry different versions of it.
 */
const LEFT_TO_THE_ENGINE = ["acos", "asin", "atan", "atan2", "cbrt", "cos", "cosh", "exp", "expm1", "hypot", "log", "log10", "log1p", "log2", "pow", "sin", "sinh", "tan", "tanh"];

/** Whether a run of this simulation calls a function whose last bits the language leaves open; `**` counts as `Math.pow`. */
const PROBE = `
const [id, flags] = [process.argv[1], process.argv.slice(2)];
let isOpen = false;
for (const name of ${JSON.stringify(LEFT_TO_THE_ENGINE)}) { const exact = Math[name]; Math[name] = (...args) => { isOpen = true; return exact(...args); }; }
process.argv = [process.argv[0], "src/cli.ts", id, ...flags, "--json"];
const print = console.log;
console.log = (text) => print(JSON.stringify({ isOpen, out: JSON.parse(text).out }));
await import(process.cwd() + "/src/cli.ts");
`;

/** The command line's answer for a state, and whether its last bits are the engine's own. */
async function printed(id: string, search: string): Promise<{ out: unknown; isOpen: boolean }> {
  const flags = [...new URLSearchParams(search)].map(([key, value]) => `--${key.slice(key.indexOf(".") + 1)}=${value}`);
  const { stdout } = await promisify(execFile)(process.execPath, ["--disable-warning=ExperimentalWarning", "--input-type=module", "--eval", PROBE, "--", id, ...flags], { maxBuffer: 1 << 26 });
  const { out, isOpen } = JSON.parse(stdout) as { out: unknown; isOpen: boolean };
  return { out, isOpen: isOpen || (await readFile(`content/${id}.sim.ts`, "utf8")).includes("**") };
}

/** 9 digits, or 1e-12 where a difference has cancelled down to rounding noise. */
function expectClose(found: unknown, wanted: unknown, path = "out"): void {
  if (typeof wanted === "number" && typeof found === "number") expect(Math.abs(found - wanted), `${path}: ${found} against ${wanted}`).toBeLessThanOrEqual(Math.max(1e-12, 1e-9 * Math.abs(wanted)));
  else if (typeof wanted === "object" && wanted !== null && typeof found === "object" && found !== null) {
    expect(Object.keys(found), path).toEqual(Object.keys(wanted));
    for (const [key, value] of Object.entries(wanted)) expectClose((found as Record<string, unknown>)[key], value, `${path}.${key}`);
  } else expect(found, path).toEqual(wanted);
}

/** Expects what a page showed to be what the command line prints: to the last bit, unless the engine has its own last bits. */
export async function expectAnswerOfCommandLine(id: string, found: unknown, search: string): Promise<void> {
  const { out, isOpen } = await printed(id, search);
  if (isOpen) expectClose(found, out);
  else expect(found).toEqual(out);
}
