/**
 * Root of a continuous function between `lo` and `hi`, where its signs differ: Brent's method in
 * the steps of R's `uniroot`, so that a reference value stopped at the same tolerance is the same.
 */
export function brentRoot(
  f: (x: number) => number,
  lo: number,
  hi: number,
  tolerance: number,
  steps = 1000,
): number {
  let [a, b] = [lo, hi];
  let [fa, fb] = [f(a), f(b)];
  let [c, fc] = [a, fa];
  if (fa === 0) return a;
  for (let step = 0; step <= steps && fb !== 0; step++) {
    const previous = b - a;
    if (Math.abs(fc) < Math.abs(fb)) [a, b, c, fa, fb, fc] = [b, c, b, fb, fc, fb];
    const accuracy = 2 * Number.EPSILON * Math.abs(b) + tolerance / 2;
    const half = (c - b) / 2;
    if (Math.abs(half) <= accuracy) break;
    let move = half;
    if (Math.abs(previous) >= accuracy && Math.abs(fa) > Math.abs(fb)) {
      const { p, q } = interpolation(a, b, c, fa, fb, fc);
      if (
        p < 0.75 * 2 * half * q - Math.abs(accuracy * q) / 2 &&
        p < Math.abs((previous * q) / 2)
      ) {
        move = p / q;
      }
    }
    if (Math.abs(move) < accuracy) move = move > 0 ? accuracy : -accuracy;
    [a, fa] = [b, fb];
    b += move;
    fb = f(b);
    if (fb > 0 === fc > 0) [c, fc] = [a, fa];
  }
  return b;
}

function interpolation(a: number, b: number, c: number, fa: number, fb: number, fc: number) {
  const width = c - b;
  let p: number;
  let q: number;
  if (a === c) {
    const t = fb / fa;
    p = width * t;
    q = 1 - t;
  } else {
    const [r, s, t] = [fa / fc, fb / fc, fb / fa];
    p = t * (width * r * (r - s) - (b - a) * (s - 1));
    q = (r - 1) * (s - 1) * (t - 1);
  }
  return p > 0 ? { p, q: -q } : { p: -p, q };
}
