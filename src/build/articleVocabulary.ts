/**
 * What a prop of a component may hold in an article. An article holds no script, so all but `read` are literals.
 * `text` is shown to readers; `key` is an id, a name or a place in a source; `read` takes a number out of a simulation's answer.
 */
export type PropKind = "text" | "key" | "number" | "flag" | "given" | "read";

/** One component that an article may use without importing it. */
export interface Word {
  readonly props: Readonly<Record<string, PropKind>>;
  /** Stands on lines of its own, never inside a sentence. */
  readonly isBlock?: true;
  /** What it holds was quoted, computed or excused, so the check for bare numbers does not look inside. */
  readonly isSourced?: true;
}

/** The components of an article, by name: the only ones src/build/articleSafety.ts lets through. */
export const ARTICLE_COMPONENTS: Readonly<Record<string, Word>> = {
  Figure: { props: { id: "key", given: "given" }, isBlock: true },
  Num: { props: { of: "key", read: "read", given: "given", digits: "number", unit: "key" }, isSourced: true },
  // A quotation prints as the ledger has it: digits and unit are the fact's own.
  Fact: { props: { id: "key" }, isSourced: true },
  Cite: { props: { id: "key", where: "key" }, isSourced: true },
  Term: { props: { id: "key" } },
  LedgerTable: { props: { id: "key" }, isBlock: true },
  References: { props: {}, isBlock: true },
  Exercise: { props: { id: "key" }, isBlock: true },
  Predict: { props: { id: "key" }, isBlock: true },
  Link: { props: { to: "key" } },
  Symbol: { props: { to: "key", tex: "key", config: "key" }, isSourced: true },
  Aside: { props: { title: "text" }, isBlock: true },
  Exempt: { props: { because: "key" }, isSourced: true },
  Key: { props: {} },
  Objectives: { props: {}, isBlock: true },
  Unknowns: { props: {}, isBlock: true },
};

/** HTML elements that Markdown has no sign for; each with the attributes it may carry. */
export const ARTICLE_ELEMENTS: Readonly<Record<string, readonly string[]>> = {
  abbr: ["title"], br: [], cite: ["lang"], dd: [], details: [], dfn: [], dl: [], dt: [], em: ["lang"], i: ["lang"], kbd: [], mark: [],
  q: ["lang"], small: [], span: ["lang"], strong: [], sub: [], summary: [], sup: [], var: [], wbr: [],
};
