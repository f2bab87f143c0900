import { KEY } from "./store.ts";

/** The entry as it stands; undefined when the browser refuses storage. */
export function stored(): { readonly text: string | null } | undefined {
  try {
    return { text: localStorage.getItem(KEY) };
  } catch {
    return undefined;
  }
}

/** Whether the browser keeps what it is given; some accept no more than nothing. */
export function canWrite(): boolean {
  try {
    localStorage.setItem(`${KEY}-probe`, "1");
    localStorage.removeItem(`${KEY}-probe`);
    return true;
  } catch {
    return false;
  }
}

/** Writes the entry, or takes it away. Says whether that was done: a browser that refuses leaves what was there. */
export function written(text: string | null): boolean {
  try {
    if (text === null) localStorage.removeItem(KEY);
    else localStorage.setItem(KEY, text);
    return true;
  } catch {
    return false;
  }
}
