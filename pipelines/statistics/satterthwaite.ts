import { dot, symmetricEigen, transpose } from "./matrix.ts";
import { gradient, hessian } from "./numeric-derivatives.ts";

/**
 * Satterthwaite degrees of freedom 2v^2 / var(v) of each coefficient's variance v(parameters), the
 * parameters' covariance being twice the inverse Hessian of the deviance (Kuznetsova et al. 2017).
 * Directions in which the deviance is flat carry no information and are left out, as `lmerTest`.
 */
export function satterthwaite(
  deviance: (parameters: readonly number[]) => number,
  variances: (parameters: readonly number[]) => number[],
  parameters: readonly number[],
): number[] {
  const { values, vectors } = symmetricEigen(hessian(deviance, parameters));
  const axes = transpose(vectors);
  return variances(parameters).map((v, j) => {
    const slope = gradient((at) => variances(at)[j]!, parameters);
    const uncertainty = axes.reduce(
      (sum, axis, k) => sum + (values[k]! > 1e-8 ? (2 * dot(axis, slope) ** 2) / values[k]! : 0),
      0,
    );
    return (2 * v * v) / uncertainty;
  });
}
