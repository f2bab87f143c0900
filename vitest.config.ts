import { defineConfig } from "vitest/config";

/** Tests that need the built site in dist, and the ones that drive Firefox, run after the build. */
const AFTER_BUILD = { built: "tests/built*.test.ts", firefox: "tests/firefox*.test.ts" };

export default defineConfig({
  test: {
    // Every core: by itself vitest leaves one free, which of two is half.
    maxWorkers: "100%",
    projects: [
      {
        extends: true,
        test: {
          name: "unit",
          include: ["content/**/*.test.ts", "src/**/*.test.ts", "tests/**/*.test.ts"],
          exclude: [...Object.values(AFTER_BUILD), "tests/browser/**", "node_modules/**"],
          // Property tests run whole simulations over their ranges, on slow machines too.
          testTimeout: 60_000,
          // Files share what they import: no file leaves a change behind, and loading it anew for each is half of the time.
          isolate: false,
        },
      },
      { extends: true, test: { name: "built", include: [AFTER_BUILD.built], testTimeout: 120_000 } },
      // One browser at a time: two cores, and a window each.
      { extends: true, test: { name: "firefox", include: [AFTER_BUILD.firefox], testTimeout: 120_000, hookTimeout: 120_000, fileParallelism: false } },
    ],
  },
});
