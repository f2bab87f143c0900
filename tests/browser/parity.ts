import { readFileSync } from "node:fs";
import ts from "typescript";
import type { AnySimulation } from "../../src/sim/contract.ts";
import { run } from "../../src/sim/run.ts";
import { importsOf } from "../layers.ts";
import { expect } from "./watched.ts";

/**
 * The language fixes every bit of + - * / and sqrt, so an answer made of those is the same everywhere, to the last bit.
 * It leaves the last bits of these to the engine, and Node and Chromium carry different versions of it.
 */
const LEFT_TO_THE_ENGINE = ["acos", "asin", "atan", "atan2", "cbrt", "cos", "cosh", "exp", "expm1", "hypot", "log", "log10", "log1p", "log2", "pow", "sin", "sinh", "tan", "tanh"] as const;

/** Whether a file, or one that it imports, raises to a power: the operator cannot be watched as `Math.pow` is. Comments are taken away, since they begin with the same stars. */
function raises(file: string, seen = new Set<string>()): boolean {
  seen.add(file);
  const text = readFileSync(file, "utf8");
  return ts.transpile(text, { target: ts.ScriptTarget.ESNext, removeComments: true }).includes("**")
    || importsOf(file, text).some(({ target }) => target.endsWith(".ts") && !seen.has(target) && raises(target, seen));
}

/** The command line's answer for a state (tests/parity.test.ts: it prints what run() gives), and whether its last bits are the engine's own. */
async function answered(id: string, search: string): Promise<{ out: unknown; isOpen: boolean }> {
  const given = Object.fromEntries([...new URLSearchParams(search)].map(([key, value]) => [key.slice(key.indexOf(".") + 1), value]));
  const { default: sim } = (await import(`../../content/${id}.sim.ts`)) as { default: AnySimulation };
  let isOpen = raises(`content/${id}.sim.ts`);
  const exact = Object.fromEntries(LEFT_TO_THE_ENGINE.map((name) => [name, Math[name]]));
  try {
    for (const name of LEFT_TO_THE_ENGINE) Math[name] = (...args: number[]) => { isOpen = true; return (exact[name] as (...args: number[]) => number)(...args); };
    return { out: JSON.parse(JSON.stringify(run(sim, given))) as unknown, isOpen };
  } finally {
    Object.assign(Math, exact);
  }
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
  const { out, isOpen } = await answered(id, search);
  if (isOpen) expectClose(found, out);
  else expect(found).toEqual(out);
}
