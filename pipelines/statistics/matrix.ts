import { CholeskyDecomposition, EigenvalueDecomposition, Matrix } from "ml-matrix";

/** Row-major; every matrix here is small (parameters or authorities across, never children). */
export type Rows = number[][];

export function dot(a: readonly number[], b: readonly number[]): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}

export function zeros(rows: number, columns: number): Rows {
  return Array.from({ length: rows }, () => new Array<number>(columns).fill(0));
}

export function times(a: Rows, v: readonly number[]): number[] {
  return a.map((row) => dot(row, v));
}

export function product(a: Rows, b: Rows): Rows {
  const columns = b[0]?.length ?? 0;
  return a.map((row) => {
    const out = new Array<number>(columns).fill(0);
    for (let k = 0; k < row.length; k++) {
      for (let j = 0; j < columns; j++) out[j] = out[j]! + row[k]! * b[k]![j]!;
    }
    return out;
  });
}

export function transpose(a: Rows): Rows {
  return (a[0] ?? []).map((_, j) => a.map((row) => row[j]!));
}

export function plus(a: Rows, b: Rows): Rows {
  return a.map((row, i) => row.map((value, j) => value + b[i]![j]!));
}

/** v'Av */
export function quadratic(a: Rows, v: readonly number[]): number {
  return dot(v, times(a, v));
}

export interface SymmetricEigen {
  values: number[];
  /** One eigenvector a column. */
  vectors: Rows;
}

export function symmetricEigen(a: Rows): SymmetricEigen {
  const decomposition = new EigenvalueDecomposition(new Matrix(a), { assumeSymmetric: true });
  return {
    values: decomposition.realEigenvalues,
    vectors: decomposition.eigenvectorMatrix.to2DArray(),
  };
}

// A column of X'X counts as dependent on the others when less than this share of it is its own.
// Moments square the condition number, so R's 1e-7 on QR becomes about 1e-12 here.
const dependentShare = 1e-12;

/**
 * `c` upper triangular with a = c'c, its inverse, and a's inverse.
 * Null when `a` is not positive definite, judged after scaling its diagonal to one.
 */
export function choleskyFactors(a: Rows): { inverseRoot: Rows; inverse: Rows } | null {
  const scale = a.map((row, i) => Math.sqrt(row[i]!));
  if (scale.some((s) => !(s > 0) || !Number.isFinite(s))) return null;
  const scaled = a.map((row, i) => row.map((value, j) => value / (scale[i]! * scale[j]!)));
  const decomposition = new CholeskyDecomposition(new Matrix(scaled));
  if (!decomposition.isPositiveDefinite()) return null;
  const lower = decomposition.lowerTriangularMatrix.to2DArray();
  if (lower.some((row, i) => !(row[i]! ** 2 > dependentShare))) return null;
  const inverseRoot = transpose(invertLower(lower)).map((row, i) =>
    row.map((value) => value / scale[i]!),
  );
  return { inverseRoot, inverse: product(inverseRoot, transpose(inverseRoot)) };
}

function invertLower(lower: Rows): Rows {
  const p = lower.length;
  const inverse = zeros(p, p);
  for (let j = 0; j < p; j++) {
    for (let i = j; i < p; i++) {
      let sum = i === j ? 1 : 0;
      for (let k = j; k < i; k++) sum -= lower[i]![k]! * inverse[k]![j]!;
      inverse[i]![j] = sum / lower[i]![i]!;
    }
  }
  return inverse;
}
