import type { Element } from "hast";
import { expect, test } from "vitest";
import { configKeys } from "./configKeys.ts";

const linkOf = (value: string): unknown => {
  const token: Element = { type: "element", tagName: "span", properties: {}, children: [{ type: "text", value }] };
  configKeys.span(token);
  return token.properties["data-link"];
};

test("a config key carries the link of its symbol, quoted or not", () => {
  expect(linkOf('"kv_lora_rank"')).toBe("dc");
  expect(linkOf(" n_heads")).toBe("nh");
  expect(linkOf('"num_hidden_layers"')).toBe("l");
});

test("any other token is left alone", () => {
  expect(linkOf("512")).toBeUndefined();
  expect(linkOf('"dtype"')).toBeUndefined();
});
