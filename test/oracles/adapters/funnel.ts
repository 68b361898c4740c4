import {
  type FunnelCount,
  type FunnelScale,
  funnel,
} from "../../../pipelines/statistics/funnel.ts";
import {
  funnelFlag,
  proportionLimits,
  ratioLimits,
} from "../../../pipelines/statistics/funnel-limits.ts";
import { meanFunnel } from "../../../pipelines/statistics/mean-funnel.ts";
import { expectValue } from "../../../pipelines/statistics/result.ts";
import { number } from "../case-files.ts";
import type { Adapter } from "./adapter.ts";

export const funnelAdapter: Adapter = (files) => {
  const { winsorise: trim } = files.json<{ winsorise: number }>("params.json");
  const read = (file: string, numerator: string, denominator: string): FunnelCount[] =>
    files.rows(file).map((row) => ({
      unit: row.setting!,
      numerator: number(row, numerator),
      denominator: number(row, denominator),
    }));
  const shares = read("proportions.csv", "x", "n");
  const ratios = read("ratios.csv", "observed", "expected");
  const adjusted = (counts: FunnelCount[], scale: FunnelScale) => {
    // FunnelPlotR estimates at any number of units, and lists them by name.
    const byName = [...counts].sort((a, b) => (a.unit < b.unit ? -1 : 1));
    const { phi, tau2, points } = expectValue(funnel(byName, scale, { trim, minimumUnits: 1 }));
    const rows = points.map(({ unit, value, limits, y, s, z, trimmedZ, isOutlier }, i) => ({
      group: unit,
      numerator: byName[i]!.numerator,
      denominator: byName[i]!.denominator,
      Y: y,
      s,
      Uzscore: z,
      Wuzscore: trimmedZ,
      rr: value,
      OD95LCL: limits.ll95,
      OD95UCL: limits.ul95,
      OD99LCL: limits.ll998,
      OD99UCL: limits.ul998,
      outlier: isOutlier ? 1 : 0,
    }));
    return { phi, tau2, rows };
  };
  const { target } = expectValue(funnel(shares, "arcsine"));
  const exact = shares.map(({ unit, denominator }) => ({
    setting: unit,
    n: denominator,
    ...proportionLimits(target, denominator),
  }));
  const settings = files.rows("means.csv");
  const means = expectValue(
    meanFunnel(
      settings.map((row) => ({ estimate: number(row, "mean_change"), se: number(row, "se") })),
      { trim, minimumUnits: 1 },
    ),
  );
  return {
    proportion: {
      target,
      ...adjusted(shares, "arcsine"),
      exact_interpolated: exact,
      flag: shares.map((c, i) => funnelFlag(c.numerator / c.denominator, exact[i]!)),
    },
    ratio_log_truncated: adjusted(ratios, "log"),
    ratio_sqrt_winsorised: adjusted(ratios, "squareRoot"),
    ratio_exact_poisson: ratios.map(({ unit, numerator, denominator }) => ({
      setting: unit,
      ratio: numerator / denominator,
      ...ratioLimits(denominator),
    })),
    mean: {
      target: means.target,
      phi: means.phi,
      tau2: means.tau2,
      rows: means.points.map(({ z, trimmedZ, adjustedZ, limits, multiplicative }, i) => ({
        setting: settings[i]!.setting!,
        z,
        wz: trimmedZ,
        z_additive: adjustedZ,
        ...limits,
        ll998_multiplicative: multiplicative.ll998,
        ul998_multiplicative: multiplicative.ul998,
      })),
    },
  };
};
