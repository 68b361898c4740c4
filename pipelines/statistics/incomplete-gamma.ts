import gammaln from "@stdlib/math-base-special-gammaln";

/**
 * Regularised incomplete gamma, both tails. @stdlib's is out in the fourth digit near x = a once a
 * passes about 200, so this one sums the series below a + 1 and the continued fraction above
 * (DLMF 8.11.4, 8.9.2). About 1e-13 relative.
 */
export function incompleteGamma(x: number, a: number): { lower: number; upper: number } {
  if (x <= 0) return { lower: 0, upper: 1 };
  if (x < a + 1) {
    const lower = leading(x, a) * series(x, a);
    return { lower, upper: 1 - lower };
  }
  const upper = leading(x, a) * a * continuedFraction(x, a);
  return { lower: 1 - upper, upper };
}

/** x^a e^-x / Gamma(a + 1), without the cancellation of large logarithms. */
export function leading(x: number, a: number): number {
  if (a < 10) return Math.exp(a * Math.log(x) - x - gammaln(a + 1));
  const u = (x - a) / a;
  const stirling = 1 / (12 * a) - 1 / (360 * a ** 3) + 1 / (1260 * a ** 5) - 1 / (1680 * a ** 7);
  return Math.exp(a * (Math.log1p(u) - u) - stirling) / Math.sqrt(2 * Math.PI * a);
}

function series(x: number, a: number): number {
  let term = 1;
  let sum = 1;
  for (let k = 1; term > sum * 1e-17; k++) {
    term *= x / (a + k);
    sum += term;
  }
  return sum;
}

/** Lentz's evaluation of Gamma(a, x) / (x^a e^-x). */
function continuedFraction(x: number, a: number): number {
  let b = x + 1 - a;
  let c = 1e300;
  let d = 1 / b;
  let value = d;
  for (let i = 1; i < 100_000; i++) {
    const numerator = -i * (i - a);
    b += 2;
    d = 1 / (numerator * d + b);
    c = b + numerator / c;
    const change = c * d;
    value *= change;
    if (Math.abs(change - 1) < 1e-16) break;
  }
  return value;
}
