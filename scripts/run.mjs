// @ts-check
// `npm start`, `npm test` and the others: brings Node, packages and browser, then runs the command.
// Plain Node >=18 without dependencies, since nothing may be installed yet.
import { spawnSync } from "node:child_process";
import { createServer } from "node:net";
import { delimiter, dirname, join } from "node:path";
import { findBrowsers } from "./browser.mjs";
import { fail } from "./say.mjs";
import { findNode, installPackages, root } from "./setup.mjs";
import { serve } from "./serve.mjs";
import { runTests } from "./test.mjs";

const DEFAULT_PORT = 4321;
const astro = join(root, "node_modules", "astro", "bin", "astro.mjs");
const [command = "", ...args] = process.argv.slice(2);

/** Runs a script in the chosen Node, on our own terminal. @param {string} node @param {string[]} script @returns {number} exit code */
function runNode(node, script) {
  return spawnSync(node, script, { cwd: root, stdio: "inherit" }).status ?? 1;
}

/** The port asked for by --port=n or PORT. */
function askedPort() {
  const text = args.find((arg) => arg.startsWith("--port="))?.slice("--port=".length) ?? process.env.PORT ?? String(DEFAULT_PORT);
  const port = Number(text);
  if (!Number.isInteger(port) || port < 1 || port > 65535) fail(`out of range: port is "${text}"; expected 1 to 65535.`, "give --port=4321, or leave it out.");
  return port;
}

/** A port nobody listens on now. @returns {Promise<number>} */
function freePort() {
  return new Promise((done) => {
    const probe = createServer().listen(0, "127.0.0.1", () => {
      const { port } = /** @type {import("node:net").AddressInfo} */ (probe.address());
      probe.close(() => done(port));
    });
  });
}

/** Builds the site and serves it; the address is the last line. @param {string} node */
async function start(node) {
  const port = askedPort();
  if (runNode(node, [astro, "build"]) !== 0) fail("The site could not be built (see above).", "correct the file named above, then run npm start again.");
  try {
    const server = await serve({ folder: join(root, "dist"), port, nextFree: true });
    if (server.port !== port) console.log(`Port ${port} is busy; serving on ${server.port} instead.`);
    console.log("The site is ready. Ctrl+C stops it.");
    console.log(server.address);
  } catch (error) {
    fail(`The server could not start: ${error instanceof Error ? error.message : error}.`, "free a port near the one asked for, or choose another: npm start -- --port=5000.");
  }
}

/** @type {Record<string, (node: string) => number | void | Promise<number | void>>} */
const commands = {
  start,
  dev: (node) => runNode(node, [astro, "dev", "--host", "127.0.0.1", "--port", String(askedPort()), ...args.filter((arg) => !arg.startsWith("--port="))]),
  build: (node) => runNode(node, [astro, "build", ...args]),
  // Older Nodes warn that they strip types; standard error is for our own errors.
  sim: (node) => runNode(node, ["--disable-warning=ExperimentalWarning", join(root, "src", "cli.ts"), ...args]),
  key: (node) => runNode(node, ["--disable-warning=ExperimentalWarning", join(root, "src", "export", "key.ts"), ...args]),
  export: (node) => runNode(node, ["--disable-warning=ExperimentalWarning", join(root, "src", "export", "export.ts"), ...args]),
  test: async (node) => {
    process.env.TEST_PORT ??= String(await freePort());
    return runTests(node, args, () => findBrowsers(node));
  },
  bench: async (node) => {
    const browsers = await findBrowsers(node);
    Object.assign(process.env, browsers.chromium.env);
    if (runNode(node, [astro, "build", "--silent"]) !== 0) return 1;
    return runNode(node, ["--disable-warning=ExperimentalWarning", join(root, "scripts", "bench", "bench.ts"), ...args]);
  },
};

const run = Object.hasOwn(commands, command) ? commands[command] : undefined;
if (!run) fail(`unknown command: "${command}"; expected one of ${Object.keys(commands).join(", ")}.`, "for example: npm start");

const node = findNode();
process.env.PATH = [dirname(node), join(root, "node_modules", ".bin"), process.env.PATH].join(delimiter);
process.env.ASTRO_TELEMETRY_DISABLED = "1";
installPackages(node);
const status = await run(node);
if (status) process.exitCode = status;
