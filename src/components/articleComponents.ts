/** What an article may use without an import. Each part of the site adds its own lines. */
import Aside from "./Aside.astro";
import Cite from "./Cite.astro";
import Fact from "./Fact.astro";
import Figure from "./Figure.astro";
import References from "./References.astro";
import Term from "./Term.astro";

export const articleComponents = {
  Aside,
  Cite,
  Fact,
  Figure,
  References,
  Term,
};
