import { expect, test } from "vitest";
import { figures } from "#sim/figures.ts";
import { readState } from "#sim/urlState.ts";
import { articleLink, commandFor, exerciseLink, figureLink, predictionLink, slidesLink } from "./links.ts";

test("addresses are those of the pages", () => {
  expect([articleLink("mla", "start"), articleLink("mla", "quality"), exerciseLink("mla/3"), predictionLink("mla/bytes-per-token"), slidesLink("mla"), slidesLink("mla", "quality")]).toEqual([
    "/mla/", "/mla/#quality", "/mla/#exercise-mla-3", "/mla/#predict-mla-bytes-per-token", "/slides/mla/", "/slides/mla/#quality",
  ]);
});

test("a figure's link opens it in the state it names, for every preset of every figure", async () => {
  for (const [id, load] of Object.entries(figures)) {
    const fig = await load();
    for (const given of [{}, ...Object.values(fig.presets ?? {})] as Record<string, unknown>[]) {
      const { searchParams, pathname } = new URL(figureLink(id, fig, given), "http://site");
      expect(pathname).toBe(`/figures/${id}/`);
      const { values, corrections } = readState(searchParams.toString(), id.split("/")[1]!, fig.sim);
      expect(corrections).toEqual([]);
      expect(values).toMatchObject(given);
    }
  }
});

test("a command names what differs from the defaults, and quotes what a shell would cut", async () => {
  const cache = await figures["mla/kv-cache"]!();
  const sparse = await figures["after-v3/sparse-attention"]!();
  expect(commandFor("mla/kv-cache", cache, {})).toBe("npm run -s sim -- mla/kv-cache");
  expect(commandFor("mla/kv-cache", cache, { contextTokens: 1024 })).toBe("npm run -s sim -- mla/kv-cache --contextTokens=1024");
  expect(commandFor("after-v3/sparse-attention", sparse, { measure: "bytes read" })).toBe('npm run -s sim -- after-v3/sparse-attention --measure="bytes read"');
});
