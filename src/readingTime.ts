const WORDS_PER_MINUTE = 200;

/** The same before rounding, so that the parts of an article add up to the whole. */
export function exactReadingMinutes(body: string): number {
  const formulas = body.match(/\$\$[^$]+\$\$|\$[^$\n]+\$/g)?.length ?? 0;
  const prose = body.replace(/^---[\s\S]*?\n---/, "").replace(/```[\s\S]*?```/g, " ").replace(/\$\$[^$]+\$\$|\$[^$\n]+\$/g, " ").replace(/<[^>]*>/g, " ");
  const words = prose.match(/[\p{L}\p{N}][\p{L}\p{N}'’.-]*/gu)?.length ?? 0;
  return (words + 5 * formulas) / WORDS_PER_MINUTE;
}

/** Minutes it takes to read an article's source: words outside code, tags and front matter, at 200 a minute; a formula counts as five words. */
export const readingMinutes = (body: string): number => Math.max(1, Math.round(exactReadingMinutes(body)));
