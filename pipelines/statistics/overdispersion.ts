import { quantile } from "./moments.ts";

/** Winsorising pulls extreme z-scores in to a percentile; truncating leaves them out. */
export type Trimming = "winsorise" | "truncate";

/** Below this many units overdispersion is not estimated: phi is 1, and the page says so. */
export const minimumUnitsForOverdispersion = 10;

export interface Overdispersion {
  phi: number;
  /** Added to each unit's variance on the scale of the z-scores' numerators; never negative. */
  tau2: number;
  isEstimated: boolean;
  /** Winsorised z-scores, in order; null where truncated. */
  trimmed: (number | null)[];
}

/** Phi from trimmed z-scores and the additive variance it implies (Spiegelhalter 2012). */
export function overdispersion(
  z: readonly number[],
  se: readonly number[],
  {
    trim = 0.1,
    trimming = "winsorise",
    minimumUnits = minimumUnitsForOverdispersion,
  }: { trim?: number; trimming?: Trimming; minimumUnits?: number } = {},
): Overdispersion {
  const trimmed = trimming === "winsorise" ? winsorised(z, trim) : truncated(z, trim);
  if (z.length < minimumUnits) return { phi: 1, tau2: 0, isEstimated: false, trimmed };
  const kept = trimmed.flatMap((value, i) => (value === null ? [] : [{ value, se: se[i]! }]));
  const n = kept.length;
  const phi = kept.reduce((sum, { value }) => sum + value ** 2, 0) / n;
  const weights = kept.map((unit) => 1 / unit.se ** 2);
  const total = weights.reduce((sum, w) => sum + w, 0);
  const divisor = total - weights.reduce((sum, w) => sum + w * w, 0) / total;
  const tau2 = Math.max(0, (n * phi - (n - 1)) / divisor);
  return { phi, tau2, isEstimated: true, trimmed };
}

function winsorised(z: readonly number[], trim: number): number[] {
  const low = quantile(z, trim);
  const high = quantile(z, 1 - trim);
  return z.map((value) => Math.min(high, Math.max(low, value)));
}

/** NHS Digital's SHMI rule: rank into 1/trim groups and leave out the first and the last. */
function truncated(z: readonly number[], trim: number): (number | null)[] {
  const groups = 1 / trim;
  return z.map((value) => {
    const below = z.filter((other) => other < value).length;
    const ties = z.filter((other) => other === value).length;
    const group = Math.floor(((below + (ties + 1) / 2) * groups) / (z.length + 1));
    return group > 0 && group < groups - 1 ? value : null;
  });
}
