import type { Levels } from "./area.ts";
import { type Domain, POINTS_PER_LEVEL } from "./area.ts";
import type { SampleInstrument } from "./reading.ts";

/** Need in a domain, 0 to 100; null where it was left blank, not asked for, or too few areas were answered. */
export function needIn(
  domain: Domain,
  levels: Levels,
  { areas, fewestAreas }: SampleInstrument,
): number | null {
  if (domain !== "total") {
    const level = levels[areas.findIndex(({ id }) => id === domain)] ?? null;
    return level === null ? null : level * POINTS_PER_LEVEL;
  }
  const answered = levels.filter((level) => level !== null);
  if (answered.length < fewestAreas) return null;
  return (answered.reduce((sum, level) => sum + level, 0) / answered.length) * POINTS_PER_LEVEL;
}

export const isComplete = (levels: Levels, instrument: SampleInstrument): boolean =>
  needIn("total", levels, instrument) !== null;
