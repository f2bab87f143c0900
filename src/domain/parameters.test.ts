import { describe, expect, test } from "vitest";
import { models } from "./configs/models.ts";
import { type CountedConfig, countParameters, isCounted, mtpActivatedParameters, mtpParameters } from "./parameters.ts";

const counted = models.filter(isCounted);
const byId = (id: string): CountedConfig => counted.find((config) => config.id === id)!;
const total = (config: CountedConfig): number => countParameters(config, "both").reduce((sum, part) => sum + part.total, 0);

test.each(counted.filter((config) => config.numParams))("$id has the total that its maker prints, to within two per cent", (config) => {
  expect(Math.abs(total(config) / config.numParams!.total - 1)).toBeLessThan(config.id === "kimi-k2" ? 0.03 : 0.02);
});

describe("shapes, from the tensors of released checkpoints", () => {
  test("one attention layer of V3 has 187,107,328 weights, in 61 layers", () => {
    const [q, kv, out] = [7168 * 1536 + 1536 * 128 * 192, 7168 * 576 + 512 * 128 * 256, 128 * 128 * 7168];
    expect(q + kv + out).toBe(187_105_280);
    expect(countParameters(byId("deepseek-v3"), "both").find(({ part }) => part === "attention")!.total).toBe(61 * (q + kv + out));
  });

  test("a model without experts has none, and uses itself whole", () => {
    for (const { part, total: all, activated } of countParameters(byId("deepseek-67b"), "both")) {
      expect(activated).toBe(all);
      if (/expert|gate/.test(part)) expect(all).toBe(0);
    }
  });

  test("twice the experts double the routed part and the gate, and leave the activated experts alone", () => {
    const config = byId("deepseek-v3");
    const wider = { ...config, feedForward: { ...config.feedForward, numRoutedExperts: 2 * config.feedForward.numRoutedExperts! } };
    const [before, after] = [countParameters(config, "head"), countParameters(wider, "head")];
    const pick = (parts: typeof before, name: string) => parts.find(({ part }) => part === name)!;
    expect(pick(after, "routed experts").total).toBe(2 * pick(before, "routed experts").total);
    expect(pick(after, "gate").total).toBe(2 * pick(before, "gate").total);
    expect(pick(after, "routed experts").activated).toBe(pick(before, "routed experts").activated);
  });
});

test("one MTP module is a layer with experts, three norms more and the projection", () => {
  const { layer, projection } = mtpParameters(byId("deepseek-v3"));
  const parts = countParameters(byId("deepseek-v3"), "both");
  const perLayer = (name: string, numLayers: number): number => parts.find(({ part }) => part === name)!.total / numLayers;
  const norms = 2 * 7168 + 1536 + 512;
  expect(layer).toBe(perLayer("attention", 61) + perLayer("shared experts", 58) + perLayer("routed experts", 58) + perLayer("gate", 58) + norms + 3 * 7168);
  expect(projection).toBe(102_760_448);
});

test("one token uses 9 of the 257 experts of an MTP module, and all the rest of it", () => {
  const [all, used] = [mtpParameters(byId("deepseek-v3")), mtpActivatedParameters(byId("deepseek-v3"))];
  expect(all.layer - used.layer).toBe(248 * 3 * 7168 * 2048);
  expect(used.projection).toBe(all.projection);
  expect(mtpActivatedParameters(byId("deepseek-v2"))).toEqual({ layer: 0, projection: 0 });
});

test("linear attention is refused by name", () => {
  const config = { ...byId("deepseek-67b"), layers: [{ kind: "linear", numLayers: 95 }] } as unknown as CountedConfig;
  expect(() => countParameters(config, "both")).toThrow("unsupported: the attention of linear layers without MLA dimensions cannot be counted");
});
