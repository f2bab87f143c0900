import { XMLParser } from "fast-xml-parser";

/** A node in fast-xml-parser's order-keeping form: an element with its children and attributes, or a text. */
export type XmlNode = Readonly<Record<string, unknown>>;
type Attributes = Readonly<Record<string, string | number | boolean>>;

const parser = new XMLParser({ preserveOrder: true, ignoreAttributes: false, trimValues: false, parseTagValue: false, parseAttributeValue: false });

const ENTITIES: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&apos;" };
const escaped = (text: string): string => text.replace(/[&<>"']/g, (sign) => ENTITIES[sign]!);

/** An element; texts are escaped when it is written. */
export const element = (name: string, attributes: Attributes = {}, ...children: readonly (XmlNode | string)[]): XmlNode => ({
  [name]: children.map((child) => (typeof child === "string" ? { "#text": child } : child)),
  ":@": Object.fromEntries(Object.entries(attributes).map(([key, value]) => [`@_${key}`, String(value)])),
});

/** Reads text that is XML. */
export const parseXml = (text: string): readonly XmlNode[] => parser.parse(text) as readonly XmlNode[];

/** The name of an element, or undefined of a text. */
export const nameOf = (node: XmlNode): string | undefined => Object.keys(node).find((key) => key !== ":@" && key !== "#text");

/** The children of an element. */
export const childrenOf = (node: XmlNode): readonly XmlNode[] => (node[nameOf(node) ?? ""] ?? []) as readonly XmlNode[];

function written(node: XmlNode): string {
  const name = nameOf(node);
  if (name === undefined) return escaped(String(node["#text"]));
  const attributes = Object.entries((node[":@"] ?? {}) as Attributes).map(([key, value]) => ` ${key.slice(2)}="${escaped(String(value))}"`).join("");
  const content = fragment(childrenOf(node));
  return content === "" ? `<${name}${attributes}/>` : `<${name}${attributes}>${content}</${name}>`;
}

/** The nodes as text, without a declaration. */
export const fragment = (nodes: readonly XmlNode[]): string => nodes.map(written).join("");

/** A document with its declaration. */
export const xmlDocument = (root: XmlNode): string => `<?xml version="1.0" encoding="UTF-8"?>\n${fragment([root])}\n`;
