import { FORMAT, NOTHING, type Progress, VERSION } from "./record.ts";

/** The name of the browser's entry. */
export const KEY = "progress";

/**
 * The progress that this browser keeps. What is inside was written by this site, so only its name is checked here; the progress page reads it strictly.
 *
 * @throws when the browser refuses storage, or when the entry is not one this page can read: such an entry must not be written over
 */
export function load(): Progress {
  const text = localStorage.getItem(KEY);
  if (text === null) return NOTHING;
  const found = JSON.parse(text) as Progress;
  if (found.format !== FORMAT || found.version !== VERSION) throw new Error(`unsupported: ${KEY}`);
  return found;
}

/** Changes what is kept, starting from what is there now: another tab may have written since. Says whether it is kept. */
export function keep(change: (progress: Progress) => Progress): boolean {
  try {
    const before = load();
    const after = change(before);
    if (after !== before) localStorage.setItem(KEY, JSON.stringify(after));
    return true;
  } catch {
    return false;
  }
}
