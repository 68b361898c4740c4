import { describe, expect, it } from "vitest";
import { funnel } from "../../../pipelines/statistics/funnel.ts";
import {
  funnelFlag,
  proportionLimits,
  ratioLimits,
} from "../../../pipelines/statistics/funnel-limits.ts";
import { meanFunnel } from "../../../pipelines/statistics/mean-funnel.ts";
import { expectValue } from "../../../pipelines/statistics/result.ts";

describe("funnel plots", () => {
  it("give the worked limits: a share of .3 of 20, and 9 seen of 4.2 expected", () => {
    const { ll998, ll95, ul95, ul998 } = proportionLimits(0.3, 20);
    const limits = [ll998, ll95, ul95, ul998];
    const worked = [0.0014773167, 0.081176506, 0.4872551466, 0.6136996793];
    expect(limits).toEqual(worked.map((limit) => expect.closeTo(limit, 9)));
    expect(ratioLimits(4.2).ul998).toBeCloseTo(3.6026871132, 8);
    expect(funnelFlag(9 / 4.2, ratioLimits(4.2))).toBe("inside");
  });

  it("narrow as units grow and always contain the target", () => {
    const sizes = [20, 50, 200, 1000, 5000];
    const widths = sizes.map((n) => {
      const { ll998, ll95, ul95, ul998 } = proportionLimits(0.3, n);
      expect([ll998, ll95, 0.3, ul95, ul998]).toEqual([ll998, ll95, 0.3, ul95, ul998].sort());
      return ul998 - ll998;
    });
    expect(widths).toEqual([...widths].sort((a, b) => b - a));
  });

  it("give the worked overdispersion of five means", () => {
    const y = [-6, -1, -4, 0, -3];
    const se = [1, 0.8, 1.2, 0.9, 0.7];
    const units = y.map((estimate, i) => ({ estimate, se: se[i]! }));
    const { target, phi, tau2 } = expectValue(meanFunnel(units, { minimumUnits: 5, trim: 0 }));
    expect(target).toBeCloseTo(-2.5201926577, 9);
    expect([phi, tau2]).toEqual([expect.closeTo(5.1103429901, 8), expect.closeTo(4.2585897761, 8)]);
  });

  it("state phi of 1 below ten units, and clip a small unit's limits to 0 and 1", () => {
    const few = [1, 2, 3].map((n) => ({ unit: `S${n}`, numerator: n, denominator: 2 * n + 1 }));
    const { phi, isEstimated, points } = expectValue(funnel(few, "arcsine"));
    expect([phi, isEstimated]).toEqual([1, false]);
    expect(points[0]!.limits).toMatchObject({ ll998: 0, ul998: 1 });
  });

  it("refuse the log of no events", () => {
    const none = [{ unit: "S1", numerator: 0, denominator: 4 }];
    expect(funnel(none, "log").reason).toBe("invalid_input");
    expect(funnel(none, "squareRoot").reason).toBeNull();
  });
});
