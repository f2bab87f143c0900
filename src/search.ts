import { fromRoot } from "#sim/siteRoot.ts";

/** The part of Pagefind's interface that the search page uses. */
interface Pagefind {
  debouncedSearch(query: string): Promise<{ results: { data(): Promise<Found> }[] } | null>;
}
interface Found {
  readonly url: string;
  readonly excerpt: string;
  readonly meta: { readonly title?: string };
}

const SHOWN = 12;
const form = document.querySelector<HTMLFormElement>(".search-form")!;
const input = form.querySelector("input")!;
const list = document.querySelector<HTMLOListElement>("[data-results]")!;
const count = document.querySelector<HTMLElement>("[data-count]")!;
const words = JSON.parse(form.dataset.words!) as { none: string; failed: string; found: [one: string, many: string] };

// The index exists only after the build, so the bundler must not look for it.
const address = fromRoot("/pagefind/pagefind.js");
let pagefind: Promise<Pagefind> | undefined;
const index = (): Promise<Pagefind> => (pagefind ??= import(/* @vite-ignore */ address) as Promise<Pagefind>);

/** An excerpt carries `<mark>` and escaped text; it is read as a document, so that nothing in it can run. */
function excerpt(html: string): Node[] {
  return [...new DOMParser().parseFromString(html, "text/html").body.childNodes].map((node) => {
    if (!(node instanceof HTMLElement)) return document.createTextNode(node.textContent ?? "");
    const mark = document.createElement("mark");
    mark.textContent = node.textContent;
    return mark;
  });
}

function entry({ url, meta, excerpt: html }: Found): HTMLLIElement {
  const [item, link, text] = [document.createElement("li"), document.createElement("a"), document.createElement("p")];
  link.href = url;
  link.textContent = meta.title ?? url;
  text.append(...excerpt(html));
  item.append(link, text);
  return item;
}

async function search(query: string): Promise<void> {
  const found = await (await index()).debouncedSearch(query);
  // A newer keystroke has taken over.
  if (!found) return;
  const { results } = found;
  const entries = await Promise.all(results.slice(0, SHOWN).map((result) => result.data()));
  list.replaceChildren(...entries.map(entry));
  const sentence = results.length === 0 ? words.none : results.length === 1 ? words.found[0] : words.found[1].replace("#", String(results.length));
  count.textContent = `${sentence} “${query}”.`;
}

async function update(): Promise<void> {
  const query = input.value.trim();
  const url = new URL(location.href);
  if (query) url.searchParams.set("q", query);
  else url.searchParams.delete("q");
  history.replaceState(null, "", url);
  if (!query) {
    list.replaceChildren();
    count.textContent = "";
    return;
  }
  try {
    await search(query);
  } catch {
    count.textContent = words.failed;
  }
}

input.value = new URLSearchParams(location.search).get("q") ?? "";
form.addEventListener("submit", (event) => {
  event.preventDefault();
  void update();
});
input.addEventListener("input", () => void update());
if (input.value) void update();
else input.focus();
