import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  betaCdf,
  betaQuantile,
  chiSquaredQuantile,
  chiSquaredUpper,
  fQuantile,
  fUpper,
  normalCdf,
  normalQuantile,
  tCdf,
  tQuantile,
} from "../../../pipelines/statistics/distributions.ts";
import { noncentralTCdf } from "../../../pipelines/statistics/noncentral-t.ts";

const p = fc.double({ min: 1e-4, max: 1 - 1e-4, noNaN: true });
const df = fc.double({ min: 2, max: 5000, noNaN: true });

describe("distributions", () => {
  it("invert their own quantiles to 1e-10", () => {
    fc.assert(
      fc.property(p, df, df, (share, a, b) => {
        expect(Math.abs(normalCdf(normalQuantile(share)) - share)).toBeLessThan(1e-10);
        expect(Math.abs(tCdf(tQuantile(share, a), a) - share)).toBeLessThan(1e-10);
        const chi = chiSquaredUpper(chiSquaredQuantile(share, a), a);
        expect(Math.abs(1 - chi - share)).toBeLessThan(1e-10);
        expect(Math.abs(betaCdf(betaQuantile(share, a, b), a, b) - share)).toBeLessThan(1e-10);
        expect(Math.abs(1 - fUpper(fQuantile(share, a, b), a, b) - share)).toBeLessThan(1e-10);
      }),
    );
  });

  it("agree with R for large shapes, where @stdlib's gamma integral does not", () => {
    expect(chiSquaredQuantile(0.5, 5001)).toBeCloseTo(5000.3333491349495, 8);
    expect(chiSquaredQuantile(0.975, 3452)).toBeCloseTo(3616.74, 1);
  });

  it("make the noncentral t central when its shift is zero, and mirror it when it changes sign", () => {
    fc.assert(
      fc.property(
        fc.double({ min: -6, max: 6, noNaN: true }),
        fc.integer({ min: 2, max: 60 }),
        fc.double({ min: 0, max: 6, noNaN: true }),
        (t, nu, ncp) => {
          expect(noncentralTCdf(t, nu, 0)).toBeCloseTo(tCdf(t, nu), 10);
          expect(noncentralTCdf(t, nu, ncp)).toBeCloseTo(1 - noncentralTCdf(-t, nu, -ncp), 10);
        },
      ),
    );
  });
});
