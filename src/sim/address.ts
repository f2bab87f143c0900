/**
 * The page's address while figures change it. A drag rewrites the current entry of the history now and then;
 * when it ends, the entry gets its old address back and a new one follows it, so that Back undoes one act of the reader.
 */
type Rewrite = (search: string) => string;

/** Browsers refuse more than about 100 rewrites in 10 s. */
const REWRITE_MS = 300;
/** Acts on the same input within this time are one act: a held arrow key is not fifty. */
const SAME_ACT_MS = 1200;

let committed = location.search;
let pending: { rewrite: Rewrite; timer: ReturnType<typeof setTimeout> } | undefined;
let lastAct = { key: "", at: -Infinity };

addEventListener("popstate", () => {
  committed = location.search;
  clearTimeout(pending?.timer);
  pending = undefined;
  lastAct = { key: "", at: -Infinity };
});

const set = (how: "pushState" | "replaceState", search: string): void => {
  try {
    history[how](history.state, "", location.pathname + search + location.hash);
  } catch {
    // A browser that refuses (too many, or a sandboxed frame) leaves the address as it is; the figure works on.
  }
};

/** Writes a state that is still moving, at most every 300 ms. */
export function rewriteAddress(rewrite: Rewrite): void {
  if (pending) {
    pending.rewrite = rewrite;
    return;
  }
  const timer = setTimeout(() => {
    const last = pending?.rewrite;
    pending = undefined;
    if (last) set("replaceState", last(location.search));
  }, REWRITE_MS);
  pending = { rewrite, timer };
}

/** Writes a state that the reader has settled on, as an entry of its own. `key` names the input that was used. */
export function commitAddress(key: string, rewrite: Rewrite): void {
  clearTimeout(pending?.timer);
  pending = undefined;
  const next = rewrite(location.search);
  const now = performance.now();
  const isSameAct = key === lastAct.key && now - lastAct.at < SAME_ACT_MS;
  lastAct = { key, at: now };
  if (next === committed) {
    if (next !== location.search) set("replaceState", next);
    return;
  }
  if (isSameAct) set("replaceState", next);
  else {
    if (location.search !== committed) set("replaceState", committed);
    set("pushState", next);
  }
  committed = next;
}
