import type { AnyFigure } from "#sim/figure.ts";
import { renderFigure } from "#sim/render.ts";

/** A figure's drawing for a phone as a picture: its exact values are read on its own page, and a tenth of a pixel is enough. */
export const thumbnail = (fig: AnyFigure): string => renderFigure(fig).narrow
  .replace(/ (?:data-(?:read|link)|tabindex|aria-hidden|aria-roledescription)="[^"]*"/g, "")
  .replace(/ (?:d|[xy][12]?|c[xy]|r|dx|dy|width|height|points|transform)="[^"]*"/g, (place) => place.replace(/-?\d+\.\d{2,}/g, (x) => String(Number(Number(x).toFixed(1)))));

/** How a figure answers: at once, after a computation, and step by step where it can be played. */
export const kindsOf = ({ sim }: AnyFigure): ("instant" | "heavy" | "stepped")[] => [sim.cost, ...(sim.steps ? (["stepped"] as const) : [])];
