import type { Child } from "./child.ts";
import type { Day } from "./day.ts";
import { WINDOW } from "./period.ts";
import type { Random } from "./random.ts";
import { isSpecial, type SettingType } from "./setting.ts";

/** Children with high needs, or in special schools, are seen again less often. */
function followUpChance({ lastingNeed }: Child, setting: SettingType): number {
  const odds = Math.exp(5.7 - 0.122 * lastingNeed - (isSpecial(setting) ? 0.6 : 0));
  return odds / (1 + odds);
}

/** Days to the second reading: mostly about a year, some too soon or too late to be a change. */
const GAPS = [
  { weight: 84, least: 300, most: 420 },
  { weight: 6, least: 120, most: 299 },
  { weight: 5, least: 30, most: 88 },
  { weight: 5, least: 552, most: 640 },
];

/** The days on which a child is assessed by a professional, the first one included. */
export function readingDays(child: Child, setting: SettingType, chance: Random): Day[] {
  const days = [child.firstOn];
  if (chance.chance(followUpChance(child, setting))) {
    const { least, most } = GAPS[chance.weighted(GAPS.map(({ weight }) => weight))]!;
    days.push(child.firstOn + chance.whole(least, most));
    if (chance.chance(0.28)) days.push(days[1]! + chance.whole(100, 380));
  }
  return days.filter((day) => day <= WINDOW.to);
}
