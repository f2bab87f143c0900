export {};

const root = document.documentElement;
for (const select of document.querySelectorAll<HTMLSelectElement>("[data-pref]")) {
  const name = select.dataset.pref!;
  select.value = root.dataset[name] ?? "";
  select.addEventListener("change", () => {
    if (select.value) root.dataset[name] = select.value;
    else delete root.dataset[name];
    try {
      if (select.value) localStorage.setItem(name, select.value);
      else localStorage.removeItem(name);
    } catch {
      // Storage can be refused; the choice then lasts for this page.
    }
  });
}
