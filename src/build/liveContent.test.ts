import { EventEmitter } from "node:events";
import { expect, test } from "vitest";
import { liveContent } from "./liveContent.ts";

test("a change of the ledger reloads the page, a change elsewhere does not", () => {
  const watcher = new EventEmitter();
  const sent: unknown[] = [];
  const { configureServer } = liveContent() as { configureServer: (server: unknown) => void };
  configureServer({ watcher, ws: { send: (message: unknown) => sent.push(message) } });
  watcher.emit("all", "change", "/a/content/mla/article.mdx");
  expect(sent).toEqual([]);
  watcher.emit("all", "change", "/a/content/ledger/facts/v3.yaml");
  watcher.emit("all", "add", "C:\\a\\content\\ledger\\facts\\new.yaml");
  expect(sent).toEqual([{ type: "full-reload" }, { type: "full-reload" }]);
});

/** What the plugin does about an edit of a file that another one, a page, imports. */
function edit(file: string, isServer: boolean): { readonly answer: unknown; readonly runAnew: string[]; readonly sent: unknown[] } {
  const runAnew: string[] = [];
  const sent: unknown[] = [];
  const moduleGraph = { invalidateModule: (module: unknown, seen: Set<unknown>) => { seen.add(module).add({ id: "the page" }).add({ id: null }); } };
  const runner = { evaluatedModules: { getModuleById: (id: string) => id, invalidateModule: (id: string) => runAnew.push(id) } };
  const { hotUpdate } = liveContent() as unknown as { hotUpdate: { handler: (this: unknown, change: unknown) => unknown } };
  const answer = hotUpdate.handler.call({ environment: isServer ? { moduleGraph, runner } : { moduleGraph } }, { file, modules: [{ id: file }], timestamp: 1, server: { ws: { send: (message: unknown) => sent.push(message) } } });
  return { answer, runAnew, sent };
}

test.each(["/a/content/mla/kv-cache.figure.ts", "/a/content/mla/kv-cache.sim.ts", "/a/content/mla/exercises.ts", "C:\\a\\src\\domain\\gpus.ts"])("the server runs %s anew, and the page that imports it", (file) => {
  // An empty list: nobody after us may leave the module to the browser.
  expect(edit(file, true)).toEqual({ answer: [], runAnew: [file, "the page"], sent: [{ type: "full-reload" }] });
});

test.each([["/a/content/mla/kv-cache.figure.ts", false], ["/a/src/pages/og/card.ts", true], ["/a/src/styles/page.css", true]] as const)("the edit of %s is left to others", (file, isServer) => {
  expect(edit(file, isServer)).toEqual({ answer: undefined, runAnew: [], sent: [] });
});
