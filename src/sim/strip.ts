/** One value on the strip, with the words that stand beside it. */
export interface Mark {
  readonly value: number;
  readonly label: string;
}

const HEIGHT = 104;
const AXIS = 56;
const MARGIN = 14;
const TICK_GAP = 44;
const SUPERSCRIPT = ["⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹"];

/** A power of ten as an axis prints it: 0.01, 1, 1,000, 10⁶. */
function tickText(power: number): string {
  if (power >= -2 && power <= 3) return new Intl.NumberFormat("en").format(10 ** power);
  return `10${power < 0 ? "⁻" : ""}${[...String(Math.abs(power))].map((digit) => SUPERSCRIPT[Number(digit)]).join("")}`;
}

const escape = (text: string): string => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");
const fixed = (x: number): string => String(Number(x.toFixed(1)));

/** Whole powers of ten around the values, with room at both ends. */
function decades(values: readonly number[]): readonly [number, number] {
  const logs = values.map(Math.log10);
  return [Math.floor(Math.min(...logs) - 0.15), Math.ceil(Math.max(...logs) + 0.15)];
}

/**
 * The truth (a filled diamond, above) and a guess (an open circle, below) on one logarithmic axis `width` pixels wide, as SVG.
 * Shape, side and words tell them apart; colour only repeats it. Without a guess the strip shows the truth alone.
 *
 * @throws RangeError when a value is not above zero, which a logarithmic axis cannot show
 */
export function strip(width: number, truth: Mark, guess: Mark | undefined, description: string): string {
  const values = guess ? [truth.value, guess.value] : [truth.value];
  if (!values.every((value) => value > 0 && Number.isFinite(value))) throw new RangeError(`out of range: ${values.join(", ")} on a logarithmic strip; expected numbers above 0`);
  const [low, high] = decades(values);
  const x = (value: number): number => MARGIN + ((Math.log10(value) - low) / (high - low)) * (width - 2 * MARGIN);
  const every = Math.max(1, Math.ceil((TICK_GAP * (high - low)) / (width - 2 * MARGIN)));
  const ticks: string[] = [];
  for (let power = low; power <= high; power++) {
    const at = fixed(x(10 ** power));
    ticks.push(`<line class="strip-tick" x1="${at}" x2="${at}" y1="${AXIS - 4}" y2="${AXIS + 4}"/>`);
    if ((power - low) % every === 0) ticks.push(`<text class="strip-scale" x="${at}" y="${AXIS + 20}" text-anchor="middle">${tickText(power)}</text>`);
  }
  const label = (mark: Mark, y: number, name: string): string => {
    const at = x(mark.value);
    const anchor = at < width * 0.3 ? "start" : at > width * 0.7 ? "end" : "middle";
    return `<text class="${name}" x="${fixed(at)}" y="${y}" text-anchor="${anchor}">${escape(mark.label)}</text>`;
  };
  const t = x(truth.value);
  const g = guess && x(guess.value);
  return [
    `<svg class="strip" role="img" aria-label="${escape(description)}" viewBox="0 0 ${width} ${HEIGHT}" width="${width}" height="${HEIGHT}">`,
    `<line class="strip-axis" x1="${MARGIN}" x2="${width - MARGIN}" y1="${AXIS}" y2="${AXIS}"/>`,
    ...ticks,
    g === undefined ? "" : `<line class="strip-gap" x1="${fixed(t)}" x2="${fixed(g)}" y1="${AXIS}" y2="${AXIS}"/>`,
    `<line class="strip-stem" x1="${fixed(t)}" x2="${fixed(t)}" y1="22" y2="${AXIS}"/>`,
    `<path class="strip-truth" d="M${fixed(t)} ${AXIS - 8}l8 8l-8 8l-8 -8z"/>`,
    label(truth, 16, "strip-truth-label"),
    ...(guess && g !== undefined
      ? [`<line class="strip-stem" x1="${fixed(g)}" x2="${fixed(g)}" y1="${AXIS}" y2="${HEIGHT - 18}"/>`, `<circle class="strip-guess" cx="${fixed(g)}" cy="${AXIS}" r="6"/>`, label(guess, HEIGHT - 4, "strip-guess-label")]
      : []),
    "</svg>",
  ].join("");
}
