// `npm run bench`: measures the built site and says which targets it misses. Needs dist and .cache/browser.json.
import { globSync } from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { chromium, type Browser } from "@playwright/test";
import type { AnySimulation } from "../../src/sim/contract.ts";
import { byId, load } from "../../src/sim/discover.ts";
import { recordedBrowsers } from "../browser.mjs";
import { serve, type Served } from "../serve.mjs";
import { root } from "../setup.mjs";
import { measureLighthouse } from "./lighthouse.ts";
import { mainPages } from "./pages.ts";
import { measurePaint } from "./paint.ts";
import { measureRouting, measureThroughput } from "./throughput.ts";
import { measureWeight } from "./weight.ts";
import { printTargets, type Target } from "./table.ts";

async function findSims(): Promise<[string, AnySimulation][]> {
  const files = globSync("content/*/*.sim.ts", { cwd: root }).map((path) => path.replaceAll("\\", "/"));
  const sims = byId(Object.fromEntries(files.map((path) => [path, async () => ((await import(pathToFileURL(join(root, path)).href)) as { default: AnySimulation }).default])));
  return Promise.all(Object.keys(sims).map(async (id): Promise<[string, AnySimulation]> => [id, await load(sims, id, "simulation")]));
}

/** A port for the browser's debugger, which Lighthouse speaks to. */
function freePort(): Promise<number> {
  return new Promise((done) => {
    const probe = createServer().listen(0, "127.0.0.1", () => {
      const { port } = probe.address() as AddressInfo;
      probe.close(() => { done(port); });
    });
  });
}

async function launch(debuggingPort: number): Promise<Browser> {
  const { path, args, env } = recordedBrowsers().chromium;
  return chromium.launch({ executablePath: path, args: [...args, `--remote-debugging-port=${debuggingPort}`], env: { ...process.env, ...env } });
}

const asked = process.argv.slice(2);
const PARTS = ["sims", "routing", "weight", "paint", "lighthouse"];
const unknown = asked.find((part) => !PARTS.includes(part));
if (unknown) throw new RangeError(`unknown part: "${unknown}"; expected some of ${PARTS.join(", ")}`);
const isAsked = (part: string) => asked.length === 0 || asked.includes(part);

const sims = await findSims();
if (isAsked("sims")) measureThroughput(sims);
if (isAsked("routing")) measureRouting();

const log: Served[] = [];
const server = await serve({ folder: join(root, "dist"), quality: 11, onServed: (served) => log.push(served) });
const debuggingPort = await freePort();
const browser = await launch(debuggingPort);
const targets: Target[] = [];
try {
  const pages = mainPages(root);
  const instant = sims.filter(([, sim]) => sim.cost === "instant").map(([id]) => id);
  if (isAsked("weight")) targets.push(...(await measureWeight(browser, server.address, log, pages)));
  if (isAsked("paint")) targets.push(...(await measurePaint(browser, server.address, root, instant)));
  if (isAsked("lighthouse")) targets.push(...(await measureLighthouse(server.address, debuggingPort, pages)));
} finally {
  await browser.close();
  await server.close();
}
printTargets(targets);
