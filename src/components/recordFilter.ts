// Filters a list of the record; the choice travels in the address, so that a filtered list can be sent to somebody.
const form = document.querySelector<HTMLFormElement>(".record-filter");
const items = [...document.querySelectorAll<HTMLElement>("[data-filtered] > li")];

if (form) {
  const selects = [...form.querySelectorAll("select")];
  const apply = (): void => {
    let shown = 0;
    for (const item of items) {
      item.hidden = !selects.every(({ name, value }) => value === "" || item.dataset[name]!.split(" ").includes(value));
      if (!item.hidden) shown++;
    }
    form.querySelector("[data-count]")!.textContent = String(shown);
  };
  const params = new URLSearchParams(location.search);
  for (const select of selects) {
    const wanted = params.get(select.name);
    if (wanted && [...select.options].some(({ value }) => value === wanted)) select.value = wanted;
  }
  form.addEventListener("change", () => {
    const query = new URLSearchParams(selects.filter(({ value }) => value !== "").map(({ name, value }) => [name, value])).toString();
    history.replaceState(null, "", query ? `?${query}` : location.pathname);
    apply();
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  apply();
  // A link to one item shows it, whatever is filtered.
  const target = items.find(({ id }) => `#${id}` === location.hash);
  if (target?.hidden) target.hidden = false;
}
