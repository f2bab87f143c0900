// Filters the list of facts; the choice travels in the address, so that a filtered list can be sent to somebody.
const form = document.querySelector<HTMLFormElement>(".ledger-filter");
const facts = [...document.querySelectorAll<HTMLElement>(".fact-list > li")];

if (form) {
  const selects = [...form.querySelectorAll("select")];
  const apply = (): void => {
    let shown = 0;
    for (const fact of facts) {
      fact.hidden = !selects.every(({ name, value }) => value === "" || fact.dataset[name]!.split(" ").includes(value));
      if (!fact.hidden) shown++;
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
  // A link to one fact shows it, whatever is filtered.
  const target = facts.find(({ id }) => `#${id}` === location.hash);
  if (target?.hidden) target.hidden = false;
}
