import { text as en, type Text } from "./en.ts";

export type { Text };

/** Interface texts by language; a second language adds one file and one line here. */
const texts: Readonly<Record<string, Text>> = { en };

/** The interface text of a page's language; English where a language has none yet. */
export const textFor = (lang: string): Text => texts[lang] ?? en;

/** The language of a page whose route names none. */
export const DEFAULT_LANG = "en";
