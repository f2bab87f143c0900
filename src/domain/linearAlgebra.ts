// The one package the domain imports: a correct, well-tested decomposition is not ours to write again.
import { Matrix, SingularValueDecomposition } from "ml-matrix";
import { gaussian, type Random } from "./random.ts";

/** A dense matrix, row-major: element (row, column) is `data[row * columns + column]`. */
export interface Dense {
  readonly rows: number;
  readonly columns: number;
  readonly data: Float64Array;
}

/** A matrix of zeros, to be filled in place. */
export const zeros = (rows: number, columns: number): Dense => ({ rows, columns, data: new Float64Array(rows * columns) });

/** A matrix from its elements, row by row. */
export const denseOf = (rows: number, columns: number, element: (row: number, column: number) => number): Dense => {
  const made = zeros(rows, columns);
  for (let row = 0; row < rows; row++) for (let column = 0; column < columns; column++) made.data[row * columns + column] = element(row, column);
  return made;
};

/** `[rows, columns]` of independent standard normal numbers, drawn row by row. */
export const gaussianMatrix = (rows: number, columns: number, random: Random): Dense => denseOf(rows, columns, () => gaussian(random));

/** Columns `from` (included) to `to` of a matrix. */
export const columnsOf = (a: Dense, from: number, to: number): Dense => denseOf(a.rows, to - from, (row, column) => a.data[row * a.columns + from + column]!);

/** Rows become columns: `a^T`. */
export const transposed = (a: Dense): Dense => denseOf(a.columns, a.rows, (row, column) => a.data[column * a.columns + row]!);

/** Every column times a number of its own: `a diag(factors)`. */
export const scaledColumns = (a: Dense, factors: readonly number[]): Dense => denseOf(a.rows, a.columns, (row, column) => a.data[row * a.columns + column]! * factors[column]!);

/**
 * The product `a b`.
 *
 * @throws RangeError when the inner sizes differ
 */
export function product(a: Dense, b: Dense): Dense {
  if (a.columns !== b.rows) throw new RangeError(`invalid: a product of ${a.rows} x ${a.columns} and ${b.rows} x ${b.columns}; expected equal inner sizes`);
  const made = zeros(a.rows, b.columns);
  for (let row = 0; row < a.rows; row++) {
    const into = made.data.subarray(row * b.columns, (row + 1) * b.columns);
    for (let inner = 0; inner < a.columns; inner++) {
      const factor = a.data[row * a.columns + inner]!;
      const start = inner * b.columns;
      for (let column = 0; column < b.columns; column++) into[column]! += factor * b.data[start + column]!;
    }
  }
  return made;
}

/** `a + factor b`, of equal shapes. */
export const sum = (a: Dense, b: Dense, factor = 1): Dense => denseOf(a.rows, a.columns, (row, column) => a.data[row * a.columns + column]! + factor * b.data[row * a.columns + column]!);

/** The length of a vector. */
function lengthOf(vector: Float64Array): number {
  let total = 0;
  for (let i = 0; i < vector.length; i++) total += vector[i]! * vector[i]!;
  return Math.sqrt(total);
}

/**
 * `|a - b| / |a|` over columns `from` (included) to `to`, in the Frobenius norm: the square root of the sum of squares.
 * 0 when a equals b.
 */
export function relativeError(a: Dense, b: Dense, from = 0, to = a.columns): number {
  let missing = 0;
  let all = 0;
  for (let row = 0; row < a.rows; row++) {
    for (let i = row * a.columns + from; i < row * a.columns + to; i++) {
      missing += (a.data[i]! - b.data[i]!) ** 2;
      all += a.data[i]! ** 2;
    }
  }
  return missing === 0 ? 0 : Math.sqrt(missing / all);
}

const toLibrary = (a: Dense): Matrix => Matrix.from1DArray(a.rows, a.columns, a.data);
const fromLibrary = (a: Matrix, numColumns: number): Dense => denseOf(a.rows, numColumns, (row, column) => a.get(row, column));

/** Takes from `vector` its parts along the first `count` rows of `basis`, and returns what length is left. */
function removeParts(vector: Float64Array, basis: Dense, count: number): number {
  const { columns: length, data } = basis;
  for (let row = 0; row < count; row++) {
    let along = 0;
    for (let i = 0; i < length; i++) along += vector[i]! * data[row * length + i]!;
    for (let i = 0; i < length; i++) vector[i]! -= along * data[row * length + i]!;
  }
  return lengthOf(vector);
}

/**
 * An orthonormal basis `[rows, columns]` whose first columns span what the first columns of `a` span, by Gram-Schmidt.
 * A column that depends on those before it gives way to a random direction.
 *
 * @throws RangeError when there are more columns than rows
 */
export function orthonormalColumns(a: Dense, random: Random): Dense {
  if (a.columns > a.rows) throw new RangeError(`out of range: ${a.columns} columns of ${a.rows} numbers cannot be orthonormal; expected at most ${a.rows} columns`);
  const basis = transposed(a);
  for (let row = 0; row < basis.rows; row++) {
    const vector = basis.data.subarray(row * a.rows, (row + 1) * a.rows);
    const before = lengthOf(vector);
    // Rounding leaves less than this of a dependent column, and a random one keeps far more.
    while (removeParts(vector, basis, row) <= 1e-8 * before) vector.set(gaussianMatrix(1, a.rows, random).data);
    // Once more: one pass loses orthogonality to rounding, two do not.
    const left = removeParts(vector, basis, row);
    for (let i = 0; i < vector.length; i++) vector[i]! /= left;
  }
  return transposed(basis);
}

/** `a = u diag(s) v^T`: u `[rows, n]`, v `[columns, n]`, n the smaller side, s falling. */
export interface Svd {
  readonly u: Dense;
  readonly s: readonly number[];
  readonly v: Dense;
}

/** The thin singular value decomposition. */
export function svd(a: Dense): Svd {
  const found = new SingularValueDecomposition(toLibrary(a), { autoTranspose: true });
  const n = Math.min(a.rows, a.columns);
  return { u: fromLibrary(found.leftSingularVectors, n), s: Array.from(found.diagonal.slice(0, n)), v: fromLibrary(found.rightSingularVectors, n) };
}

/**
 * Terms `from` (included) to `to` of a decomposition, `sum of s_i u_i v_i^T`.
 * The first r terms are the nearest matrix of rank r in the Frobenius norm: the theorem of Eckart and Young.
 *
 * Source: eckart-young.
 */
export const terms = ({ u, s, v }: Svd, from: number, to: number): Dense => product(scaledColumns(columnsOf(u, from, to), s.slice(from, to)), transposed(columnsOf(v, from, to)));
