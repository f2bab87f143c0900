// All that a first visit loads of progress. The code that marks and keeps it comes once there is something to mark or to keep.
const KEY: typeof import("./store.ts").KEY = "progress";

const tell = (event?: Event): void => void import("./marks.ts").then(({ heard }) => { heard(event); });

/** What is kept already is shown. */
function wake(): void {
  try {
    if (localStorage.getItem(KEY)) tell();
  } catch {
    // A browser that refuses storage has nothing to show.
  }
}

addEventListener("practice-answer", tell);
// Heard on the way down, since the opening of a disclosure does not bubble.
for (const type of ["toggle", "change"]) addEventListener(type, (event) => { if ((event.target as Element).matches("[data-ticks], .practice-solution")) tell(event); }, true);
// Another tab may have written; a page that comes back from the browser's cache has not heard of it.
for (const type of ["storage", "pageshow"]) addEventListener(type, wake);
wake();
