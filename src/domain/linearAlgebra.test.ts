import fc from "fast-check";
import { expect, test } from "vitest";
import { denseOf, gaussianMatrix, orthonormalColumns, product, relativeError, sum, svd, terms, transposed, zeros } from "./linearAlgebra.ts";
import { seeded } from "./random.ts";

const identity = (n: number) => denseOf(n, n, (row, column) => (row === column ? 1 : 0));
const shapes = fc.record({ rows: fc.integer({ min: 1, max: 14 }), columns: fc.integer({ min: 1, max: 14 }), seed: fc.integer() });

test("a product of known matrices is right", () => {
  const a = denseOf(2, 3, (row, column) => row * 3 + column);
  expect([...product(a, transposed(a)).data]).toEqual([5, 14, 14, 50]);
  expect(() => product(a, a)).toThrow("invalid: a product of 2 x 3 and 2 x 3; expected equal inner sizes");
});

test("a decomposition gives back its matrix, tall or wide, with falling singular values and orthonormal factors", () => {
  fc.assert(fc.property(shapes, ({ rows, columns, seed }) => {
    const a = gaussianMatrix(rows, columns, seeded(seed));
    const found = svd(a);
    const n = Math.min(rows, columns);
    expect([found.u.columns, found.s.length, found.v.columns]).toEqual([n, n, n]);
    expect([...found.s].sort((x, y) => y - x)).toEqual([...found.s]);
    // 1e-10: some hundred roundings of numbers near 1.
    expect(relativeError(a, terms(found, 0, n))).toBeLessThan(1e-10);
    expect(relativeError(identity(n), product(transposed(found.u), found.u))).toBeLessThan(1e-10);
    expect(relativeError(identity(n), product(transposed(found.v), found.v))).toBeLessThan(1e-10);
  }));
});

test("no other matrix of the same rank tried comes nearer than the first terms", () => {
  fc.assert(fc.property(shapes, fc.nat(), ({ rows, columns, seed }, pick) => {
    const random = seeded(seed);
    const a = gaussianMatrix(rows, columns, random);
    const rank = 1 + (pick % Math.min(rows, columns));
    const best = terms(svd(a), 0, rank);
    // A rival of the same rank: a projected on random directions.
    const basis = orthonormalColumns(gaussianMatrix(columns, rank, random), random);
    const rival = product(product(a, basis), transposed(basis));
    expect(relativeError(a, best)).toBeLessThanOrEqual(relativeError(a, rival) + 1e-12);
  }));
});

test("a basis is orthonormal even when the columns depend on each other", () => {
  for (const source of [zeros(6, 4), denseOf(6, 4, () => 1), gaussianMatrix(6, 6, seeded(3))]) {
    const basis = orthonormalColumns(source, seeded(1));
    expect(relativeError(identity(basis.columns), product(transposed(basis), basis))).toBeLessThan(1e-12);
  }
  expect(() => orthonormalColumns(zeros(2, 3), seeded(1))).toThrow("out of range: 3 columns of 2 numbers");
});

test("a sum takes its factor, and equal matrices have no error", () => {
  const a = gaussianMatrix(3, 4, seeded(2));
  expect(relativeError(zeros(3, 4), sum(a, a, -1))).toBe(0);
  expect(relativeError(a, zeros(3, 4))).toBe(1);
});
