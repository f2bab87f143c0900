import type { DevEnvironment, EnvironmentModuleNode, Plugin, RunnableDevEnvironment } from "vite";

const LEDGER = "/content/ledger/";
/** Simulations, figures, exercises, and what they import: both the browser and the page's first drawing run them. */
const RUNS_ON_BOTH_SIDES = /\/(content\/[^/]+|src\/(domain|plot|sim|text))\/.*\.ts$/;

/** Whether it is the server's side, which runs modules itself. */
const runsModules = (environment: DevEnvironment): environment is RunnableDevEnvironment => "runner" in environment;

/**
 * Lets `npm run dev` follow two kinds of edits that it would show late or never.
 * The ledger is read as files, so no module is there whose change would reload the page.
 * A module that the browser has loaded too is not run anew on the server: Astro leaves it to the browser, so that the page kept the drawing, the title and the caption of before.
 */
export function liveContent(): Plugin {
  return {
    name: "live-content",
    apply: "serve",
    configureServer({ watcher, ws }) {
      watcher.on("all", (_event, file) => {
        if (file.replaceAll("\\", "/").includes(LEDGER)) ws.send({ type: "full-reload" });
      });
    },
    hotUpdate: {
      order: "pre",
      handler({ file, modules, timestamp, server }) {
        const { environment } = this;
        if (modules.length === 0 || !RUNS_ON_BOTH_SIDES.test(file.replaceAll("\\", "/")) || !runsModules(environment)) return undefined;
        const stale = new Set<EnvironmentModuleNode>();
        for (const module of modules) environment.moduleGraph.invalidateModule(module, stale, timestamp, true);
        for (const { id } of stale) {
          const evaluated = id === null ? undefined : environment.runner.evaluatedModules.getModuleById(id);
          if (evaluated) environment.runner.evaluatedModules.invalidateModule(evaluated);
        }
        server.ws.send({ type: "full-reload" });
        return [];
      },
    },
  };
}
