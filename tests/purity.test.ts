import { resolve } from "node:path";
import ts from "typescript";
import { expect, test } from "vitest";

// The domain and the simulations compile under a configuration without a page and without a machine,
// so `document`, `fetch`, `process` and `console` are unknown names there.
const { config } = ts.readConfigFile("tests/tsconfig.pure.json", (path) => ts.sys.readFile(path)) as { config: unknown };
const parsed = ts.parseJsonConfigFileContent(config, ts.sys, resolve("tests"));

/** Compiles the pure files, and one more that exists only here. */
function errorsWith(planted = ""): string[] {
  const place = resolve("src/domain/planted.ts");
  const host = ts.createCompilerHost(parsed.options);
  const { getSourceFile, fileExists } = host;
  host.getSourceFile = (path, ...rest) => (path === place ? ts.createSourceFile(path, planted, ts.ScriptTarget.Latest) : getSourceFile.call(host, path, ...rest));
  host.fileExists = (path) => path === place || fileExists.call(host, path);
  const program = ts.createProgram([...parsed.fileNames, place], parsed.options, host);
  return ts.getPreEmitDiagnostics(program).map(({ file, start, messageText }) => {
    const line = file && start !== undefined ? file.getLineAndCharacterOfPosition(start).line + 1 : 0;
    return `${file?.fileName.replace(`${resolve(".")}/`, "") ?? ""}:${line} ${ts.flattenDiagnosticMessageText(messageText, " ")}`;
  });
}

test("domain and simulations use the language alone", () => {
  expect(parsed.errors).toEqual([]);
  expect(parsed.fileNames.some((file) => file.endsWith("src/domain/random.ts"))).toBe(true);
  expect(parsed.fileNames.some((file) => file.endsWith(".sim.ts"))).toBe(true);
  const planted = ["export const page = document;", "export const net = fetch;", "export const home = process.env;", 'import "node:fs";', "console.log(1);"];
  const errors = errorsWith(`export {};\n${planted.join("\n")}`);
  // Each planted line is refused, and nothing else is.
  expect(errors.filter((error) => !error.startsWith("src/domain/planted.ts"))).toEqual([]);
  for (const line of planted.keys()) expect(errors.some((error) => error.startsWith(`src/domain/planted.ts:${line + 2} `)), planted[line]).toBe(true);
});
