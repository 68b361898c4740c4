import { normalCdf } from "../statistics/distributions.ts";
import { AREAS, type Area, POINTS_PER_LEVEL } from "./area.ts";
import { SETTING_READINESS } from "./assessment.ts";
import type { Authority } from "./authority.ts";
import { Mean, rounded } from "./mean.ts";
import type { Reading } from "./reading.ts";

/** How far need is above what settings can meet, in points, none being 0: what to expect of children with such needs. */
export interface ReadinessTruth {
  authority_code: string;
  domain: Area;
  children: number;
  gap: number;
}

/** The gap to expect, in levels, where need is read as a level, and readiness follows that of another world. */
export function expectedGap(level: number, levelWithoutTrial: number): number {
  const { usual, ofNeed, generalSd, ownSd } = SETTING_READINESS;
  const [centre, sd] = [usual + ofNeed * levelWithoutTrial, Math.hypot(generalSd, ownSd)];
  // Readiness is rounded to whole levels, and what is below none is none.
  const atMost = (readiness: number) => normalCdf((readiness + 0.5 - centre) / sd);
  // A gap of at least k levels is a readiness of at most the level less k.
  return Array.from({ length: level }, (_, i) => atMost(level - 1 - i)).reduce((a, b) => a + b, 0);
}

/** Gathers the gap to expect at each child's latest reading by a professional. */
export class ReadinessTally {
  private readonly gaps = new Map<string, Mean>();

  add({ code, instrument }: Authority, readings: readonly Reading[]): void {
    if (!instrument.columns.some((column) => column.endsWith("_setting_readiness"))) return;
    const latest = readings.findLast(({ ratedBy }) => ratedBy === "professional");
    for (const [i, domain] of AREAS.entries()) {
      const [level, without] = [latest?.levels[i] ?? null, latest?.withoutTrial[i] ?? null];
      if (level === null || without === null) continue;
      const name = `${code}|${domain}`;
      const mean = this.gaps.get(name) ?? new Mean();
      mean.add(expectedGap(level, without));
      this.gaps.set(name, mean);
    }
  }

  truth(): ReadinessTruth[] {
    return [...this.gaps].map(([name, { n, value }]) => {
      const [authority_code, domain] = name.split("|") as [string, Area];
      return { authority_code, domain, children: n, gap: rounded(POINTS_PER_LEVEL * value!) };
    });
  }
}
