/** What an article may use without an import. Each part of the site adds its own lines. */
import Aside from "./Aside.astro";
import Cite from "./Cite.astro";
import Exempt from "./Exempt.astro";
import Exercise from "./Exercise.astro";
import Fact from "./Fact.astro";
import Figure from "./Figure.astro";
import Key from "./Key.astro";
import LedgerTable from "./LedgerTable.astro";
import Link from "./Link.astro";
import Num from "./Num.astro";
import Objectives from "./Objectives.astro";
import Predict from "./Predict.astro";
import References from "./References.astro";
import Symbol from "./Symbol.astro";
import Term from "./Term.astro";
import Unknowns from "./Unknowns.astro";

export const articleComponents = {
  Aside,
  Cite,
  Exempt,
  Exercise,
  Fact,
  Figure,
  Key,
  LedgerTable,
  Link,
  Num,
  Objectives,
  Predict,
  References,
  Symbol,
  Term,
  Unknowns,
};
