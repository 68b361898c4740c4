import { chiSquaredUpper } from "./distributions.ts";
import { kaplanMeier, type SurvivalTime } from "./kaplan-meier.ts";
import { found, type Result, refused } from "./result.ts";

export interface LogRank {
  chiSquared: number;
  p: number;
  /** Events in the first and second group, and those expected were both alike. */
  observed: [number, number];
  expected: [number, number];
}

/**
 * Two-group log-rank test; with `weighted` Peto & Peto's, which counts early events for more
 * (Harrington & Fleming 1982, rho 1). Refuses an empty group and no events.
 */
export function logRank(
  first: readonly SurvivalTime[],
  second: readonly SurvivalTime[],
  { weighted = false } = {},
): Result<LogRank> {
  if (first.length === 0 || second.length === 0) return refused("below_minimum_size");
  const pooled = kaplanMeier([...first, ...second]);
  if (pooled.reason !== null) return pooled;
  const observed: [number, number] = [0, 0];
  const expected: [number, number] = [0, 0];
  let variance = 0;
  let before = 1;
  for (const { time, atRisk, events, survival } of pooled.value) {
    const weight = weighted ? before : 1;
    before = survival;
    if (events === 0) continue;
    const own = first.filter((child) => child.time >= time).length;
    const ownEvents = first.filter((child) => child.time === time && child.event).length;
    const share = own / atRisk;
    observed[0] += weight * ownEvents;
    observed[1] += weight * (events - ownEvents);
    expected[0] += weight * events * share;
    expected[1] += weight * events * (1 - share);
    if (atRisk > 1) {
      variance += (weight ** 2 * events * share * (1 - share) * (atRisk - events)) / (atRisk - 1);
    }
  }
  if (!(variance > 0)) return refused("zero_variance");
  const chiSquared = (observed[0] - expected[0]) ** 2 / variance;
  return found({ chiSquared, p: chiSquaredUpper(chiSquared, 1), observed, expected });
}
