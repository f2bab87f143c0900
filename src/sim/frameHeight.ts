/** What a framed figure says to the page that holds the frame. */
export interface FrameHeight { readonly type: "figure-height"; readonly height: number }

/** Tells the page that holds this frame how tall the figure is, whenever that changes. Any page may hear it: it says nothing of the reader. */
export function tellHeight(): void {
  if (parent === window) return;
  let told = 0;
  // The body alone: a document is never shorter than its frame, so a frame that follows it could only grow.
  new ResizeObserver(() => {
    const height = Math.ceil(document.body.getBoundingClientRect().height);
    if (height === told) return;
    told = height;
    parent.postMessage({ type: "figure-height", height } satisfies FrameHeight, "*");
  }).observe(document.body);
}
