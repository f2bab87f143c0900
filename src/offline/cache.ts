/** The browser's store that holds the kept site. */
export const CACHE = "deepseek-recomputed";
