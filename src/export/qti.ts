import { strToU8 } from "fflate";
import { formatUnit } from "../plot/format.ts";
import { reaches, ROUNDING } from "../sim/diagnose.ts";
import { blocks, inline } from "./markup.ts";
import type { Item } from "./sheet.ts";
import { element, xmlDocument, type XmlNode } from "./xml.ts";
import { zip } from "./zip.ts";

/*
 * A content package of QTI 2.1 items, after the schema imsqti_v2p1.xsd and the implementation guide of IMS Global.
 * Formulas are MathML, which QTI holds as it is. The first known mistake that fits is named, so each looks no farther than half-way to the next.
 */

const QTI = "http://www.imsglobal.org/xsd/imsqti_v2p1";
const CP = "http://www.imsglobal.org/xsd/imscp_v1p1";
const XSI = "http://www.w3.org/2001/XMLSchema-instance";

interface Parts {
  readonly response: XmlNode;
  readonly interaction: readonly XmlNode[];
  readonly processing: XmlNode;
  readonly feedback: readonly { readonly id: string; readonly nodes: readonly XmlNode[] }[];
}

const value = (text: string): XmlNode => element("value", {}, text);
const base = (baseType: string, text: string): XmlNode => element("baseValue", { baseType }, text);
const set = (identifier: string, to: XmlNode): XmlNode => element("setOutcomeValue", { identifier }, to);
const response = element("variable", { identifier: "RESPONSE" });
const isCorrect = element("match", {}, response, element("correct", { identifier: "RESPONSE" }));
const declare = (cardinality: string, baseType: string, values: readonly string[]): XmlNode => element("responseDeclaration", { identifier: "RESPONSE", cardinality, baseType }, element("correctResponse", {}, ...values.map(value)));
const outcome = (identifier: string, baseType: string, first: string): XmlNode => element("outcomeDeclaration", { identifier, cardinality: "single", baseType }, element("defaultValue", {}, value(first)));

/** The tolerance of `equal` is relative, in per cent, below and above. */
const isNear = (number: number, within: number): XmlNode => {
  const percent = Number(((within + ROUNDING) * 100).toPrecision(12));
  return element("equal", { toleranceMode: "relative", tolerance: `${percent} ${percent}` }, response, base("float", String(number)));
};

function numeric({ id, exercise }: Item, posed: Extract<Item["posed"], { kind: "numeric" }>): Parts {
  const unit = formatUnit(posed.unit, 2);
  const reach = reaches(posed.mistakes.map(({ value: wrong }) => wrong));
  const branches = posed.mistakes.map(({ value: wrong }, at) => element("responseElseIf", {}, isNear(wrong, reach[at]!), set("FEEDBACK", base("identifier", `mistake-${at + 1}`))));
  return {
    response: declare("single", "float", [String(posed.truth)]),
    interaction: [...blocks(exercise.ask, "mathml", id), element("p", {}, element("textEntryInteraction", { responseIdentifier: "RESPONSE", expectedLength: 15 }), unit && ` ${unit}`)],
    processing: element("responseProcessing", {}, element("responseCondition", {},
      element("responseIf", {}, isNear(posed.truth, posed.within), set("SCORE", base("float", "1")), set("FEEDBACK", base("identifier", "right"))),
      ...branches,
      element("responseElse", {}, set("FEEDBACK", base("identifier", "wrong"))))),
    feedback: [{ id: "right", nodes: blocks(exercise.solution(), "mathml", id) }, ...posed.mistakes.map(({ because }, at) => ({ id: `mistake-${at + 1}`, nodes: blocks(because, "mathml", id) })), { id: "wrong", nodes: blocks(exercise.hint, "mathml", id) }],
  };
}

function choice({ id, exercise }: Item, posed: Extract<Item["posed"], { kind: "choice" }>): Parts {
  const name = (at: number): string => `option-${at + 1}`;
  return {
    response: declare("single", "identifier", [name(posed.right)]),
    interaction: [...blocks(exercise.ask, "mathml", id), element("choiceInteraction", { responseIdentifier: "RESPONSE", shuffle: true, maxChoices: 1 }, ...posed.options.map(({ says }, at) => element("simpleChoice", { identifier: name(at) }, ...inline(says, "mathml", id))))],
    processing: element("responseProcessing", {},
      element("responseCondition", {}, element("responseIf", {}, isCorrect, set("SCORE", base("float", "1")))),
      set("FEEDBACK", response)),
    feedback: posed.options.map(({ because }, at) => ({ id: name(at), nodes: blocks(because, "mathml", id) })),
  };
}

function ordering({ id, exercise }: Item, posed: Extract<Item["posed"], { kind: "ordering" }>): Parts {
  const name = (at: number): string => `step-${at + 1}`;
  // Named by the place in which they are shown: a name must not tell the answer.
  const rightOrder = posed.steps.map((_, step) => name(posed.shown.indexOf(step)));
  return {
    response: declare("ordered", "identifier", rightOrder),
    interaction: [...blocks(exercise.ask, "mathml", id), element("orderInteraction", { responseIdentifier: "RESPONSE", shuffle: false }, element("prompt", {}, `From ${posed.ends[0]} to ${posed.ends[1]}.`), ...posed.shown.map((step, at) => element("simpleChoice", { identifier: name(at) }, ...inline(posed.steps[step]!, "mathml", id))))],
    processing: element("responseProcessing", {}, element("responseCondition", {},
      element("responseIf", {}, isCorrect, set("SCORE", base("float", "1")), set("FEEDBACK", base("identifier", "right"))),
      element("responseElse", {}, set("FEEDBACK", base("identifier", "wrong"))))),
    feedback: [{ id: "right", nodes: blocks(exercise.solution(), "mathml", id) }, { id: "wrong", nodes: blocks(exercise.hint, "mathml", id) }],
  };
}

const fileName = ({ number }: Item): string => `exercise-${String(number).padStart(2, "0")}`;
const titleOf = ({ id, set: numbers }: Item): string => `${id}${numbers > 0 ? `, set ${numbers}` : ""}`;

/** One exercise as an item. A right answer is shown the worked solution, an unknown wrong one the hint; nothing of either stands in the body. */
export function qtiItem(item: Item): string {
  const { id, posed } = item;
  const { response: declared, interaction, processing, feedback } = posed.kind === "choice" ? choice(item, posed) : posed.kind === "ordering" ? ordering(item, posed) : numeric(item, posed);
  return xmlDocument(element("assessmentItem", { xmlns: QTI, "xmlns:xsi": XSI, "xsi:schemaLocation": `${QTI} http://www.imsglobal.org/xsd/qti/qtiv2p1/imsqti_v2p1.xsd`, identifier: `${id.replace("/", "-")}-set-${item.set}`, title: titleOf(item), adaptive: false, timeDependent: false },
    declared,
    outcome("SCORE", "float", "0"),
    outcome("FEEDBACK", "identifier", "none"),
    element("itemBody", {}, ...interaction),
    processing,
    ...feedback.map(({ id: identifier, nodes }) => element("modalFeedback", { outcomeIdentifier: "FEEDBACK", identifier, showHide: "show" }, ...nodes)),
  ));
}

function manifest(title: string, items: readonly Item[]): string {
  const resources = items.map((item) => element("resource", { identifier: fileName(item), type: "imsqti_item_xmlv2p1", href: `${fileName(item)}.xml` }, element("file", { href: `${fileName(item)}.xml` })));
  return xmlDocument(element("manifest", { xmlns: CP, "xmlns:xsi": XSI, "xsi:schemaLocation": `${CP} http://www.imsglobal.org/xsd/qti/qtiv2p1/qtiv2p1_imscpv1p2_v1p0.xsd`, identifier: title.replace(/[^A-Za-z0-9]+/g, "-") },
    element("metadata", {}, element("schema", {}, "QTIv2.1 Package"), element("schemaversion", {}, "1.0.0")),
    element("organizations"),
    element("resources", {}, ...resources)));
}

/** A topic's exercises as a zip of a manifest and one file an item. The same exercises give the same bytes. */
export function qtiPackage(title: string, items: readonly Item[]): Uint8Array {
  const files: Record<string, string> = { "imsmanifest.xml": manifest(title, items), ...Object.fromEntries(items.map((item) => [`${fileName(item)}.xml`, qtiItem(item)])) };
  return zip(Object.fromEntries(Object.entries(files).map(([name, text]) => [name, strToU8(text)])));
}
