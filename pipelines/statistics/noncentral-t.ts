import { betaCdf, logGamma, normalCdf } from "./distributions.ts";

/**
 * P(T <= t) for a noncentral t: Lenth's algorithm AS 243, a Poisson mixture of incomplete betas.
 * Good to 1e-10 for |ncp| below 30.
 */
export function noncentralTCdf(t: number, df: number, ncp: number): number {
  if (t < 0) return 1 - noncentralTCdf(-t, df, -ncp);
  const base = normalCdf(-ncp);
  if (t === 0) return base;
  const x = t ** 2 / (t ** 2 + df);
  const half = ncp ** 2 / 2;
  let sum = 0;
  let poisson = 1;
  for (let j = 0; j < 5000 && poisson > 1e-16; j++) {
    const logP = -half + j * Math.log(half) - logGamma(j + 1);
    const even = half === 0 ? (j === 0 ? 1 : 0) : Math.exp(logP);
    const odd =
      half === 0
        ? 0
        : (Math.exp(-half + j * Math.log(half) - logGamma(j + 1.5)) * ncp) / Math.SQRT2;
    sum += even * betaCdf(x, j + 0.5, df / 2) + odd * betaCdf(x, j + 1, df / 2);
    poisson = j < half ? 1 : Math.max(even, Math.abs(odd));
  }
  return Math.min(1, base + sum / 2);
}
