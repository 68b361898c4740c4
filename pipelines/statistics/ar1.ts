import { linearModel } from "./linear-model.ts";
import { choleskyFactors, product, transpose } from "./matrix.ts";
import { found, type Result, refused } from "./result.ts";

export interface SerialFit {
  coefficients: number[];
  se: number[];
  /** Correlation of neighbouring errors. */
  phi: number;
  sigma: number;
}

/** Generalised least squares with AR(1) errors of a regular series, phi by REML. */
export function gaussianAr1(
  x: readonly (readonly number[])[],
  y: readonly number[],
): Result<SerialFit> {
  const ratio = (Math.sqrt(5) - 1) / 2;
  let [low, high] = [-0.999, 0.999];
  while (high - low > 1e-9) {
    const [left, right] = [high - ratio * (high - low), low + ratio * (high - low)];
    if (restrictedLogLikelihood(x, y, left) >= restrictedLogLikelihood(x, y, right)) high = right;
    else low = left;
  }
  const phi = (low + high) / 2;
  const fitted = linearModel(whitened(x, phi), whitened([y], phi, true)[0]!);
  if (fitted.reason !== null) return fitted;
  if (Math.abs(phi) > 0.998) return refused("did_not_converge");
  const { coefficients, sigma } = fitted.value;
  return found({
    coefficients: coefficients.map(({ estimate }) => estimate),
    se: coefficients.map(({ se }) => se),
    phi,
    // The whitened rows have the innovations' variance; the errors' own is larger.
    sigma: sigma / Math.sqrt(1 - phi ** 2),
  });
}

/** Rows less phi times the row before, the first scaled to the same variance (Prais-Winsten). */
function whitened(rows: readonly (readonly number[])[], phi: number, isSeries = false): number[][] {
  if (isSeries)
    return [
      whitened(
        rows[0]!.map((value) => [value]),
        phi,
      ).map((row) => row[0]!),
    ];
  return rows.map((row, i) =>
    row.map((value, j) =>
      i === 0 ? value * Math.sqrt(1 - phi ** 2) : value - phi * rows[i - 1]![j]!,
    ),
  );
}

function restrictedLogLikelihood(
  x: readonly (readonly number[])[],
  y: readonly number[],
  phi: number,
): number {
  const wx = whitened(x, phi);
  const fitted = linearModel(wx, whitened([y], phi, true)[0]!);
  if (fitted.reason !== null) return Number.NEGATIVE_INFINITY;
  const { n, p, rss } = fitted.value.fit;
  const factors = choleskyFactors(product(transpose(wx), wx));
  if (factors === null) return Number.NEGATIVE_INFINITY;
  const logDeterminant =
    -2 * factors.inverseRoot.reduce((sum, row, i) => sum + Math.log(row[i]!), 0);
  return -0.5 * ((n - p) * Math.log(rss) + logDeterminant - Math.log(1 - phi ** 2));
}
