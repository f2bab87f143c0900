import { byId } from "./discover.ts";
import type { Practice } from "./exercise.ts";

/** The exercises and predictions of every topic, found by file name; the id is the topic. */
export const practices = byId(import.meta.glob<Practice>("/content/*/exercises.ts", { import: "default" }));
