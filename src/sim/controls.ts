import { formatQuantity } from "#plot/format.ts";
import { sliderPosition, sliderStops } from "./slider.ts";
import type { Spec } from "./spec.ts";
import type { State } from "./values.ts";

type Control = HTMLInputElement | HTMLSelectElement;

const stopsOf = new WeakMap<object, number[]>();
function stops(param: Parameters<typeof sliderStops>[0]): number[] {
  const known = stopsOf.get(param) ?? sliderStops(param);
  stopsOf.set(param, known);
  return known;
}

/** What a control says, raw: a slider's position becomes the value it stands for. Undefined for an element that is no control. */
export function readControl(target: EventTarget | null, { params }: Spec): { name: string; raw: unknown } | undefined {
  if (!(target instanceof HTMLInputElement || target instanceof HTMLSelectElement)) return undefined;
  const name = target.dataset["param"];
  const param = name === undefined ? undefined : params[name];
  if (name === undefined || !param) return undefined;
  if (target.type === "checkbox") return { name, raw: (target as HTMLInputElement).checked };
  if (target.type === "range" && param.kind === "number") return { name, raw: stops(param)[Number(target.value)] };
  return { name, raw: target.value };
}

/** Puts the values into all controls but the one that the reader is typing in, and marks the preset that they are. */
export function syncControls(root: HTMLElement, { params, presets, base }: Spec, values: State, except?: EventTarget | null): void {
  for (const control of root.querySelectorAll<Control>("[data-param]")) {
    if (control === except) continue;
    const name = control.dataset["param"]!;
    const param = params[name]!;
    control.removeAttribute("aria-invalid");
    if (control.type === "checkbox") (control as HTMLInputElement).checked = values[name] === true;
    else if (control.type !== "range") control.value = String(values[name]);
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
export const isState = (a: State, b: State): boolean => Object.keys(a).every((name) => a[name] === b[name]);
