import { expect, test } from "vitest";
import { DeckCutter } from "./deck.ts";

const cut = (html: string) => new DeckCutter(html, { id: "opening", title: "Opening" }, (fact) => `source-of-${fact}`).cut();
const key = (text: string): string => `<span data-key>${text}</span>`;
const figure = '<div data-slide="figure" data-id="figure-a"><div data-part="title">Q?</div><div data-part="body"><sim-figure id="a"><svg viewBox="0 0 1 1"></svg></sim-figure></div><div data-part="notes"><p>Not this.</p></div></div>';
const poll = '<div data-slide="poll" data-id="predict-a"><div data-part="title">Guess</div><div data-part="question">Ask</div><div data-part="answer-title">Answer</div><div data-part="answer">7</div></div>';

test("a section's slide has the heading's anchor, its keys and all of its prose as notes", () => {
  const { slides } = cut(`<h2 id="how">How</h2><p>One. ${key("Two.")} Three.</p><p>Four.</p>`);
  expect(slides).toMatchObject([{ kind: "section", id: "how", title: "How", body: "<p>Two.</p>", isContinued: false }]);
  expect(slides[0]!.notes).toBe(`<p>One. ${key("Two.")} Three.</p><p>Four.</p>`);
});

test("a figure divides a section, and what follows it is shown after it", () => {
  const { slides } = cut(`<h2 id="how">How</h2><p>${key("Before.")}</p>${figure}<p>${key("After.")}</p>`);
  expect(slides.map(({ kind, id, body }) => [kind, id, body])).toEqual([
    ["section", "how", "<p>Before.</p>"],
    ["figure", "figure-a", '<sim-figure id="a"><svg viewBox="0 0 1 1"></svg></sim-figure>'],
    ["section", "how-2", "<p>After.</p>"],
  ]);
  expect(slides[1]!.section).toBe("How");
});

test("prose without a key after a figure goes to the figure's notes", () => {
  expect(cut(`<h2 id="how">How</h2><p>${key("Before.")}</p>${figure}<p>After.</p>`).slides[1]!.notes).toBe("<p>Not this.</p><p>After.</p>");
});

test("a prediction is two slides, the question first", () => {
  expect(cut(`<h2 id="how">How</h2><p>${key("Before.")}</p>${poll}`).slides.map(({ id, body }) => [id, body])).toEqual([["how", "<p>Before.</p>"], ["predict-a", "Ask"], ["predict-a-answer", "7"]]);
});

test("a section that begins with a subsection lists its subsections; an empty one is no slide", () => {
  const { slides } = cut(`<h2 id="a">A</h2><h3 id="b">B</h3><p>${key("Text.")}</p><h2 id="exercises">Exercises</h2>`);
  expect(slides.map(({ id, section }) => [id, section])).toEqual([["a", ""], ["b", "A"]]);
  expect(slides[0]!.body).toContain("<li>B</li>");
});

test("an equation that a key leads to comes along, any other does not", () => {
  const equation = '<div class="equation"><span>x</span></div>';
  expect(cut(`<h2 id="a">A</h2><p>${key("So:")}</p>${equation}`).slides[0]!.body).toBe(`<p>So:</p>${equation}`);
  expect(cut(`<h2 id="a">A</h2><p>${key("So.")} Then:</p>${equation}`).slides[0]!.body).toBe("<p>So.</p>");
});

test("a list or a table that a key announces with a colon comes along, with its ids; any other does not", () => {
  const list = "<ul><li>One</li></ul>";
  const table = '<figure class="ledger-table" id="t"><table></table></figure>';
  const [slide] = cut(`<h2 id="a">A</h2><p>${key("Two:")}</p>${list}<p>${key("Both:")}</p>${table}`).slides;
  expect(slide!.body).toBe(`<p>Two:</p>${list}<p>Both:</p>${table}`);
  expect(slide!.notes).not.toContain('id="t"');
  expect(cut(`<h2 id="a">A</h2><p>${key("Two.")}</p>${list}`).slides[0]!.body).toBe("<p>Two.</p>");
  expect(cut(`<h2 id="a">A</h2><p>${key("Two:")} Or three:</p>${list}`).slides[0]!.body).toBe("<p>Two:</p>");
});

test("an id is in the deck once: on the slide, not in the notes", () => {
  const num = '<a data-note="num-1">7</a><span class="num-note" id="num-1" hidden>how</span>';
  const [slide] = cut(`<h2 id="a">A</h2><p>${key(`It is ${num}.`)}</p>`).slides;
  expect(slide!.body).toContain(num);
  expect(slide!.notes).not.toContain("id=");
});

test("sources are those that slides cite or quote, with the article's numbers", () => {
  const references = '<div class="references"><ol><li><p id="ref-a">A.</p></li><li><p id="ref-b">B.</p></li><li><p id="ref-source-of-f">C.</p></li></ol><ol><li id="note-f">f</li><li id="note-g">g</li></ol></div>';
  const { sources, popovers } = cut(`<h2 id="a">A</h2><p>${key('x <a data-note="ref-b">[2]</a> <a data-note="note-f">1</a>')} <a data-note="ref-a">[1]</a></p>${references}`);
  expect(sources).toEqual([{ number: 2, html: '<p id="ref-b">B.</p>' }, { number: 3, html: '<p id="ref-source-of-f">C.</p>' }]);
  expect(popovers).toEqual(['<div id="ref-a">A.</div>', '<div id="note-f">f</div>']);
});

test("scripts leave the pieces and are kept once each", () => {
  const { slides, scripts } = cut(`<h2 id="a">A</h2><p>${key('x<script type="module" src="/a.js"></script>')} y</p>`);
  expect(slides[0]!.body + slides[0]!.notes).not.toContain("script");
  expect(scripts).toBe('<script type="module" src="/a.js"></script>');
});
