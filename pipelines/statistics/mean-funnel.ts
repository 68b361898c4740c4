import { type Estimate, weightedMean } from "./between-variance.ts";
import { type FunnelLimits, normalLimits } from "./funnel-limits.ts";
import { type Overdispersion, overdispersion } from "./overdispersion.ts";
import { found, type Result, refused } from "./result.ts";

export interface MeanFunnelPoint {
  z: number;
  trimmedZ: number;
  /** z once the additive variance is counted. */
  adjustedZ: number;
  limits: FunnelLimits;
  /** The multiplicative alternative, se sqrt(phi), which never narrows. */
  multiplicative: FunnelLimits;
}

export interface MeanFunnel extends Overdispersion {
  target: number;
  points: MeanFunnelPoint[];
}

/** Funnel of unit means about their precision-weighted mean, or about a `target` fixed before. */
export function meanFunnel(
  units: readonly Estimate[],
  options: { target?: number; trim?: number; minimumUnits?: number } = {},
): Result<MeanFunnel> {
  if (units.length < 2) return refused("below_minimum_size");
  if (units.some(({ se }) => !(se > 0))) return refused("invalid_input");
  const target = options.target ?? weightedMean(units, 0).mean;
  const z = units.map(({ estimate, se }) => (estimate - target) / se);
  const dispersion = overdispersion(
    z,
    units.map(({ se }) => se),
    options,
  );
  const points = units.map(({ estimate, se }, i) => {
    const wide = Math.sqrt(se ** 2 + dispersion.tau2);
    return {
      z: z[i]!,
      trimmedZ: dispersion.trimmed[i]!,
      adjustedZ: (estimate - target) / wide,
      limits: normalLimits(target, wide),
      multiplicative: normalLimits(target, se * Math.sqrt(Math.max(1, dispersion.phi))),
    };
  });
  return found({ ...dispersion, target, points });
}
