import { parseSync } from "vite";
import { expect, test } from "vitest";
import { trimSimulation } from "./pageScripts.ts";

const trimmed = (code: string): string => trimSimulation(code, parseSync("x.sim.js", code).program.body);
const sim = (cost: string): string => `import { simulation } from "x";\nexport default simulation({ question: "How?", params: { a: 1 }, sources: [], cost: "${cost}", run() { return heavy(); }, checks: [] });`;

test("an instant simulation keeps what the page runs and loses what only the build reads", () => {
  const code = trimmed(sim("instant"));
  expect(code).toContain("params");
  expect(code).toContain("heavy()");
  expect(code).not.toMatch(/question|sources|checks/);
  expect(parseSync("x.sim.js", code).errors).toEqual([]);
});

test("a heavy simulation leaves its run to the worker", () => {
  const code = trimmed(sim("heavy"));
  expect(code).toContain("params");
  expect(code).not.toContain("heavy()");
  expect(parseSync("x.sim.js", code).errors).toEqual([]);
});

test("a simulation of another form stops the build", () => expect(() => trimmed("export default 1;")).toThrow(/export default simulation/));
