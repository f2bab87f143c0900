import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { exactQuantity } from "#sim/exactQuantity.ts";
import { predictionFor } from "#sim/practiceFor.ts";
import { readingsOf } from "../src/course/checkPath.ts";
import { readPaths } from "../src/course/readPaths.ts";
import { builtPaths, fileOf, readPage } from "./dist.ts";

// The course as a reader finds it in the built site; tests/built.test.ts holds its pages to what every page must be.

const paths = readPaths();
const pages = paths.flatMap(({ id, data }) => [`/course/${id}/`, ...data.meetings.map((_, at) => `/course/${id}/${at + 1}/`)]);
const marksOf = (path: string): (string | null)[] => [...readPage(path).document.querySelectorAll("[data-progress]")].map((mark) => mark.getAttribute("data-progress"));

test("every path and meeting has its page, and no other has one", () => {
  expect(builtPaths().filter((path) => path.startsWith("/course/"))).toEqual(["/course/", "/course/progress/", ...pages].sort());
});

test("the header and the course's own page lead to every path", () => {
  expect(readPage("/mla/").document.querySelector('.site-head nav a[href="/course/"]')).not.toBeNull();
  const links = [...readPage("/course/").document.querySelectorAll(".course-paths h2 a")].map((link) => link.getAttribute("href"));
  expect(links).toEqual(paths.map(({ id }) => `/course/${id}/`));
});

test("the search and the sitemap know the course", () => {
  const sitemap = readFileSync("dist/sitemap-0.xml", "utf8");
  for (const path of ["/course/", ...pages]) {
    expect(sitemap).toContain(`${path}</loc>`);
    expect(readPage(path).document.querySelector("main[data-pagefind-body]")).not.toBeNull();
  }
});

test("a link heard alone says where it leads: on a page of the course no two of one name lead to different places", () => {
  for (const path of ["/course/", "/course/progress/", ...pages]) {
    const led = new Map<string, string>();
    for (const link of readPage(path).document.querySelectorAll("main a[href]")) {
      const shown = link.textContent!.trim();
      const name = link.getAttribute("aria-label") ?? shown;
      // Speech input says what it sees.
      expect(name.startsWith(shown), `${path}: "${shown}" is named "${name}"`).toBe(true);
      const to = link.getAttribute("href")!;
      expect(led.get(name) ?? to, `${path}: "${name}"`).toBe(to);
      led.set(name, to);
    }
  }
});

test("the map of prerequisites says in words what it draws", () => {
  const { document } = readPage("/course/");
  const map = document.querySelector(".course-map")!;
  const said = [...map.querySelectorAll("li a:first-child")].map((link) => link.getAttribute("href"));
  expect(said).toEqual(["/mtp/", "/dualpipe/", "/geopolitics/", "/after-v3/"]);
  expect(map.querySelector("li")!.textContent).toBe("Multi-Token Prediction needs DeepSeekMoE");
  expect(map.querySelectorAll(".course-arc")).toHaveLength(5);
  expect(map.querySelectorAll("svg text")).toHaveLength(12);
  expect(map.querySelector("svg")!.getAttribute("aria-label")).toContain("After V3 needs Multi-head Latent Attention and DeepSeekMoE");
});

test("an article names what to read first, and where the course uses it", () => {
  const { document } = readPage("/dualpipe/");
  expect(document.querySelector('.title-lists a[href="/deepseekmoe/"]')?.textContent).toContain("Read first");
  expect(document.querySelector(".used-in")?.textContent).toContain("An undergraduate course, meeting 3");
  expect([...document.querySelectorAll(".used-in a")].map((link) => link.getAttribute("href"))).toEqual(["/course/undergraduate/3/", "/course/engineers-path/5/"]);
});

describe.each(paths.map((path) => [path.id, path.data] as const))("%s", (id, data) => {
  test("has room for a mark beside each meeting, and what it reads and asks", () => {
    const marks = marksOf(`/course/${id}/`);
    expect(marks.filter((mark) => mark?.startsWith("meeting:"))).toEqual(data.meetings.map((_, at) => `meeting:${id}/${at + 1}`));
    for (const [at, meeting] of data.meetings.entries()) {
      const asked = [...meeting.plan.flatMap(({ exercises = [] }) => exercises), ...meeting.homework.exercises];
      const expected = [`meeting:${id}/${at + 1}`, ...readingsOf(meeting).map(({ article }) => `article:${article}`), ...asked.map((exercise) => `exercise:${exercise}`), ...meeting.plan.flatMap(({ predict = [] }) => predict).map((name) => `prediction:${name}`)];
      expect(marks).toEqual(expect.arrayContaining(expected));
      expect(marksOf(`/course/${id}/${at + 1}/`)).toEqual(expect.arrayContaining(expected));
    }
  });

  test("shows every figure as a picture with its computed caption, and leads to it", () => {
    for (const [at, { plan }] of data.meetings.entries()) {
      const { document } = readPage(`/course/${id}/${at + 1}/`);
      const shown = plan.flatMap(({ figures = [] }) => figures);
      const found = [...document.querySelectorAll(".course-figure")];
      expect(found).toHaveLength(shown.length);
      for (const [index, figure] of found.entries()) {
        expect(figure.querySelectorAll("svg[role=img]")).toHaveLength(1);
        expect(figure.querySelector(".course-caption")?.textContent.length).toBeGreaterThan(10);
        expect(figure.querySelector("a")?.getAttribute("href")).toMatch(new RegExp(`^/figures/${shown[index]!.figure}/`));
        // Who learns alone has not guessed yet.
        expect(figure.querySelector("details .course-picture") !== null).toBe(data.unit !== "meeting");
        expect(figure.querySelector("code") !== null).toBe(data.commands);
      }
    }
  });

  test("runs no script of its own", () => {
    const plain = [...readPage("/topics/").document.querySelectorAll("script[src]")].map((script) => script.getAttribute("src"));
    for (const path of pages.filter((page) => page.startsWith(`/course/${id}/`))) expect([...readPage(path).document.querySelectorAll("script[src]")].map((script) => script.getAttribute("src")).filter((src) => !plain.includes(src))).toEqual([]);
  });

  test("ends each meeting with the computed answers of what it asks", async () => {
    for (const [at, { plan }] of data.meetings.entries()) {
      const answers = readPage(`/course/${id}/${at + 1}/`).document.querySelector(".course-answers");
      for (const name of plan.flatMap(({ predict = [] }) => predict)) {
        const { truth, unit } = await predictionFor(name);
        expect(answers?.textContent, name).toContain(exactQuantity(truth(), unit));
      }
    }
  });
});

test("only the course loads its style sheet", () => {
  const sheets = (path: string): string => [...readPage(path).document.querySelectorAll('link[rel="stylesheet"]')].map((link) => readFileSync(fileOf(link.getAttribute("href")!)!, "utf8")).join("");
  expect(sheets("/course/")).toContain(".course-plan");
  expect(sheets("/mla/")).not.toContain(".course-plan");
});
