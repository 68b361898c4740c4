import { AREAS, type Area, type PerArea, POINTS_PER_LEVEL } from "./area.ts";
import type { Authority } from "./authority.ts";
import type { Day } from "./day.ts";

/**
 * What a full year of support does to the continuous need, in points. Whole levels between 0 and 5
 * and follow-ups before a year take a part of it away; the effect that is left is in truth.json.
 */
export const PLANTED_EFFECT: Readonly<Record<Area, number>> = {
  cl: -2.2,
  sl: -6.6,
  ca: -4.5,
  se: -8.8,
  pn: 0,
  hi: 0,
  vi: 0,
  ms: 0,
};

const FULL_AFTER_DAYS = 365;

/** Share of the full effect that a child has had by a day, from 0 to 1. */
export function exposure({ startsOn }: Authority, firstOn: Day, day: Day): number {
  if (startsOn === null) return 0;
  return Math.min(1, Math.max(0, (day - Math.max(firstOn, startsOn)) / FULL_AFTER_DAYS));
}

/** The effect by area in levels, for a share of the full effect. */
export const effectInLevels = (share: number): PerArea<number> =>
  AREAS.map((area) => (share * PLANTED_EFFECT[area]) / POINTS_PER_LEVEL);
