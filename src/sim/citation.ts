import { printValue } from "./values.ts";

/** What a citation of a figure names. */
export interface Cited {
  /** The figure's id: "mla/kv-cache". */
  readonly id: string;
  readonly title: string;
  readonly site: string;
  /** The version of the site, from package.json. */
  readonly version: string;
  /** The figure's own page with its state. */
  readonly url: string;
  /** ISO date of the day it was looked at: "2026-11-23". */
  readonly accessed: string;
  /** What differs from the defaults. */
  readonly values: Readonly<Record<string, unknown>>;
}

const printValues = (values: Cited["values"]): string => Object.entries(values).map(([name, value]) => `${name} = ${printValue(value)}`).join(", ");

/** A figure with its parameter values as one line of a reference list. */
export function citeAsText({ id, title, site, version, url, accessed, values }: Cited): string {
  const parameters = printValues(values);
  return `${site}. “${title}.” Figure ${id}, version ${version}${parameters === "" ? ", default parameters" : `, ${parameters}`}. ${url} (accessed ${accessed}).`;
}

/** The characters that TeX would read as commands, written so that it prints them. */
const SPECIAL: Readonly<Record<string, string>> = { "\\": "\\textbackslash{}", "{": "\\{", "}": "\\}", "~": "\\textasciitilde{}", "^": "\\textasciicircum{}" };
const tex = (plain: string): string => plain.replace(/[\\{}~^#$%&_]/g, (c) => SPECIAL[c] ?? `\\${c}`);

/** A figure with its parameter values as a BibTeX entry. */
export function citeAsBibtex({ id, title, site, version, url, accessed, values }: Cited): string {
  const parameters = printValues(values);
  return [
    `@misc{deepseek-recomputed-${id.replaceAll("/", "-")},`,
    `  author = {{${tex(site)}}},`,
    `  title = {{${tex(title)}}},`,
    `  year = {${accessed.slice(0, 4)}},`,
    `  url = {${url.replace(/[{}\\]/g, (c) => encodeURIComponent(c))}},`,
    `  urldate = {${accessed}},`,
    `  note = {Figure ${tex(id)}, version ${tex(version)}, ${parameters === "" ? "default parameters" : tex(parameters)}},`,
    "}",
  ].join("\n");
}
