import fc from "fast-check";
import { expect, test } from "vitest";
import { type Dense, gaussianMatrix } from "./linearAlgebra.ts";
import { decodeStep, groupedProjectionElements, groupedWorkPerCachedToken, MLA_MODES, type MlaLayer, mlaCacheBytes, mlaProjectionElements, mlaWorkPerCachedToken } from "./mlaDecode.ts";
import { seeded } from "./random.ts";

const size = fc.integer({ min: 1, max: 6 });
const layers: fc.Arbitrary<MlaLayer> = fc.record({ hiddenSize: size, numHeads: size, kvLoraRank: size, qLoraRank: size, qkNopeHeadDim: size, qkRopeHeadDim: size, vHeadDim: size });

/** A dot product that counts its multiply-adds. */
function counter() {
  let multiplyAdds = 0;
  const dot = (n: number, a: (i: number) => number, b: (i: number) => number): number => {
    let total = 0;
    for (let i = 0; i < n; i++) { total += a(i) * b(i); multiplyAdds++; }
    return total;
  };
  return { dot, count: () => multiplyAdds };
}

/** Random weights, queries and caches of a small layer, and plain loops over them. */
function smallLayer(layer: MlaLayer, numTokens: number, seed: number) {
  const { numHeads, kvLoraRank: latent, qkNopeHeadDim: nope, qkRopeHeadDim: rope, vHeadDim } = layer;
  const random = seeded(seed);
  const draw = (rows: number, columns: number): Dense => gaussianMatrix(rows, columns, random);
  const at = (m: Dense, row: number, column: number): number => m.data[row * m.columns + column]!;
  const [upKey, upValue, query, queryRope, latents, ropeKeys] = [draw(numHeads * nope, latent), draw(numHeads * vHeadDim, latent), draw(numHeads, nope), draw(numHeads, rope), draw(numTokens, latent), draw(numTokens, rope)];
  const softmax = (scores: number[]): number[] => {
    const powers = scores.map((score) => Math.exp(score - Math.max(...scores)));
    const total = powers.reduce((a, b) => a + b, 0);
    return powers.map((power) => power / total);
  };
  const range = (n: number): number[] => Array.from({ length: n }, (_, i) => i);
  const forHeads = (read: (head: number) => number[]): number[] => range(numHeads).flatMap(read);
  return {
    /** Keys and values of every token are computed, then attended to; `rebuilt` and `total` multiply-adds. */
    naive() {
      const [rebuilding, attending] = [counter(), counter()];
      const output = forHeads((head) => {
        const keys = range(numTokens).map((t) => range(nope).map((i) => rebuilding.dot(latent, (c) => at(upKey, head * nope + i, c), (c) => at(latents, t, c))));
        const values = range(numTokens).map((t) => range(vHeadDim).map((i) => rebuilding.dot(latent, (c) => at(upValue, head * vHeadDim + i, c), (c) => at(latents, t, c))));
        const weights = softmax(range(numTokens).map((t) => attending.dot(nope, (i) => at(query, head, i), (i) => keys[t]![i]!) + attending.dot(rope, (i) => at(queryRope, head, i), (i) => at(ropeKeys, t, i))));
        return range(vHeadDim).map((i) => attending.dot(numTokens, (t) => weights[t]!, (t) => values[t]![i]!));
      });
      return { output, rebuilding: rebuilding.count(), attending: attending.count() };
    },
    /** The query goes into the latent space, the output comes out of it; only what grows with the tokens is counted. */
    absorbed() {
      const [mapping, attending] = [counter(), counter()];
      const output = forHeads((head) => {
        const carried = range(latent).map((c) => mapping.dot(nope, (i) => at(query, head, i), (i) => at(upKey, head * nope + i, c)));
        const weights = softmax(range(numTokens).map((t) => attending.dot(latent, (c) => carried[c]!, (c) => at(latents, t, c)) + attending.dot(rope, (i) => at(queryRope, head, i), (i) => at(ropeKeys, t, i))));
        const read = range(latent).map((c) => attending.dot(numTokens, (t) => weights[t]!, (t) => at(latents, t, c)));
        return range(vHeadDim).map((i) => mapping.dot(latent, (c) => at(upValue, head * vHeadDim + i, c), (c) => read[c]!));
      });
      return { output, mapping: mapping.count(), attending: attending.count() };
    },
  };
}

test("absorbed and rebuilt attention give the same output, in numbers", () => {
  fc.assert(fc.property(layers, size, fc.integer(), (layer, numTokens, seed) => {
    const small = smallLayer(layer, numTokens, seed);
    const [naive, absorbed] = [small.naive().output, small.absorbed().output];
    const largest = Math.max(1, ...naive.map(Math.abs));
    // (q^T W) c = q^T (W c) up to rounding: some hundred terms of numbers up to `largest`; scores enter an exponential.
    for (const [i, x] of naive.entries()) expect(Math.abs(x - absorbed[i]!)).toBeLessThan(1e-9 * largest);
  }), { numRuns: 50 });
});

test("the FLOP are twice the multiply-adds that plain loops make", () => {
  fc.assert(fc.property(layers, size, (layer, numTokens) => {
    const small = smallLayer(layer, numTokens, 1);
    const [naive, absorbed] = [small.naive(), small.absorbed()];
    expect(mlaWorkPerCachedToken(layer, "absorbed", 2).flop * numTokens).toBe(2 * absorbed.attending);
    expect(mlaWorkPerCachedToken(layer, "naive", 2).flop * numTokens).toBe(2 * naive.attending);
    expect(mlaWorkPerCachedToken(layer, "rebuilt", 2).flop * numTokens).toBe(2 * (naive.attending + naive.rebuilding));
    // What absorption spends on mapping is one multiply-add for each parameter of W^UK and W^UV.
    expect(absorbed.mapping).toBe(layer.numHeads * layer.kvLoraRank * (layer.qkNopeHeadDim + layer.vHeadDim));
  }), { numRuns: 50 });
});

const v3: MlaLayer = { hiddenSize: 7168, numHeads: 128, kvLoraRank: 512, qLoraRank: 1536, qkNopeHeadDim: 128, qkRopeHeadDim: 64, vHeadDim: 128 };

test("a token of DeepSeek-V3 leaves 1,152 bytes in a layer, or 81,920 when kept in full", () => {
  expect(MLA_MODES.map((mode) => mlaCacheBytes(v3, mode, 2))).toEqual([1152, 1152, 81_920]);
});

test("a layer of DeepSeek-V3 has the attention parameters of its weight shapes", () => {
  expect(mlaProjectionElements(v3)).toBe(7168 * 1536 + 1536 * 128 * 192 + 7168 * 576 + 512 * 128 * 256 + 128 * 128 * 7168);
  expect(mlaProjectionElements({ ...v3, qLoraRank: 0 })).toBe(7168 * 128 * 192 + 7168 * 576 + 512 * 128 * 256 + 128 * 128 * 7168);
  expect(groupedProjectionElements({ hiddenSize: 8192, numHeads: 64, numKvGroups: 8, headDim: 128 })).toBe(2 * 8192 * 8192 + 2 * 8192 * 1024);
});

test("the intensity of grouped attention is its query heads per group, at two bytes", () => {
  const { flop, bytes } = groupedWorkPerCachedToken({ hiddenSize: 1, numHeads: 64, numKvGroups: 8, headDim: 128 }, 2);
  expect(flop / bytes).toBe(8);
});

test("a batch shares the parameters it reads, and nothing else", () => {
  expect(decodeStep({ flop: 3, bytes: 5 }, 7, 11)).toEqual({ flop: 231, bytes: 385 });
  expect(decodeStep({ flop: 3, bytes: 5 }, 7, 11, 100, 2)).toEqual({ flop: 231 + 1400, bytes: 385 + 200 });
});
