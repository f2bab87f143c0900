import { EventEmitter } from "node:events";
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createServer, type Plugin, type RunnableDevEnvironment } from "vite";
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

test("a figure that the browser has loaded too is run anew on the server", async () => {
  const root = realpathSync(mkdtempSync(join(tmpdir(), "live-content-")));
  const file = join(root, "content", "a", "b.figure.ts");
  mkdirSync(join(root, "content", "a"), { recursive: true });
  writeFileSync(file, 'export const title = "before";');
  // As Astro does: the server leaves to the browser what the browser has.
  const leavesToBrowser: Plugin = { name: "leaves-to-browser", hotUpdate: { order: "post", handler() { return this.environment.name === "ssr" ? [] : undefined; } } };
  const server = await createServer({ root, configFile: false, logLevel: "silent", server: { middlewareMode: true, ws: false }, plugins: [liveContent(), leavesToBrowser] });
  try {
    const { runner } = server.environments.ssr as RunnableDevEnvironment;
    const title = async (): Promise<string> => (await runner.import<{ title: string }>(file)).title;
    expect(await title()).toBe("before");
    writeFileSync(file, 'export const title = "after";');
    server.watcher.emit("change", file);
    await expect.poll(title, { timeout: 5000 }).toBe("after");
  } finally {
    await server.close();
    rmSync(root, { recursive: true, force: true });
  }
});
