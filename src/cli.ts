import { globSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { AnySimulation, Param, Params } from "./sim/contract.ts";
import { byId, load } from "./sim/discover.ts";
import { describeList } from "./sim/readItems.ts";
import { DEFAULT_SEED, run } from "./sim/run.ts";
import { readSeed } from "./sim/variant.ts";
import { resolveValues } from "./sim/values.ts";

const USAGE = "usage: npm run -s sim -- list\n       npm run -s sim -- <topic>/<sim> [--param=value ...] [--seed=n] [--json]";
const root = join(dirname(fileURLToPath(import.meta.url)), "..");

// Node has no import.meta.glob, so the command line discovers by the same file names itself.
const sims = byId<AnySimulation>(
  Object.fromEntries(
    globSync("content/*/*.sim.ts", { cwd: root }).map((path) => [path.replaceAll("\\", "/"), async () => ((await import(join(root, path))) as { default: AnySimulation }).default]),
  ),
);

interface Request { id: string; given: Record<string, string>; seed: number; json: boolean }

function readRequest([id, ...flags]: string[]): Request {
  if (!id || id.startsWith("--")) throw new RangeError(`missing: the id of a simulation\n${USAGE}`);
  const request: Request = { id, given: {}, seed: DEFAULT_SEED, json: false };
  for (const flag of flags) {
    const [, name, value] = /^--([^=]+)(?:=(.*))?$/s.exec(flag) ?? [];
    if (!name) throw new RangeError(`unknown argument: "${flag}"; expected --param=value\n${USAGE}`);
    if (name === "json" && value === undefined) request.json = true;
    else if (value === undefined) throw new RangeError(`missing: a value for --${name}; expected --${name}=value`);
    else if (name === "seed") request.seed = readSeed(value);
    else request.given[name] = value;
  }
  return request;
}

function allowed(param: Param): string {
  if (param.kind === "list") return describeList(param);
  if (param.kind === "number") return `${param.min} to ${param.max} ${param.unit}`;
  return param.kind === "choice" ? param.options.join(", ") : "true, false";
}

async function list(): Promise<void> {
  for (const id of Object.keys(sims)) {
    const sim = await load(sims, id, "simulation");
    console.log(`${id}  ${sim.question}`);
    for (const [name, param] of Object.entries(sim.params as Params)) {
      console.log(`    --${name}=${String(param.default)}  ${param.label} (${allowed(param)})`);
    }
  }
}

async function main(args: string[]): Promise<void> {
  if (args[0] === "list" && args.length === 1) return list();
  const { id, given, seed, json } = readRequest(args);
  const sim = await load(sims, id, "simulation");
  const values = resolveValues(sim, given);
  const out = run(sim, given, seed);
  if (json) console.log(JSON.stringify({ id, values, seed, out }));
  else console.log(`${sim.question}\n${JSON.stringify(out, null, 2)}`);
}

try {
  await main(process.argv.slice(2));
} catch (error) {
  console.error((error as Error).message);
  process.exitCode = 2;
}
