import type { Text } from "../text/index.ts";
import type { Params } from "./contract.ts";

/** What the page's script knows of a figure before it loads the figure itself; travels in `data-spec`. */
export interface Spec {
  readonly id: string;
  /** The figure's name in the page's address; its own name unless the page shows it twice. */
  readonly name: string;
  readonly title: string;
  readonly cost: "instant" | "heavy";
  readonly params: Params;
  /** The state of this page's figure before the reader touches it. */
  readonly base: Readonly<Record<string, unknown>>;
  readonly presets: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly words: Text["liveFigure"];
  /** Absolute addresses of the figure's own page and of its page for other sites' frames. */
  readonly page: string;
  readonly embed: string;
  readonly site: string;
  readonly version: string;
}
