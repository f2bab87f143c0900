/** The query without what names the window: the state of the figures. */
const figuresIn = (search: string): string => search.replace(/^\?/, "").split("&").filter((segment) => segment !== "" && segment !== "view=presenter").join("&");

/** An input is written into the address within 300 ms (src/sim/address.ts). */
const ADDRESS_MS = 350;

interface Message { readonly id?: string; readonly figures?: string }

/**
 * Keeps the windows of one deck together: slide and figures' inputs. What a step player shows is not mirrored, only its inputs are.
 * Figures read the address again at `popstate`, so that is how they learn of the other window's inputs.
 */
export function mirror({ isPresenter, goTo }: { isPresenter: boolean; goTo: (id: string) => void }): { moved: (id: string) => void } {
  const channel = new BroadcastChannel(`slides ${location.pathname}`);
  let isTaking = false;
  let from = "";
  let timer = 0;
  const post = (message: Message): void => { channel.postMessage(message); };

  channel.addEventListener("message", ({ data }: MessageEvent<Message>) => {
    if (data.id !== undefined) {
      from = data.id;
      goTo(data.id);
    }
    if (data.figures === undefined || data.figures === figuresIn(location.search)) return;
    const search = [...(isPresenter ? ["view=presenter"] : []), ...(data.figures ? [data.figures] : [])].join("&");
    history.replaceState(history.state, "", `${location.pathname}${search && `?${search}`}${location.hash}`);
    // The answer to this must not go back to where it came from.
    isTaking = true;
    dispatchEvent(new PopStateEvent("popstate", { state: history.state }));
    isTaking = false;
  });
  // The event does not bubble, but every event is seen on its way down.
  document.addEventListener("sim-change", () => {
    if (isTaking) return;
    clearTimeout(timer);
    timer = window.setTimeout(() => { post({ figures: figuresIn(location.search) }); }, ADDRESS_MS);
  }, true);

  return { moved: (id) => {
    if (id !== from) post({ id });
    from = "";
  } };
}
