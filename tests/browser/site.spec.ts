import { expect, paths, test } from "./watched.ts";

test.skip(!paths.includes("/"), "the home page is not built");

for (const [name, value] of [["theme", "dark"], ["theme", "light"], ["motion", "off"]] as const) {
  test(`the ${name} switch keeps "${value}" on the next page and after a reload`, async ({ page }) => {
    await page.goto("/");
    const paper = (): Promise<string> => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    const before = await paper();
    await page.locator(`[data-pref="${name}"]`).first().selectOption(value);
    await expect(page.locator("html")).toHaveAttribute(`data-${name}`, value);
    if (value === "dark") expect(await paper()).not.toBe(before);
    for (const path of ["/figures/", "/"]) {
      await page.goto(path);
      await expect(page.locator("html")).toHaveAttribute(`data-${name}`, value);
      await expect(page.locator(`[data-pref="${name}"]`).first()).toHaveValue(value);
    }
    await page.locator(`[data-pref="${name}"]`).first().selectOption("");
    await page.reload();
    await expect(page.locator("html")).not.toHaveAttribute(`data-${name}`, /.*/);
  });
}

test("search finds the article and survives nonsense", async ({ page }) => {
  await page.goto("/search/");
  const field = page.locator('input[type="search"]');
  await field.fill("latent attention");
  await expect(page.locator("[data-results] a").first()).toBeVisible({ timeout: 15_000 });
  expect(await page.locator("[data-results] a").evaluateAll((links) => links.map((link) => link.getAttribute("href")))).toContain("/mla/");
  // By kind, with a fact, a claim and a term at addresses of their own.
  expect(await page.locator("[data-results] h2").count()).toBeGreaterThan(3);
  await expect(page.locator('[data-results] a[href^="/glossary/#"]').first()).toBeVisible();
  // The index finds words by their beginnings, so nonsense must begin like none.
  await field.fill("jjqqxx");
  await expect(page.locator("[data-results] a")).toHaveCount(0);
  await expect(page.locator("[data-hint]")).not.toBeEmpty();
  await field.fill("<img src=x onerror=alert(1)>");
  await expect(page.locator("[data-results] a")).not.toHaveCount(0);
  expect(await page.locator("main img").count()).toBe(0);
});

test("the key / leads to the search field until it is switched off", async ({ page }) => {
  await page.goto("/search/");
  const field = page.locator('input[type="search"]');
  await page.locator("[data-slash]").focus();
  await page.keyboard.press("/");
  await expect(field).toBeFocused();
  await expect(field).toHaveValue("");
  await page.locator("[data-slash]").uncheck();
  await page.reload();
  await page.locator("[data-slash]").focus();
  await page.keyboard.press("/");
  await expect(field).not.toBeFocused();
});

test("the first Tab leads past the header to the text", async ({ page }) => {
  await page.goto("/");
  await page.keyboard.press("Tab");
  await expect(page.locator(":focus")).toHaveAttribute("href", "#main");
  await page.keyboard.press("Enter");
  expect(new URL(page.url()).hash).toBe("#main");
});

test("claims are narrowed by verdict and topic, and the choice travels in the address", async ({ page }) => {
  await page.goto("/claims/");
  const claims = page.locator(".claim-list > li");
  const total = await claims.count();
  expect(total).toBeGreaterThan(31);
  await page.locator('[name="verdict"]').selectOption("contradicted");
  const contradicted = await claims.locator("visible=true").locator('.verdict[data-verdict="contradicted"]').count();
  expect(contradicted).toBeGreaterThan(0);
  await expect(page.locator("[data-count]")).toHaveText(String(contradicted));
  await page.locator('[name="topic"]').selectOption("mla");
  await page.reload();
  await expect(page.locator('[name="verdict"]')).toHaveValue("contradicted");
  await expect(page.locator('[name="topic"]')).toHaveValue("mla");
  const left = Number(await page.locator("[data-count]").innerText());
  expect(left).toBeLessThan(contradicted);
  await page.goto("/claims/?verdict=supported#cost-2788-million-hours");
  await expect(page.locator("#cost-2788-million-hours")).toBeVisible();
});
