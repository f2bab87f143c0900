/** What an article may use without an import. Each part of the site adds its own lines. */
import Aside from "./Aside.astro";

export const articleComponents = {
  Aside,
};
