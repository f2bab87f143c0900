import type { AnyFigure } from "#sim/figure.ts";
import { writeState } from "#sim/urlState.ts";
import { changedValues, resolveValues } from "#sim/values.ts";
import { START } from "./sections.ts";

/** Every address that a page of the course leads to is made here, so that a page that is missing is easy to find. */
const anchor = (section: string | undefined): string => (section === undefined || section === START ? "" : `#${section}`);

/** An article, or one of its sections. */
export const articleLink = (topic: string, section?: string): string => `/${topic}/${anchor(section)}`;

/** The slides of an article, or those of one of its sections. */
export const slidesLink = (topic: string, section?: string): string => `/slides/${topic}/${anchor(section)}`;

/** An exercise where its article asks it: "mla/1". */
export const exerciseLink = (id: string): string => `/${id.split("/")[0]!}/#exercise-${id.replace("/", "-")}`;

/** A prediction where its article asks it: "mla/bytes-per-token". */
export const predictionLink = (id: string): string => `/${id.split("/")[0]!}/#predict-${id.replace("/", "-")}`;

/** A path's page. */
export const pathLink = (path: string): string => `/course/${path}/`;

/** A meeting's page; meetings count from 1. */
export const meetingLink = (path: string, number: number): string => `/course/${path}/${number}/`;

/** A figure's own page with these values. */
export const figureLink = (id: string, fig: AnyFigure, given: Readonly<Record<string, unknown>>): string => `/figures/${id}/${writeState("", id.split("/")[1]!, fig.sim, resolveValues(fig.sim, given))}`;

/** The command that computes a figure with these values. */
export function commandFor(id: string, fig: AnyFigure, given: Readonly<Record<string, unknown>>): string {
  const flags = Object.entries(changedValues(fig.sim, resolveValues(fig.sim, given))).map(([name, value]) => {
    const text = Array.isArray(value) ? value.join(",") : String(value);
    return `--${name}=${/^[\w.,+-]*$/.test(text) ? text : `"${text}"`}`;
  });
  return ["npm run -s sim --", id, ...flags].join(" ");
}
