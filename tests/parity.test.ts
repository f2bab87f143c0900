import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { describe, expect, test } from "vitest";
import type { Params } from "#sim/contract.ts";
import { run } from "#sim/run.ts";
import { sims } from "#sim/sims.ts";
import { resolveValues } from "#sim/values.ts";

// The command line and the tests give the same numbers here; the page and the worker in tests/browser/parity.ts, the build in tests/built.test.ts.

interface Printed { readonly id: string; readonly values: unknown; readonly seed: number; readonly out: unknown }

/** What the command line prints, and with which exit code. */
async function cli(...args: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  try {
    return { code: 0, ...(await promisify(execFile)(process.execPath, ["--disable-warning=ExperimentalWarning", "src/cli.ts", ...args], { maxBuffer: 1 << 26 })) };
  } catch (error) {
    return error as { code: number; stdout: string; stderr: string };
  }
}

describe.each(Object.keys(sims))("%s", (id) => {
  test("prints the numbers of run() on the command line, and nothing else", async () => {
    const sim = await sims[id]!();
    const params = Object.entries(sim.params as Params);
    const moved = params.flatMap(([name, param]) => (param.kind === "number" && param.default !== param.min ? [[name, param.min] as const] : [])).slice(0, 1);
    const lists = params.flatMap(([name, param]) => (param.kind === "list" ? [[name, [...param.default].reverse()] as const] : []));
    const given = Object.fromEntries<number | number[]>([...moved, ...lists]);
    for (const [values, seed] of [[{}, 1], [given, 42]] as const) {
      const { stdout, stderr } = await cli(id, ...Object.entries(values).map(([name, value]) => `--${name}=${String(value)}`), `--seed=${seed}`, "--json");
      expect(stderr).toBe("");
      expect(JSON.parse(stdout) as Printed).toEqual({ id, values: resolveValues(sim, values), seed, out: JSON.parse(JSON.stringify(run(sim, values, seed))) as unknown });
    }
  });
});

describe("the command line", () => {
  test("lists every simulation with its question", async () => {
    const { stdout } = await cli("list");
    for (const [id, load] of Object.entries(sims)) expect(stdout).toContain(`${id}  ${(await load()).question}`);
  });

  test.each([
    [["nonsense/none"], "unknown simulation"],
    [["example/coin-flips", "--flips=3"], "unknown parameter: flips; expected one of numFlips"],
    [["example/coin-flips", "--numFlips=0"], "out of range: numFlips is 0"],
    [["example/coin-flips", "--numFlips=many"], 'invalid: numFlips is "many"'],
    [["example/coin-flips", "--seed=-1"], "invalid: seed"],
    [["example/coin-flips", "--numFlips"], "missing: a value for --numFlips"],
    [[], "missing: the id of a simulation"],
  ])("refuses %s with exit code 2 and the reason on standard error", async (args, reason) => {
    const { code, stdout, stderr } = await cli(...args, "--json");
    expect(code).toBe(2);
    expect(stdout).toBe("");
    expect(stderr).toContain(args.length === 0 ? "missing" : reason);
  });
});
