import type { LinearModel } from "./linear-model.ts";
import { product, type Rows, zeros } from "./matrix.ts";

/**
 * Newey-West covariance of a model's coefficients: Bartlett weights 1 - l/(lag + 1), no prewhitening,
 * times n/(n - p). Rows must be in time order and regular.
 */
export function neweyWest(
  model: LinearModel,
  x: readonly (readonly number[])[],
  lag: number,
): Rows {
  const { bread, n, p } = model.fit;
  const scores = x.map((row, i) => row.map((value) => value * model.residuals[i]!));
  const meat = zeros(p, p);
  for (let l = 0; l <= lag; l++) {
    const weight = 1 - l / (lag + 1);
    for (let i = l; i < n; i++) {
      for (let a = 0; a < p; a++) {
        for (let b = 0; b < p; b++) {
          const forward = scores[i]![a]! * scores[i - l]![b]!;
          const back = l === 0 ? 0 : scores[i - l]![a]! * scores[i]![b]!;
          meat[a]![b] = meat[a]![b]! + weight * (forward + back);
        }
      }
    }
  }
  const scale = n / (n - p);
  return product(product(bread, meat), bread).map((row) => row.map((value) => scale * value));
}
