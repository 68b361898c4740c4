import { found, type Result, refused } from "./result.ts";

export interface EValue {
  /** Approximate risk ratio of the effect. */
  riskRatio: number;
  /** Risk ratio that an unmeasured cause would need with both sides and the outcome to explain it away. */
  point: number;
  /** The same for the end of the interval nearer to nothing; 1 where the interval holds nothing. */
  interval: number;
}

/**
 * E-value of a difference in standard deviations (VanderWeele & Ding 2017), by the approximation
 * RR = exp(0.91 d); its interval by exp(0.91 d -/+ 1.78 se). Refuses what is not finite.
 */
export function eValueOfDifference(d: number, se: number): Result<EValue> {
  if (!Number.isFinite(d) || !(se >= 0) || !Number.isFinite(se)) return refused("invalid_input");
  const away = Math.abs(d);
  const riskRatio = Math.exp(0.91 * away);
  const near = Math.exp(0.91 * away - 1.78 * se);
  return found({ riskRatio, point: eValue(riskRatio), interval: near <= 1 ? 1 : eValue(near) });
}

/** E-value of a risk ratio: RR + sqrt(RR (RR - 1)), of its inverse below 1. */
export function eValue(riskRatio: number): number {
  const away = riskRatio < 1 ? 1 / riskRatio : riskRatio;
  return away + Math.sqrt(away * (away - 1));
}
