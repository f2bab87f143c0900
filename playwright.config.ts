import { defineConfig } from "@playwright/test";
import { recordedBrowsers } from "./scripts/browser.mjs";

const { chromium } = recordedBrowsers();
/** `npm test` chooses a free port; a run by hand takes this one. */
const port = Number(process.env.TEST_PORT ?? 4399);

export default defineConfig({
  testDir: "tests/browser",
  testMatch: "**/*.spec.ts",
  fullyParallel: true,
  workers: 2,
  forbidOnly: Boolean(process.env.CI),
  // A test that passes only the second time is reported as flaky, and counted as passed.
  retries: process.env.CI ? 1 : 0,
  timeout: 60_000,
  outputDir: "test-results",
  reporter: [["list"], ["json", { outputFile: ".cache/results/browser.json" }]],
  use: {
    // A site that a test's browser keeps would answer the next test; tests/browser/offline.spec.ts is about just that.
    serviceWorkers: "block",
    baseURL: `http://127.0.0.1:${port}`,
    // Recording every test would slow all of them; a failed one is recorded when it is tried again.
    trace: "on-first-retry",
    launchOptions: { executablePath: chromium.path, args: chromium.args, env: { ...process.env, ...chromium.env } },
  },
  // Waiting for the port, not for a page: a missing home page is a test's finding, not a start that never ends.
  webServer: { command: `node scripts/serve.mjs dist ${port}`, port, reuseExistingServer: false },
});
