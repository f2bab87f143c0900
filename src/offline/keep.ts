/** What an earlier "later" is remembered by: for this tab alone, so that it lasts for a sitting. */
const LATER = "edition";

/** The bar's words, from the page that the foot's link leads to: kept with the rest, and needed so rarely that no other page carries them. */
async function barOf(link: HTMLAnchorElement): Promise<HTMLElement> {
  const page = new DOMParser().parseFromString(await (await fetch(link.pathname)).text(), "text/html");
  return document.importNode(page.querySelector<HTMLTemplateElement>("template[data-edition]")!.content, true).firstElementChild as HTMLElement;
}

/**
 * Offers the edition that waits, in a bar below the page. Nothing changes until the reader says so;
 * then every open page of the site is loaded again, so that all of them are of one edition.
 */
async function offer(registration: ServiceWorkerRegistration, link: HTMLAnchorElement): Promise<void> {
  navigator.serviceWorker.addEventListener("controllerchange", () => { location.reload(); });
  if (sessionStorage.getItem(LATER)) return;
  const bar = await barOf(link);
  const said = bar.querySelector("[role=status]")!;
  const words = said.textContent;
  // A screen reader hears what changes in a region it already knows.
  said.textContent = "";
  // Where the focus was when it came to the bar: there it goes back, rather than to the page's beginning.
  let back: EventTarget | null = null;
  bar.addEventListener("focusin", ({ relatedTarget }) => { if (relatedTarget && !bar.contains(relatedTarget as Node)) back = relatedTarget; });
  document.body.append(bar);
  requestAnimationFrame(() => { said.textContent = words; });
  const [load, later] = bar.querySelectorAll("button");
  load!.addEventListener("click", () => { registration.waiting?.postMessage({ type: "SKIP_WAITING" }); });
  later!.addEventListener("click", () => {
    sessionStorage.setItem(LATER, "later");
    bar.remove();
    (back as HTMLElement | null)?.focus({ preventScroll: true });
  });
}

/** Keeps the site for reading without a network, and says when a new edition of it is ready. */
async function keep(link: HTMLAnchorElement): Promise<void> {
  const workers = navigator.serviceWorker;
  const kept = await workers.getRegistration();
  // The reader, or their browser, asked not to fetch what they do not read now.
  if (!kept && ((navigator as { connection?: { saveData?: boolean } }).connection?.saveData || localStorage.getItem("offline"))) return;
  const registration = kept ?? (await workers.register("/sw.js"));
  let isOffered = false;
  const look = (): void => {
    // Without a controller this is the first edition, which replaces nothing.
    if (isOffered || !registration.waiting || !workers.controller) return;
    isOffered = true;
    void offer(registration, link);
  };
  registration.addEventListener("updatefound", () => registration.installing?.addEventListener("statechange", look));
  look();
}

const link = document.querySelector<HTMLAnchorElement>(".site-foot [data-site-only] a");
// Storage can be refused, and with it all of this.
if (link && "serviceWorker" in navigator) keep(link).catch(() => undefined);
