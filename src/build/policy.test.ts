import { expect, test } from "vitest";
import { withoutHashes } from "./policy.ts";

const meta = (scripts: string, styles: string): string => `<meta http-equiv="content-security-policy" content="default-src 'self'; script-src 'self'${scripts}; style-src 'self'${styles};">`;
const hashes = " 'sha256-YQ==' 'sha256-Yg=='";
const files = '<script src="/prefs.js"></script><script type="module" src="/a.js"></script><link rel="stylesheet" href="/a.css"><script type="application/ld+json">{}</script>';

test("a page whose scripts and style sheets are all files needs no hash", () => {
  expect(withoutHashes(meta(hashes, hashes) + files)).toBe(meta("", "") + files);
});

test("a page with a script in line keeps the hashes of scripts", () => {
  for (const script of ["<script>a()</script>", '<script type="module">a()</script>', '<script type="speculationrules">{}</script>']) expect(withoutHashes(meta(hashes, hashes) + script)).toBe(meta(hashes, "") + script);
});

test("a page with a style sheet in line keeps the hashes of style sheets", () => {
  expect(withoutHashes(`${meta(hashes, hashes)}<style>a{}</style>`)).toBe(`${meta("", hashes)}<style>a{}</style>`);
});

test("a page without a policy is as it was", () => expect(withoutHashes("<p>text</p>")).toBe("<p>text</p>"));
