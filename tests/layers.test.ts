import { globSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { faultsOf, importsOf } from "./layers.ts";

const files = globSync("{src,content,tests,scripts,public}/**/*.{ts,mts,js,mjs,astro,mdx}").concat(globSync("*.{ts,mjs,js}")).map((file) => file.replaceAll("\\", "/"));

test("the sources are found", () => {
  for (const known of ["src/sim/run.ts", "src/domain/random.ts", "content/example/coin-flips.sim.ts"]) expect(files).toContain(known);
});

test.each(files)("%s imports only what its layer may", (file) => {
  expect(faultsOf(file, readFileSync(file, "utf8"))).toEqual([]);
});

describe("a planted violation is caught", () => {
  const planted: [what: string, file: string, text: string][] = [
    ["an import into the domain", "src/domain/attention.ts", 'import { run } from "../sim/run.ts";'],
    ["a package in the domain", "src/domain/attention.ts", 'import { Matrix } from "ml-matrix";'],
    ["an alias that leaves the domain", "src/domain/attention.ts", 'import { run } from "#sim/run.ts";'],
    ["a type import", "src/domain/attention.ts", 'import type { Unit } from "#sim/contract.ts";'],
    ["a type written in place", "src/domain/attention.ts", 'let unit: import("../sim/contract.ts").Unit;'],
    ["a re-export", "src/domain/attention.ts", 'export * from "../plot/theme.ts";'],
    ["a dynamic import", "content/mla/a.sim.ts", 'const plot = await import("@observablehq/plot");'],
    ["an import that cannot be read", "content/mla/a.sim.ts", "const plot = await import(name);"],
    ["require", "content/mla/a.sim.ts", 'const fs = require("node:fs");'],
    ["a reference", "content/mla/a.sim.ts", '/// <reference types="node" />'],
    ["another topic", "content/mla/a.sim.ts", 'import b from "../moe/b.sim.ts";'],
    ["the runner in a sim", "content/mla/a.sim.ts", 'import { run } from "#sim/run.ts";'],
    ["the drawing engine in a figure", "content/mla/a.figure.ts", 'import { renderFigure } from "#sim/render.ts";'],
    ["a figure in an exercise", "content/mla/exercises.ts", 'import a from "./a.figure.ts";'],
    ["content from the engine", "src/sim/mount.ts", 'import a from "../../content/mla/a.sim.ts";'],
    ["a glob of content", "src/sim/mount.ts", 'const all = import.meta.glob(["/content/*/*.sim.ts"]);'],
    ["what a reader keeps, in the engine", "src/sim/practiceForm.ts", 'import { keep } from "../progress/store.ts";'],
    ["the engine in what a reader keeps", "src/progress/marks.ts", 'import { PracticeForm } from "#sim/practiceForm.ts";'],
    ["a component in the engine", "src/sim/mount.ts", 'import Figure from "../components/Figure.astro";'],
    ["a worker of the site in the domain", "src/domain/a.ts", 'new Worker(new URL("../sim/worker.ts", import.meta.url));'],
    ["a test", "src/sim/run.ts", 'import { files } from "../../tests/layers.test.ts";'],
    ["content in a frontmatter", "src/components/A.astro", '---\nimport a from "../../content/mla/a.sim.ts";\n---\n<p>text</p>'],
    ["a package in a frontmatter", "src/components/A.astro", '---\nimport { html } from "lodash";\n---\n<p>text</p>'],
    ["a package in an Astro script", "src/components/A.astro", '<p>text</p>\n<script>\n  import "comlink";\n</script>'],
    ["a package in an Astro template", "src/components/A.astro", '<p>{(await import("comlink")).wrap}</p>'],
    ["an import in an article", "content/mla/article.mdx", '---\ntitle: T\n---\nimport A from "./a.astro";\n\n# T\n'],
    ["an export in an article", "content/mla/article.mdx", "export const a = 1;\n\n# T\n"],
    ["a dynamic import in an article", "content/mla/article.mdx", '# T\n\n{import("node:fs")}\n'],
    ["a dynamic import in an attribute", "content/mla/article.mdx", '# T\n\n<Num read={() => import("node:fs")} />\n'],
    ["a file without a home", "src/utilities.ts", ""],
    ["a topic's file without a home", "content/mla/draw.ts", ""],
  ];
  test.each(planted)("%s", (_, file, text) => expect(faultsOf(file, text)).toHaveLength(1));
});

test("what a layer may import passes", () => {
  expect(faultsOf("src/domain/linearAlgebra.ts", 'import { Matrix } from "ml-matrix";')).toEqual([]);
  expect(faultsOf("content/mla/a.sim.ts", 'import { simulation } from "#sim/contract.ts";\nimport b from "./b.sim.ts";\nimport data from "./data/c.json" with { type: "json" };')).toEqual([]);
  expect(faultsOf("content/mla/article.mdx", '---\ntitle: import this\n---\n# T\n\nThe word import, $a_{b}$ and `import "x"`.\n')).toEqual([]);
});

test("a fault names the file and the line", () => {
  expect(importsOf("src/components/A.astro", '---\nconst a = 1;\nimport b from "./B.astro";\n---\n<p/>')).toEqual([{ target: "src/components/B.astro", line: 3 }]);
  expect(faultsOf("src/domain/a.ts", '\nimport "node:fs";')).toEqual(["src/domain/a.ts:2: domain may not import node:fs"]);
});
