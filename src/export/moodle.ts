import { formatUnit } from "../plot/format.ts";
import { reaches, ROUNDING } from "../sim/diagnose.ts";
import { blocks, inline } from "./markup.ts";
import type { Item } from "./sheet.ts";
import { element, fragment, xmlDocument, type XmlNode } from "./xml.ts";

/*
 * Moodle XML: https://docs.moodle.org/en/Moodle_XML_format. It has no published schema; the shape is that of Moodle's own exports.
 * Formulas stand between \( and \), which Moodle's MathJax filter sets. `ordering` is part of Moodle since 4.4; earlier, a plugin of that name.
 */

const html = (name: string, nodes: readonly XmlNode[]): XmlNode => element(name, { format: "html" }, element("text", {}, fragment(nodes)));
const plain = (name: string, text: string): XmlNode => element(name, {}, text);
const EMPTY_FEEDBACK = ["correctfeedback", "partiallycorrectfeedback", "incorrectfeedback"].map((name) => html(name, []));

/** Moodle's tolerance is absolute. */
const numericAnswer = (value: number, within: number, fraction: number, feedback?: XmlNode): XmlNode =>
  element("answer", { fraction, format: "moodle_auto_format" }, plain("text", String(value)), ...(feedback ? [feedback] : []), plain("tolerance", String(Math.abs(value) * (within + ROUNDING))));

/** What the kind of the question adds; Moodle takes the first answer that fits, so the right one comes first. */
function particular({ id, exercise, posed }: Item): { type: string; nodes: readonly XmlNode[]; note?: string } {
  const feedback = (text: string): XmlNode => html("feedback", blocks(text, "tex", id));
  if (posed.kind === "choice") {
    const options = posed.options.map(({ says, because }, at) => element("answer", { fraction: at === posed.right ? 100 : 0, format: "html" }, element("text", {}, fragment(inline(says, "tex", id))), feedback(because)));
    return { type: "multichoice", nodes: [plain("single", "true"), plain("shuffleanswers", "true"), plain("answernumbering", "none"), ...EMPTY_FEEDBACK, ...options] };
  }
  if (posed.kind === "ordering") {
    const steps = posed.steps.map((step, at) => element("answer", { fraction: at + 1, format: "html" }, element("text", {}, fragment(inline(step, "tex", id)))));
    const settings = { layouttype: "VERTICAL", selecttype: "ALL", selectcount: "0", gradingtype: "ABSOLUTE_POSITION", showgrading: "SHOW", numberingstyle: "none", shownumcorrect: "1" };
    return { type: "ordering", note: `From ${posed.ends[0]} to ${posed.ends[1]}.`, nodes: [...Object.entries(settings).map(([name, value]) => plain(name, value)), ...EMPTY_FEEDBACK, ...steps] };
  }
  const unit = formatUnit(posed.unit, 2);
  const right = numericAnswer(posed.truth, posed.within, 100, feedback(exercise.solution()));
  const reach = reaches(posed.mistakes.map(({ value }) => value));
  const wrong = posed.mistakes.map(({ value, because }, at) => numericAnswer(value, reach[at]!, 0, feedback(because)));
  const units = { unitgradingtype: "0", unitpenalty: "0.1", showunits: "3", unitsleft: "0" };
  return { type: "numerical", ...(unit && { note: `Answer in ${unit}; write the number alone.` }), nodes: [right, ...wrong, ...Object.entries(units).map(([name, value]) => plain(name, value))] };
}

function question(item: Item): XmlNode {
  const { id, exercise, number, set } = item;
  const { type, nodes, note } = particular(item);
  const ask = [...blocks(exercise.ask, "tex", id), ...(note ? [element("p", {}, note)] : [])];
  return element("question", { type },
    element("name", {}, element("text", {}, `${id.split("/")[0]} ${String(number).padStart(2, "0")}${set > 0 ? `, set ${set}` : ""}`)),
    html("questiontext", ask),
    html("generalfeedback", blocks(exercise.solution(), "tex", id)),
    plain("defaultgrade", "1"), plain("penalty", "0.3333333"), plain("hidden", "0"),
    ...nodes,
    html("hint", blocks(exercise.hint, "tex", id)),
  );
}

/** A topic's exercises as a Moodle XML file, in a category of their own. */
export const moodle = (title: string, items: readonly Item[]): string =>
  xmlDocument(element("quiz", {}, element("question", { type: "category" }, element("category", {}, element("text", {}, `$course$/top/${title.replaceAll("/", "//")}`))), ...items.map(question)));
