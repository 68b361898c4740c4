import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { adjustPValues } from "../../../pipelines/statistics/multiplicity.ts";

describe("multiple comparisons", () => {
  it("gives the worked example", () => {
    const p = [0.001, 0.012, 0.021, 0.04, 0.2];
    expect(adjustPValues(p)).toEqual([0.005, 0.03, 0.035, 0.05, 0.2].map((q) => expect.closeTo(q)));
    const holm = [0.005, 0.048, 0.063, 0.08, 0.2];
    expect(adjustPValues(p, "holm")).toEqual(holm.map((q) => expect.closeTo(q)));
  });

  it("never falls below the raw p and keeps the order of the p-values", () => {
    const family = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 30 });
    const method = fc.constantFrom("BH", "BY", "holm", "hochberg", "bonferroni");
    fc.assert(
      fc.property(family, method, (p, kind) => {
        const q = adjustPValues(p, kind) as number[];
        const order = p.map((_, i) => i).sort((a, b) => p[a]! - p[b]!);
        order.forEach((i, rank) => {
          expect(q[i]!).toBeGreaterThanOrEqual(p[i]! - 1e-15);
          if (rank > 0) expect(q[i]!).toBeGreaterThanOrEqual(q[order[rank - 1]!]!);
        });
      }),
    );
  });

  it("leaves a missing p out of the family", () => {
    expect(adjustPValues([0.01, null, 0.02])).toEqual([0.02, null, 0.02]);
  });
});
