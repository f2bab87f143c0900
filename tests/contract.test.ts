import { readFileSync } from "node:fs";
import fc from "fast-check";
import { afterEach, describe, expect, test, vi } from "vitest";
import { parse } from "yaml";
import { seeded } from "#domain/random.ts";
import type { AnySimulation, Param, Params } from "#sim/contract.ts";
import { run, runSteps } from "#sim/run.ts";
import { sims } from "#sim/sims.ts";
import { defaultValues, resolveValues } from "#sim/values.ts";

// Every simulation in content/ is held to src/sim/contract.ts. Adding a file adds its tests.

type Value = number | string | boolean | readonly number[];
type Given = Record<string, Value>;

const citable = new Set((parse(readFileSync("content/ledger/sources.yaml", "utf8")) as { id: string }[]).map(({ id }) => id));

/** The grid points of a number, or the range itself when it has no step. */
function arbitraryNumber(param: Omit<Param & { kind: "number" }, "kind">): fc.Arbitrary<number> {
  const { min, max, step } = param;
  // A logarithmic range is drawn evenly in its logarithm, so that the small end is visited too.
  const position = fc.double({ min: 0, max: 1, noNaN: true });
  const spread = position.map((t) => (param.scale && param.scale !== "linear" && min > 0 ? min * (max / min) ** t : min + (max - min) * t));
  const onGrid = step === undefined ? spread : spread.map((x) => Number((min + Math.min(Math.floor((max - min) / step + 1e-9), Math.round((x - min) / step)) * step).toPrecision(12)));
  return fc.oneof({ weight: 1, arbitrary: fc.constantFrom(min, param.default, step === undefined ? max : lastOnGrid(min, max, step)) }, { weight: 4, arbitrary: onGrid.map((x) => Math.min(max, Math.max(min, x))) });
}

const lastOnGrid = (min: number, max: number, step: number): number => Number((min + Math.floor((max - min) / step + 1e-9) * step).toPrecision(12));

function arbitrary(param: Param): fc.Arbitrary<Value> {
  if (param.kind === "number") return arbitraryNumber(param);
  if (param.kind === "list") {
    const ofLength = (minLength: number, maxLength: number) => fc.array(arbitraryNumber({ ...param, default: param.min }), { minLength, maxLength, size: "max" });
    // A simulation may ask more of a list's length than its bounds; the default's is right.
    return fc.oneof(ofLength(param.minLength, param.maxLength), ofLength(param.default.length, param.default.length));
  }
  return param.kind === "choice" ? fc.constantFrom(...param.options) : fc.boolean();
}

const anyValues = (params: Params): fc.Arbitrary<Given> => fc.record(Object.fromEntries(Object.entries(params).map(([name, param]) => [name, arbitrary(param)])));

const bounds = ({ min, max, step }: { min: number; max: number; step?: number }): [number, number] => [min, step === undefined ? max : lastOnGrid(min, max, step)];

/** Every value a param can take at its ends: both bounds, each option, both flags; lists of both bounds, shortest, as long as the default, and longest. */
function ends(param: Param): Value[] {
  if (param.kind === "number") return bounds(param);
  if (param.kind === "list") return [param.minLength, param.default.length, param.maxLength].flatMap((length) => bounds(param).map((bound) => Array<number>(length).fill(bound)));
  return param.kind === "choice" ? [...param.options] : [false, true];
}

/** Paths of whatever in an answer is not plain finite data. */
function unsound(x: unknown, path = "out"): string[] {
  if (typeof x === "number") return Number.isFinite(x) ? [] : [`${path} is ${x}`];
  if (typeof x === "string") return /\b(NaN|undefined|Infinity)\b/.test(x) ? [`${path} says "${x}"`] : [];
  if (typeof x === "boolean" || x === null) return [];
  if (ArrayBuffer.isView(x)) return unsound(Array.from(x as Float64Array), path);
  if (Array.isArray(x)) return x.flatMap((item, index) => unsound(item, `${path}[${index}]`));
  if (typeof x === "object" && Object.getPrototypeOf(x) === Object.prototype) return Object.entries(x).flatMap(([key, item]) => unsound(item, `${path}.${key}`));
  return [`${path} is ${typeof x === "object" ? `a ${x.constructor.name}` : typeof x}`];
}

test("what an answer may not hold is found", () => {
  expect(unsound({ a: [1, { b: NaN }], c: -Infinity, d: undefined, e: () => 1, f: new Date(), g: "NaN bytes" })).toHaveLength(6);
  expect(unsound({ a: [1, "x", true, null], b: new Float64Array([0, 1]) })).toEqual([]);
});

const refuse = (name: string) => (): never => {
  throw new Error(`${name} was called in a simulation; use the random argument or a param`);
};
const IMPURE = ["Date", "performance", "fetch", "crypto", "setTimeout", "queueMicrotask"];

function refuseImpurity(): void {
  vi.spyOn(Math, "random").mockImplementation(refuse("Math.random"));
  for (const name of IMPURE) vi.stubGlobal(name, new Proxy(class {}, { construct: refuse(`new ${name}`), apply: refuse(name), get: (_, key) => refuse(`${name}.${String(key)}`)() }));
}

function restore(): void {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
}
afterEach(restore);

test("a simulation that draws from the machine is caught", () => {
  refuseImpurity();
  const impure: (() => unknown)[] = [() => Math.random(), () => Date.now(), () => new Date(), () => performance.now(), () => fetch("/"), () => crypto.randomUUID()];
  const caught = impure.filter((use) => { try { void use(); return false; } catch { return true; } });
  restore();
  expect(caught).toHaveLength(impure.length);
});

const median = (list: number[]): number => [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)]!;

test("there are simulations", () => expect(Object.keys(sims).length).toBeGreaterThan(0));

describe.each(Object.keys(sims))("%s", async (id) => {
  const sim: AnySimulation = await sims[id]!();
  const isHeavy = sim.cost === "heavy";
  const params = Object.entries(sim.params as Params);

  test("asks one question", () => expect(sim.question).toMatch(/^[A-Z][^?]*[^?.\s]\?$/));

  test("names params in camelCase, with labels and sane ranges", () => {
    for (const [name, param] of params) {
      expect(name).toMatch(/^[a-z][a-zA-Z0-9]*$/);
      expect(param.label.trim(), name).not.toBe("");
      if (param.kind === "choice") expect(param.options, name).toEqual(expect.arrayContaining([param.default, ...Object.keys(param.optionLabels ?? {})]));
      if (param.kind !== "number" && param.kind !== "list") continue;
      expect(param.min, name).toBeLessThan(param.max);
      if (param.kind === "list") expect([0, param.minLength, param.maxLength], name).toEqual([0, param.minLength, param.maxLength].sort((a, b) => a - b));
      else if (param.scale === "log2" || param.scale === "log10") expect(param.min, `${name} has a logarithmic scale`).toBeGreaterThan(0);
    }
    expect(resolveValues(sim, defaultValues(sim))).toEqual(defaultValues(sim));
  });

  test("cites sources of the ledger", () => {
    expect(sim.sources.length).toBeGreaterThan(0);
    for (const { cite, where } of [...sim.sources, ...sim.checks.map(({ source }) => source)]) {
      expect([...citable], `unknown source in ${id}`).toContain(cite);
      expect(where.trim()).not.toBe("");
    }
  });

  test("gives the same answer for the same values and seed", () => {
    const out: unknown = run(sim, {}, 7);
    const remedy = `two runs of content/${id}.sim.ts with one seed differ; draw from the \`random\` that run receives, and keep nothing between runs`;
    expect(run(sim, {}, 7), remedy).toEqual(out);
    expect(run(sim, defaultValues(sim), 7), remedy).toEqual(out);
  });

  test("answers with plain data that a worker can post", () => {
    const out: unknown = run(sim);
    expect(structuredClone(out)).toEqual(out);
    expect(JSON.parse(JSON.stringify(out))).toEqual(out);
  });

  test("leaves its values as they were", () => {
    const values = Object.freeze(structuredClone(defaultValues(sim)));
    for (const value of Object.values(values)) Object.freeze(value);
    expect(() => sim.run(values, seeded(1)) as unknown).not.toThrow();
  });

  test("touches no clock, no network and no other randomness", () => {
    refuseImpurity();
    // What it touched says so itself, with the line.
    try { run(sim); for (const frame of runSteps(sim)) void frame; } finally { restore(); }
  });

  test("answers with finite numbers at the defaults and at every bound", () => {
    expect(unsound(run(sim))).toEqual([]);
    for (const [name, param] of params) for (const end of ends(param)) expect(unsound(run(sim, { [name]: end })), `${name}=${String(end)}`).toEqual([]);
  });

  test("answers with finite numbers where all params are at a bound", () => {
    const corners = [0, 1].map((side) => Object.fromEntries(params.map(([name, param]) => [name, ends(param).at(side === 0 ? 0 : -1)!])));
    for (const corner of corners) expect(unsound(run(sim, corner)), JSON.stringify(corner)).toEqual([]);
  });

  test("answers with finite numbers over the whole ranges", () => {
    fc.assert(fc.property(anyValues(sim.params), fc.nat(), (values, seed) => { expect(unsound(run(sim, values, seed))).toEqual([]); }), { numRuns: isHeavy ? 12 : 300, seed: 20_240_507 });
  });

  if (sim.steps) test("shows steps that end where the run ends", () => {
    expect(sim.numSteps, "numSteps is required beside steps").toBeDefined();
    const check = (values: Given): void => {
      const frames = [...runSteps(sim, values, 7)];
      expect(frames).toHaveLength(sim.numSteps!(resolveValues(sim, values)));
      expect(frames.at(-1)!.out).toEqual(run(sim, values, 7));
      expect(frames.at(-1)!.done).toBe(1);
      for (const frame of frames) expect(unsound(frame.out)).toEqual([]);
    };
    check({});
    fc.assert(fc.property(anyValues(sim.params), check), { numRuns: 4, seed: 20_240_507 });
  });

  // 8 ms leaves half of a frame for drawing.
  if (!isHeavy) test("answers within 8 ms at its largest values", () => {
    const largest = Object.fromEntries(params.flatMap(([name, param]) => (param.kind === "number" || param.kind === "list" ? [[name, ends(param).at(-1)!]] : [])));
    for (let warm = 0; warm < 5; warm++) run(sim, largest);
    const times = Array.from({ length: 15 }, () => {
      const start = performance.now();
      run(sim, largest);
      return performance.now() - start;
    });
    expect(median(times)).toBeLessThan(8);
  });

  test.each(sim.checks.map((check) => [`${check.source.cite}, ${check.source.where}: ${check.equals}`, check] as const))("reproduces %s", (_, check) => {
    const found = check.read(run(sim, check.given));
    expect(Math.abs(found - check.equals), `content/${id}.sim.ts: found ${found}, expected ${check.equals} within ${check.within ?? 0}; correct the formula, or give the check a \`within\` and a \`because\``).toBeLessThanOrEqual(check.within ?? 0);
    if (check.within) expect(check.because, "a tolerance carries its reason").toBeTruthy();
  });
});
