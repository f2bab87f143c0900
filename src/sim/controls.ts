import { formatQuantity } from "#plot/format.ts";
import { readItems } from "./readItems.ts";
import { sliderPosition, sliderStops } from "./slider.ts";
import type { Spec } from "./spec.ts";
import { isSameValue, type State } from "./values.ts";

type Control = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement;

/** A list as its field shows it. */
export const writeList = (list: readonly number[]): string => list.join(", ");

/** A number as its field shows it: in full below a thousand million, where a field is wide enough, and 14.8e12 above. */
export function writeNumber(x: number): string {
  const power = 3 * Math.floor(Math.log10(Math.abs(x)) / 3);
  const short = `${Number((x / 10 ** power).toPrecision(15))}e${power}`;
  return Math.abs(x) >= 1e9 && Number(short) === x ? short : String(x);
}

const stopsOf = new WeakMap<object, number[]>();
function stops(param: Parameters<typeof sliderStops>[0]): number[] {
  const known = stopsOf.get(param) ?? sliderStops(param);
  stopsOf.set(param, known);
  return known;
}

/** What a control says, raw: a slider's position becomes the value it stands for. Undefined for an element that is no control. */
export function readControl(target: EventTarget | null, { params }: Spec): { name: string; raw: unknown } | undefined {
  if (!(target instanceof HTMLInputElement || target instanceof HTMLSelectElement || target instanceof HTMLTextAreaElement)) return undefined;
  const name = target.dataset["param"];
  const param = name === undefined ? undefined : params[name];
  if (name === undefined || !param) return undefined;
  if (target.type === "checkbox") return { name, raw: (target as HTMLInputElement).checked };
  if (target.type === "range" && param.kind === "number") return { name, raw: stops(param)[Number(target.value)] };
  return { name, raw: target.value };
}

/**
 * Says under a list's field what is wrong with the text in it, and where; the text stays as the reader typed it.
 * Whether the field holds a list that its param allows; true for any other control.
 */
export function checkList(target: EventTarget | null, { params, words }: Spec): boolean {
  if (!(target instanceof HTMLTextAreaElement)) return true;
  const name = target.dataset["param"]!;
  const param = params[name]!;
  const reading = param.kind === "list" ? readItems(name, param, target.value) : { value: [] };
  const said = target.parentElement!.querySelector<HTMLElement>("[data-said]")!;
  const text = "refusal" in reading ? `${reading.refusal}. ${words.stillEarlier}` : said.dataset["hint"]!;
  // A screen reader speaks what is replaced, so the same words are left alone.
  if (said.textContent !== text) said.textContent = text;
  if ("refusal" in reading) target.setAttribute("aria-invalid", "true");
  else target.removeAttribute("aria-invalid");
  return "value" in reading;
}

/** Shows a list in its field, unless the field says the same in the reader's own writing, or holds text that is not a list yet. */
function syncList(field: HTMLTextAreaElement, list: readonly number[], spec: Spec, isKept: boolean): void {
  const name = field.dataset["param"]!;
  const param = spec.params[name]!;
  const typed = param.kind === "list" ? readItems(name, param, field.value) : { value: [] };
  if ("refusal" in typed ? isKept : isSameValue(typed.value, list)) return;
  field.value = writeList(list);
  checkList(field, spec);
}

/**
 * Puts the values into all controls but the one that the reader is typing in, and marks the preset that they are.
 *
 * @param isKept whether a list's field keeps text that is not a list yet: so when another control moved, not so when the whole state was replaced
 */
export function syncControls(root: HTMLElement, spec: Spec, values: State, except?: EventTarget | null, isKept = false): void {
  const { params, presets, base } = spec;
  for (const control of root.querySelectorAll<Control>("[data-param]")) {
    if (control === except) continue;
    const name = control.dataset["param"]!;
    const param = params[name]!;
    if (control instanceof HTMLTextAreaElement) {
      syncList(control, values[name] as readonly number[], spec, isKept);
      continue;
    }
    control.removeAttribute("aria-invalid");
    if (control.type === "checkbox") (control as HTMLInputElement).checked = values[name] === true;
    else if (control.type !== "range") control.value = param.kind === "number" ? writeNumber(values[name] as number) : String(values[name]);
    if (control.type !== "range" || param.kind !== "number") continue;
    control.value = String(sliderPosition(param, stops(param), values[name] as number));
    control.setAttribute("aria-valuetext", formatQuantity(values[name] as number, param.unit));
  }
  // A slider under the finger keeps its place but tells its value.
  if (except instanceof HTMLInputElement && except.type === "range") {
    const name = except.dataset["param"]!;
    const param = params[name]!;
    if (param.kind === "number") except.setAttribute("aria-valuetext", formatQuantity(values[name] as number, param.unit));
  }
  for (const button of root.querySelectorAll<HTMLElement>("[data-preset]")) {
    button.setAttribute("aria-pressed", String(isState(values, { ...base, ...presets[button.dataset["preset"]!] })));
  }
}

/** Whether two states have the same values. */
export const isState = (a: State, b: State): boolean => Object.keys(a).every((name) => isSameValue(a[name], b[name]));
