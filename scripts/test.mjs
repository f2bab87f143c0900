// @ts-check
// The steps of `npm test`. `npm test -- lint unit` runs only the steps named, `npm test -- mla` what concerns one topic, in seconds.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fail } from "./say.mjs";
import { root } from "./setup.mjs";

/**
 * @typedef {object} Step
 * @property {string} name what `npm test -- <name>` calls it
 * @property {string} title
 * @property {string[]} script arguments for Node
 * @property {string} remedy
 * @property {boolean} [needsBuild] reads dist
 * @property {boolean} [isPart] a filter leaves out the rest on purpose, which is not worth a word
 * @property {() => void} [prepare] what to do right before
 * @property {"chromium" | "firefox"} [browser]
 * @property {"vitest" | "playwright"} [report] whose JSON report counts the tests; without one the step counts as one
 */

/** @param {string[]} path */
const tool = (...path) => join(root, "node_modules", ...path);
/** @param {string} step */
const reportOf = (step) => join(root, ".cache", "results", `${step}.json`);
/** @param {string} project @param {string} [step] */
const vitest = (project, step = project) => [tool("vitest", "vitest.mjs"), "run", "--project", project, "--reporter=default", "--reporter=json", `--outputFile.json=${reportOf(step)}`];

/** @type {Step[]} */
const STEPS = [
  {
    name: "types",
    title: "type check",
    script: [tool("astro", "bin", "astro.mjs"), "check"],
    remedy: "correct the types named above, then: npm test -- types",
  },
  {
    name: "pure",
    title: "type check of domain and simulations, without DOM and Node",
    script: [tool("typescript", "bin", "tsc"), "-p", "tests/tsconfig.pure.json"],
    remedy: "src/domain and *.sim.ts may use the language alone; move what touches a page or a machine elsewhere, then: npm test -- pure",
  },
  {
    name: "lint",
    title: "lint",
    script: [tool("eslint", "bin", "eslint.js"), ".", "--max-warnings=0"],
    remedy: "npx eslint . --fix mends some; correct the rest, then: npm test -- lint",
  },
  {
    name: "unit",
    title: "unit and property tests",
    script: vitest("unit"),
    remedy: "npx vitest --project unit shows and reruns the failing tests while you edit",
    report: "vitest",
  },
  {
    name: "build",
    title: "build",
    script: [tool("astro", "bin", "astro.mjs"), "build"],
    remedy: "correct the file named above, then: npm run build",
  },
  {
    name: "built",
    title: "checks of the built site",
    script: vitest("built"),
    remedy: "npm test -- build built",
    needsBuild: true,
    report: "vitest",
  },
  {
    name: "browser",
    title: "browser tests (Chromium)",
    script: [tool("@playwright", "test", "cli.js"), "test"],
    remedy: "npm test -- build browser; npx playwright test path:line runs one test; test-results/ holds the traces",
    needsBuild: true,
    browser: "chromium",
    report: "playwright",
  },
  {
    name: "firefox",
    title: "browser tests (Firefox)",
    script: vitest("firefox"),
    remedy: "npm test -- build firefox",
    needsBuild: true,
    browser: "firefox",
    report: "vitest",
  },
];

/** The folders of content/ that can be checked alone: topics, and the ledger. */
const topics = () => readdirSync(join(root, "content")).filter((name) => name === "ledger" || existsSync(join(root, "content", name, "article.mdx"))).sort();

/** The tests that hold every topic to its roles. A test there has the topic in its name. */
const RULES = ["articles", "contract", "figures", "practice", "layers", "house"].map((name) => `tests/${name}.test.ts`);

/** The types of one folder alone take a tenth of the time. @param {string} topic */
const tsconfigOf = (topic) => join(root, ".cache", `${topic}.tsconfig.json`);

/** What can be said about one topic without the others and without a build. @param {string} topic @returns {Step[]} */
function stepsOf(topic) {
  /** @type {Step} */
  const ledger = {
    name: "ledger",
    title: "the ledger's entries and their references",
    script: [...vitest("unit", "ledger"), "src/ledger.test.ts"],
    remedy: "correct the lines named above; content/ledger/README.md explains the fields",
    report: "vitest",
  };
  if (topic === "ledger") return [ledger];
  return [
    {
      name: `${topic}: rules`,
      title: `what every topic must be, of ${topic}`,
      script: [...vitest("unit", `${topic}-rules`), "--hideSkippedTests", ...RULES, "-t", `(^|[ /])${topic}([ /]|$)`],
      remedy: "correct the lines named above; CONTRIBUTING.md says what each role must be",
      report: "vitest",
      isPart: true,
    },
    {
      name: `${topic}: tests`,
      title: `the tests of ${topic}`,
      script: [...vitest("unit", `${topic}-tests`), "--passWithNoTests", `content/${topic}/`],
      remedy: `npx vitest --project unit content/${topic}/ reruns them while you edit`,
      report: "vitest",
    },
    {
      name: `${topic}: types`,
      title: `types of ${topic}`,
      script: [tool("typescript", "bin", "tsc"), "-p", tsconfigOf(topic)],
      prepare: () => writeFileSync(tsconfigOf(topic), JSON.stringify({ extends: "../tsconfig.json", include: [`../content/${topic}/**/*.ts`] })),
      remedy: `correct the types named above, then: npm test -- ${topic}`,
    },
    {
      name: `${topic}: lint`,
      title: `lint of ${topic}`,
      script: [tool("eslint", "bin", "eslint.js"), `content/${topic}`, "--max-warnings=0", "--no-error-on-unmatched-pattern"],
      remedy: `npx eslint content/${topic} --fix mends some; correct the rest`,
    },
  ];
}

/** @typedef {{ passed: number, failed: number, skipped: number }} Counts */

/** @param {Step} step */
const reportFile = (step) => reportOf(step.name.replace(": ", "-"));

/** @param {Step} step @param {boolean} ok @returns {Counts} */
function count(step, ok) {
  const file = reportFile(step);
  if (!step.report || !existsSync(file)) return { passed: ok ? 1 : 0, failed: ok ? 0 : 1, skipped: 0 };
  const report = JSON.parse(readFileSync(file, "utf8"));
  const counts =
    step.report === "vitest"
      ? { passed: report.numPassedTests, failed: report.numFailedTests, skipped: report.numPendingTests + report.numTodoTests }
      : { passed: report.stats.expected + report.stats.flaky, failed: report.stats.unexpected, skipped: report.stats.skipped };
  if (step.isPart) counts.skipped = 0;
  // A file that cannot be loaded fails its step without failing a test.
  return !ok && counts.failed === 0 ? { ...counts, failed: 1 } : counts;
}

/** @param {string} node @param {Step} step @returns {{ ok: boolean, counts: Counts }} */
function runStep(node, step) {
  const begun = Date.now();
  console.log(`\n== ${step.title} (${step.name})`);
  rmSync(reportFile(step), { force: true });
  step.prepare?.();
  const ok = spawnSync(node, step.script, { cwd: root, stdio: "inherit" }).status === 0;
  const counts = count(step, ok);
  const seconds = ((Date.now() - begun) / 1000).toFixed(1);
  console.log(`== ${step.title}: ${ok ? "passed" : "FAILED"} (${counts.passed} passed, ${counts.failed} failed, ${seconds} s)`);
  if (!ok) console.log(`   Remedy: ${step.remedy}`);
  return { ok, counts };
}

/** The steps asked for, in the order they must run; then the topics. @param {string[]} asked names of steps and topics; all steps when empty */
function choose(asked) {
  const names = STEPS.map((step) => step.name);
  const folders = topics();
  const unknown = asked.find((name) => !names.includes(name) && !folders.includes(name));
  if (unknown) fail(`unknown step or topic: "${unknown}"; expected some of the steps ${names.join(", ")}, or of the topics ${folders.join(", ")}.`, "npm test alone runs all steps.");
  return [...STEPS.filter((step) => asked.length === 0 || asked.includes(step.name)), ...folders.filter((name) => asked.includes(name)).flatMap(stepsOf)];
}

/**
 * Runs the steps in order. A failed step does not hide what the later ones would say,
 * except that a site that was not built is not tested.
 *
 * @param {string} node
 * @param {string[]} asked names of steps and topics; all steps when empty
 * @param {() => Promise<import("./browser.mjs").Browsers>} findBrowsers
 * @returns {Promise<number>} exit code
 */
export async function runTests(node, asked, findBrowsers) {
  const steps = choose(asked);
  // Before the steps: a browser that cannot be had should not cost the reader the wait for the others.
  const browsers = steps.some((step) => step.browser) ? await findBrowsers() : undefined;
  if (browsers) Object.assign(process.env, browsers.chromium.env);
  mkdirSync(join(root, ".cache", "results"), { recursive: true });

  const total = { passed: 0, failed: 0, skipped: 0 };
  /** @type {Step[]} */
  const failed = [];
  /** @type {string[]} */
  const notRun = [];
  for (const step of steps) {
    if (step.needsBuild && failed.some(({ name }) => name === "build")) notRun.push(`${step.title}: not run, since the build failed`);
    else if (step.browser === "firefox" && !browsers?.firefox) notRun.push(`${step.title}: not run, since this machine has no Firefox`);
    else {
      const { ok, counts } = runStep(node, step);
      if (!ok) failed.push(step);
      for (const key of /** @type {const} */ (["passed", "failed", "skipped"])) total[key] += counts[key];
    }
  }

  console.log("");
  for (const line of notRun) console.log(line);
  for (const { title, name, remedy } of failed) console.log(`FAILED: ${title} (${name})\n  Remedy: ${remedy}`);
  if (total.skipped) console.log(`${total.skipped} skipped`);
  console.log(`${total.passed} passed, ${total.failed} failed`);
  return failed.length ? 1 : 0;
}
