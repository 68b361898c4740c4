import { AREAS, type Domain, FEWEST_AREAS, POINTS_PER_LEVEL } from "./area.ts";
import type { Levels } from "./assessment.ts";

/** Need in a domain, 0 to 100; null where it was left blank or too few areas were answered. */
export function needIn(domain: Domain, levels: Levels): number | null {
  if (domain !== "total") {
    const level = levels[AREAS.indexOf(domain)] ?? null;
    return level === null ? null : level * POINTS_PER_LEVEL;
  }
  const answered = levels.filter((level) => level !== null);
  if (answered.length < FEWEST_AREAS) return null;
  return (answered.reduce((sum, level) => sum + level, 0) / answered.length) * POINTS_PER_LEVEL;
}

export const isComplete = (levels: Levels): boolean => needIn("total", levels) !== null;
