import { globSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";

const css = readFileSync("src/styles/tokens.css", "utf8");
const tokens = [...css.matchAll(/--([\w-]+): light-dark\((#\w{6}), (#\w{6})\)/g)].map(([, name, light, dark]) => ({ name: name!, light: light!, dark: dark! }));
const paper = tokens.find(({ name }) => name === "paper")!;

const luminance = (hex: string): number => {
  const [r, g, b] = [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16) / 255).map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!;
};
const contrast = (a: string, b: string): number => {
  const [low, high] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (high! + 0.05) / (low! + 0.05);
};

// WCAG 2.2: 4.5 for text (1.4.3), 3 for marks of a figure (1.4.11).
test.each(tokens.filter(({ name }) => /^(ink|accent|warning|series|family)/.test(name)))("$name stands out from the paper in both themes", ({ name, light, dark }) => {
  const least = /^(series|family)/.test(name) ? 3 : 4.5;
  expect(contrast(light, paper.light)).toBeGreaterThanOrEqual(least);
  expect(contrast(dark, paper.dark)).toBeGreaterThanOrEqual(least);
});

// A column in rem grows with the reader's text size, so the width it needs must grow with it. A deck is measured by its screen.
test.each(globSync("src/styles/{*,pages/*}.css").filter((file) => !/[\\/]deck\.css$/.test(file)))("%s asks for the width of a window in em", (file) => {
  expect([...readFileSync(file, "utf8").matchAll(/@media[^{]*width[^{]*px[^{]*/g)].map(([query]) => query)).toEqual([]);
});
