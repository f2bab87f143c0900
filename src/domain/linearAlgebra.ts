// The one package the domain imports: a correct, well-tested SVD is not ours to write again.
import { Matrix, QrDecomposition, SingularValueDecomposition } from "ml-matrix";
import { gaussian, type Random } from "./random.ts";

export { Matrix };

/** `[rows, columns]` of independent standard normal numbers, drawn row by row. */
export function gaussianMatrix(rows: number, columns: number, random: Random): Matrix {
  const drawn = Matrix.zeros(rows, columns);
  for (let row = 0; row < rows; row++) for (let column = 0; column < columns; column++) drawn.set(row, column, gaussian(random));
  return drawn;
}

/**
 * An orthonormal basis of what the columns of `a` span, `[rows, columns]`, by Householder QR.
 *
 * @throws RangeError when there are more columns than rows
 */
export function orthonormalColumns(a: Matrix): Matrix {
  if (a.columns > a.rows) throw new RangeError(`out of range: ${a.columns} columns of ${a.rows} rows cannot be orthonormal; expected at most ${a.rows}`);
  return new QrDecomposition(a).orthogonalMatrix.subMatrix(0, a.rows - 1, 0, a.columns - 1);
}

/** `a = u diag(s) v^T`: u `[rows, n]`, v `[columns, n]`, n the smaller side, s in falling order. */
export interface Svd {
  readonly u: Matrix;
  readonly s: readonly number[];
  readonly v: Matrix;
}

/** The thin singular value decomposition. */
export function svd(a: Matrix): Svd {
  const found = new SingularValueDecomposition(a, { autoTranspose: true });
  const n = Math.min(a.rows, a.columns);
  const thin = (m: Matrix): Matrix => (m.columns > n ? m.subMatrix(0, m.rows - 1, 0, n - 1) : m);
  return { u: thin(found.leftSingularVectors), s: found.diagonal.slice(0, n), v: thin(found.rightSingularVectors) };
}

/**
 * The nearest matrix of rank at most `rank` in the Frobenius norm: the sum of the first terms of the decomposition.
 *
 * Formula: `sum over i < rank of s_i u_i v_i^T`. Source: eckart-young-1936.
 */
export function truncated({ u, s, v }: Svd, rank: number): Matrix {
  const kept = Math.min(rank, s.length);
  if (kept === 0) return Matrix.zeros(u.rows, v.rows);
  const scaled = u.subMatrix(0, u.rows - 1, 0, kept - 1).mulRowVector(s.slice(0, kept));
  return scaled.mmul(v.subMatrix(0, v.rows - 1, 0, kept - 1).transpose());
}

/** The Frobenius norm: the square root of the sum of squares. */
export const frobenius = (a: Matrix): number => a.norm("frobenius");

/** `|a - b| / |a|` in the Frobenius norm; 0 when both are zero. */
export function relativeError(a: Matrix, b: Matrix): number {
  const missing = frobenius(Matrix.sub(a, b));
  return missing === 0 ? 0 : missing / frobenius(a);
}
