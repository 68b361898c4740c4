import {
  AREAS,
  FEWEST_AREAS,
  HIGHEST_LEVEL,
  isSensory,
  type PerArea,
  POINTS_PER_LEVEL,
} from "./area.ts";
import type { Authority } from "./authority.ts";
import { type Child, loading } from "./child.ts";
import { type Day, isoDay } from "./day.ts";
import { effectInLevels, exposure } from "./effect.ts";
import type { Random } from "./random.ts";

/** Levels by area; null where the area was left blank. */
export type Levels = PerArea<number | null>;

/** One reading of a child in both worlds: with the trial's support, and without, all else the same. */
export interface Reading {
  day: Day;
  ratedBy: "professional" | "family";
  /** What was read, and is written to the file. */
  levels: Levels;
  /** What would have been read without the trial. */
  withoutTrial: Levels;
  settingReadiness: Levels;
  familyReadiness: Levels;
}

const NOISE_SD = 0.5;
/** Share of the passing spell that still shows at the first recorded reading, and how it fades. */
const SPELL_SHARE = 0.78;
const SPELL_DAYS = 60;
const BLANK_SHARE = { sensory: 0.12, other: 0.04 };
const PARTIAL_SHARE = 0.012;

const onScale = (level: number): number => Math.min(HIGHEST_LEVEL, Math.max(0, Math.round(level)));

export function makeReading(
  authority: Authority,
  child: Child,
  day: Day,
  ratedBy: Reading["ratedBy"],
  chance: Random,
): Reading {
  const days = day - child.firstOn;
  const spell = child.spell * SPELL_SHARE * Math.exp(-days / SPELL_DAYS);
  const drift = driftInLevels(authority, days);
  const effects = effectInLevels(exposure(authority, child.firstOn, day));
  // Families see a little more need than professionals do.
  const view = ratedBy === "family" ? 0.25 : 0;
  const need = child.latent.map(
    (latent, i) => latent + LOADINGS[i]! * (spell + drift + view) + NOISE_SD * chance.normal(),
  );
  const blanks = drawBlanks(chance);
  const answered = (level: (i: number) => number): Levels =>
    blanks.map((isBlank, i) => (isBlank ? null : onScale(level(i))));
  const readiness = (usual: number) => {
    const general = usual + 0.6 * chance.normal();
    return answered((i) => general + 0.25 * onScale(need[i]!) + 0.7 * chance.normal());
  };
  return {
    day,
    ratedBy,
    levels: answered((i) => need[i]! + effects[i]!),
    withoutTrial: answered((i) => need[i]!),
    settingReadiness: readiness(1.9),
    familyReadiness: readiness(1.6),
  };
}

const LOADINGS = AREAS.map(loading);

/** The drift of total need is spread over the areas it can show in. */
const DRIFTING = LOADINGS.reduce((sum, load) => sum + load, 0) / LOADINGS.length;

const driftInLevels = ({ drift }: Authority, days: number): number =>
  ((drift / POINTS_PER_LEVEL) * Math.min(1, days / 365)) / DRIFTING;

function drawBlanks(chance: Random): boolean[] {
  if (chance.chance(PARTIAL_SHARE)) {
    const answered = chance.whole(2, FEWEST_AREAS - 1);
    return AREAS.map((_, i) => i >= answered);
  }
  return AREAS.map((area) =>
    chance.chance(isSensory(area) ? BLANK_SHARE.sensory : BLANK_SHARE.other),
  );
}

export function assessmentRow(
  { code }: Authority,
  { id, bornOn, sex, plan, primaryNeed }: Child,
  setting: string,
  { day, ratedBy, levels, settingReadiness, familyReadiness }: Reading,
): string {
  const cells: (string | number | null | undefined)[] = [
    code,
    id,
    isoDay(bornOn),
    sex,
    setting,
    plan,
    primaryNeed,
    isoDay(day),
    "vsend-core",
    "2026.1",
    ratedBy,
  ];
  for (let i = 0; i < AREAS.length; i++) {
    cells.push(levels[i], settingReadiness[i], familyReadiness[i]);
  }
  return cells.join(",");
}
