import type { Plugin } from "vite";

/** Packages that Plot carries for what no figure here draws: map projections, and schemes of colours, which src/plot/theme.ts names instead. */
const LEFT_OUT = ["d3-geo", "d3-scale-chromatic"];
/** Plot calls this one when it loads, for a projection that it then never uses. */
const CALLED_AT_LOAD = "geoTransform";
const MARK = "\0left-out:";
/** What a page never reads of a simulation, and what it leaves to the worker when the simulation is heavy. */
const BUILD_ONLY = ["question", "sources", "checks"];
const WORKER_ONLY = ["run", "steps", "numSteps"];

/** A page's script lists what each figure's code imports, to ask for it early; only Plot, in the theme's file, is large enough to be worth its place there. */
const isAskedForEarly = (file: string): boolean => /\/theme\.[^/]*\.js$/.test(file);

interface Node { readonly type: string; readonly start: number; readonly end: number }
interface Property extends Node { readonly key?: { readonly name?: string }; readonly value?: { readonly value?: unknown } }
interface Declared extends Node { readonly declaration?: { readonly arguments?: readonly { readonly properties?: readonly Property[] }[] } }

/** The code of a `.sim.ts`, compiled, without the parts of its simulation that the page has no use for. */
export function trimSimulation(code: string, body: readonly unknown[]): string {
  const declared = (body as readonly Declared[]).find(({ type }) => type === "ExportDefaultDeclaration");
  const properties = declared?.declaration?.arguments?.[0]?.properties;
  if (!properties) throw new Error('invalid: a simulation the page cannot trim; expected "export default simulation({ ... })"');
  const isHeavy = properties.some(({ key, value }) => key?.name === "cost" && value?.value === "heavy");
  const dropped = new Set(isHeavy ? [...BUILD_ONLY, ...WORKER_ONLY] : BUILD_ONLY);
  let trimmed = code;
  for (const { key, start, end } of properties.toReversed()) {
    if (!key?.name || !dropped.has(key.name)) continue;
    trimmed = trimmed.slice(0, start) + trimmed.slice(end).replace(/^\s*,/, "");
  }
  return trimmed;
}

/**
 * Keeps out of the page's scripts what only the build or the worker needs: the checks and sources of simulations, the linear algebra of heavy ones, and Plot's maps.
 * The worker's own bundle and the build have all of it.
 */
export function pageScripts(): Plugin {
  return {
    name: "page-scripts",
    apply: "build",
    // Scripts find each other wherever the site stands: a course pack may stand in a folder of another site.
    config: () => ({ experimental: { renderBuiltUrl: (_: string, { ssr, hostType }: { ssr: boolean; hostType: string }) => (hostType === "js" && !ssr ? { relative: true } : undefined) } }),
    // Set here, since Astro has a setting of its own that covers the site's.
    configEnvironment: (name) => (name === "client" ? { build: { modulePreload: { polyfill: false, resolveDependencies: (_, imports) => imports.filter(isAskedForEarly) } } } : undefined),
    applyToEnvironment: ({ name }) => name === "client",
    resolveId: { order: "pre", handler: (id) => (LEFT_OUT.includes(id) ? MARK + id : undefined) },
    async load(id) {
      if (!id.startsWith(MARK)) return undefined;
      const name = id.slice(MARK.length);
      const absent = (await import(name)) as Record<string, unknown>;
      return [`const absent = () => { throw new Error("unsupported: a figure needs ${name}, which src/build/pageScripts.ts leaves out of the page"); };`, ...Object.keys(absent).map((key) => `export const ${key} = ${key === CALLED_AT_LOAD ? "() => absent" : "absent"};`)].join("\n");
    },
    transform: {
      order: "post",
      handler(code, id) {
        const [path] = id.split("?");
        // Pure by rule, so that a function nobody calls takes the packages it calls with it.
        if (/\/src\/domain\/[^?]*\.ts$/.test(path!)) return { code, moduleSideEffects: false };
        if (!/\/content\/[^/]+\/[^/]+\.sim\.ts$/.test(path!)) return undefined;
        return { code: trimSimulation(code, this.parse(code).body), moduleSideEffects: false, map: null };
      },
    },
  };
}
