import { byId } from "./discover.ts";
import type { AnyFigure } from "./figure.ts";

/** Every figure, found by file name. */
export const figures = byId(import.meta.glob<AnyFigure>("/content/*/*.figure.ts", { import: "default" }));
