import type { AnySimulation } from "./contract.ts";
import { byId } from "./discover.ts";

/** Every simulation, found by file name. The worker imports this and nothing of the figures, so that it carries no second copy of Plot. */
export const sims = byId(import.meta.glob<AnySimulation>("/content/*/*.sim.ts", { import: "default" }));
