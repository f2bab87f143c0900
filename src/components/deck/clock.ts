/** The presenter's clock: minutes and seconds since the window opened, or since its button was pressed. */
export function startClock(clock: HTMLElement): void {
  const elapsed = clock.querySelector<HTMLElement>("[data-elapsed]")!;
  let start = Date.now();
  const tell = (): void => {
    const seconds = Math.floor((Date.now() - start) / 1000);
    elapsed.textContent = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
  };
  clock.hidden = false;
  clock.addEventListener("click", (event) => {
    if (!(event.target as Element).closest("button")) return;
    start = Date.now();
    tell();
  });
  setInterval(tell, 1000);
  tell();
}
