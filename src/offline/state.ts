import { CACHE } from "./cache.ts";

/** The words of text.offline.state, and the button's two names. */
type State = "kept" | "fetching" | "failed" | "none" | "unsupported";

/** Shows on a page whether the site is kept, and lets the reader keep or remove it. */
export function showState(root: HTMLElement): void {
  const words = JSON.parse(root.dataset["words"]!) as Record<State | "keep" | "remove", string>;
  const said = root.querySelector("[role=status]")!;
  const button = root.querySelector("button")!;
  let isRemoval = false;
  const say = (state: State): void => {
    said.textContent = words[state];
    isRemoval = state === "kept" || state === "fetching";
    button.textContent = words[isRemoval ? "remove" : "keep"];
    button.disabled = state === "unsupported";
  };
  if (!("serviceWorker" in navigator)) return say("unsupported");
  const workers = navigator.serviceWorker;

  const follow = (registration: ServiceWorkerRegistration): void => {
    const { installing } = registration;
    installing?.addEventListener("statechange", () => { if (installing.state === "redundant" && !registration.active) say("failed"); else follow(registration); });
    say(registration.active ? "kept" : "fetching");
  };
  const look = async (): Promise<void> => {
    const registration = await workers.getRegistration();
    if (registration) follow(registration);
    else say("none");
  };
  const remove = async (): Promise<void> => {
    localStorage.setItem("offline", "off");
    await (await workers.getRegistration())?.unregister();
    await caches.delete(CACHE);
    say("none");
  };
  const keep = async (): Promise<void> => {
    localStorage.removeItem("offline");
    follow(await workers.register("/sw.js"));
  };
  button.addEventListener("click", () => { (isRemoval ? remove() : keep()).catch(() => { say("failed"); }); });
  void look().catch(() => { say("unsupported"); });
  // The first visit's own registration comes some seconds after the page.
  void workers.ready.then(follow);
}
