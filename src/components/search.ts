import { fromRoot } from "#sim/siteRoot.ts";

/** The part of Pagefind's interface that the search page uses. */
interface Pagefind {
  search(query: string, options: { filters: Readonly<Record<string, string>> }): Promise<{ results: { data(): Promise<Found> }[] }>;
}
interface Place { readonly title?: string; readonly url: string; readonly excerpt: string; readonly locations?: readonly number[] }
interface Found extends Place {
  readonly meta: { readonly title?: string };
  readonly sub_results: readonly Place[];
}
interface Words { none: string; noneHint: string; one: string; found: string; more: string; failed: string; kinds: Record<string, string> }

/** Of each kind so many are shown at first, and so many sections of an article. */
const SHOWN = 5;
const SECTIONS = 3;
const PAUSE_MS = 150;

const form = document.querySelector<HTMLFormElement>(".search-form")!;
const input = form.querySelector<HTMLInputElement>("input[type=search]")!;
const slash = form.querySelector<HTMLInputElement>("[data-slash]")!;
const list = document.querySelector<HTMLElement>("[data-results]")!;
const count = document.querySelector<HTMLElement>("[data-count]")!;
const hint = document.querySelector<HTMLElement>("[data-hint]")!;
const examples = document.querySelector<HTMLElement>("[data-examples]")!;
const words = JSON.parse(form.dataset.words!) as Words;

// The index exists only after the build, so the bundler must not look for it.
const address = fromRoot("/pagefind/pagefind.js");
let pagefind: Promise<Pagefind> | undefined;
const index = (): Promise<Pagefind> => (pagefind ??= import(/* @vite-ignore */ address) as Promise<Pagefind>);

function element<K extends keyof HTMLElementTagNameMap>(name: K, ...children: (Node | string)[]): HTMLElementTagNameMap[K] {
  const made = document.createElement(name);
  made.append(...children);
  return made;
}

/** An excerpt carries `<mark>` and escaped text; it is read as a document, so that nothing in it can run. */
const excerpt = (html: string): Node[] => [...new DOMParser().parseFromString(html, "text/html").body.childNodes].map((node) => (node instanceof HTMLElement ? element("mark", node.textContent ?? "") : document.createTextNode(node.textContent ?? "")));

function link(text: string, url: string): HTMLAnchorElement {
  const made = element("a", text);
  made.href = url;
  return made;
}

/** A section's link; heard alone, it names its page too, for many pages have the same sections. */
function part({ title = "", url }: Place, page = ""): HTMLAnchorElement {
  const made = link(title, url);
  made.setAttribute("aria-label", `${title}, ${page}`);
  return made;
}

function entry({ url, meta, excerpt: html, sub_results: places }: Found): HTMLLIElement {
  const item = element("li", link(meta.title ?? url, url), element("p", ...excerpt(html)));
  // The most often named sections first; the one without a name of its own is the page's head.
  const sections = places.filter((place) => place.url !== url && place.title).sort((a, b) => (b.locations?.length ?? 0) - (a.locations?.length ?? 0)).slice(0, SECTIONS);
  if (sections.length > 0) item.append(element("ul", ...sections.map((place) => element("li", part(place, meta.title)))));
  return item;
}

interface Group { readonly kind: string; readonly results: readonly { data(): Promise<Found> }[] }

async function section({ kind, results }: Group): Promise<HTMLElement> {
  const entries = async (from: number, to: number): Promise<HTMLLIElement[]> => (await Promise.all(results.slice(from, to).map((result) => result.data()))).map(entry);
  const found = element("ol", ...(await entries(0, SHOWN)));
  const heading = element("h2", `${words.kinds[kind]!} `, element("small", String(results.length)));
  const made = element("section", heading, found);
  if (results.length > SHOWN) {
    const more = element("button", words.more.replace("{count}", String(results.length - SHOWN)));
    more.type = "button";
    more.addEventListener("click", () => void entries(SHOWN, results.length).then((rest) => {
      found.append(...rest);
      more.remove();
      rest[0]?.querySelector("a")?.focus();
    }));
    made.append(more);
  }
  return made;
}

let latest = 0;
async function search(query: string): Promise<void> {
  const turn = ++latest;
  await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  if (turn !== latest) return;
  const found = await index();
  const groups: Group[] = await Promise.all(Object.keys(words.kinds).map(async (kind) => ({ kind, results: (await found.search(query, { filters: { kind } })).results })));
  const sections = await Promise.all(groups.filter(({ results }) => results.length > 0).map(section));
  // A newer keystroke has taken over.
  if (turn !== latest) return;
  const total = groups.reduce((sum, { results }) => sum + results.length, 0);
  list.replaceChildren(...sections);
  count.textContent = (total === 0 ? words.none : total === 1 ? words.one : words.found).replace("{count}", String(total)).replace("{query}", () => query);
  hint.textContent = total === 0 ? words.noneHint : "";
}

async function update(): Promise<void> {
  const query = input.value.trim();
  const url = new URL(location.href);
  if (query) url.searchParams.set("q", query);
  else url.searchParams.delete("q");
  history.replaceState(null, "", url);
  examples.hidden = query !== "";
  if (!query) {
    latest++;
    list.replaceChildren();
    count.textContent = hint.textContent = "";
    return;
  }
  try {
    await search(query);
  } catch {
    count.textContent = words.failed;
  }
}

// A key of one character must be one that can be switched off: speech input may type it by mistake.
const KEY = "search-slash";
try { slash.checked = localStorage.getItem(KEY) !== "off"; } catch { /* no store: the key stays on */ }
slash.addEventListener("change", () => { try { localStorage.setItem(KEY, slash.checked ? "on" : "off"); } catch { /* it holds for this page only */ } });
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && document.activeElement === input) {
    input.value = "";
    void update();
  }
  const isWriting = event.target instanceof HTMLElement && event.target.matches("input:not([type=checkbox]), select, textarea");
  if (event.key !== "/" || !slash.checked || isWriting || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  input.focus();
  input.select();
});

input.value = new URLSearchParams(location.search).get("q") ?? "";
form.addEventListener("submit", (event) => {
  event.preventDefault();
  void update();
});
input.addEventListener("input", () => void update());
examples.addEventListener("click", (event) => {
  if (!(event.target instanceof HTMLButtonElement)) return;
  input.value = event.target.textContent ?? "";
  input.focus();
  void update();
});
if (input.value) void update();
else input.focus();
