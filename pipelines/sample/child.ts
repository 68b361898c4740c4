import { AREAS, HIGHEST_LEVEL, isSensory, type PerArea, POINTS_PER_LEVEL } from "./area.ts";
import type { Authority } from "./authority.ts";
import type { Day } from "./day.ts";
import { LAST_DAY_TO_BE_FOLLOWED, WINDOW } from "./period.ts";
import { NEED_PROFILES } from "./primary-need.ts";
import type { Random } from "./random.ts";

export interface Child {
  id: string;
  bornOn: Day;
  sex: "F" | "M";
  plan: "ehc_plan" | "sen_support" | "none";
  primaryNeed: string;
  /** Lasting need by area, in levels, not yet rounded or cut to the scale. */
  latent: PerArea<number>;
  /** What the reading would be on average, in points of total need. */
  lastingNeed: number;
  /** How much worse than lasting the child was when referred, in levels. */
  spell: number;
  firstOn: Day;
}

const SEVERITY_SD = 0.6;
const SPELL_SD = 0.62;
/** How high need must look, lasting and passing together, for a child to be referred. */
const REFERRAL_THRESHOLD = 0.35;
const OWN_SD = 0.65;
const SENSORY_SD = 0.8;

/** How much of a child's general severity and passing spells shows in an area. */
export const loading = (area: (typeof AREAS)[number]): number =>
  isSensory(area) ? 0 : area === "pn" ? 0.6 : 1;

export function makeChild({ prefix }: Authority, number: number, chance: Random): Child {
  const { code, centre } = NEED_PROFILES[chance.weighted(NEED_PROFILES.map(({ share }) => share))]!;
  const { severity, spell } = referred(chance);
  const latent = AREAS.map(
    (area, i) =>
      centre[i]! +
      loading(area) * severity +
      (isSensory(area) ? SENSORY_SD : OWN_SD) * chance.normal(),
  );
  const firstOn = chance.chance(0.95)
    ? chance.whole(WINDOW.from, LAST_DAY_TO_BE_FOLLOWED)
    : chance.whole(LAST_DAY_TO_BE_FOLLOWED + 1, WINDOW.to);
  return {
    id: `${prefix}-${String(number).padStart(5, "0")}`,
    bornOn: firstOn - Math.floor(365.25 * ageAtFirst(chance)),
    sex: chance.chance(0.71) ? "M" : "F",
    plan: (["ehc_plan", "sen_support", "none"] as const)[chance.weighted([86, 11, 3])]!,
    primaryNeed: code,
    latent,
    lastingNeed: lastingNeed(latent),
    spell,
    firstOn,
  };
}

/**
 * Children are referred when their need looks high, and part of what is seen then passes: this is
 * where regression to the mean comes from.
 */
function referred(chance: Random): { severity: number; spell: number } {
  for (;;) {
    const severity = SEVERITY_SD * chance.normal();
    const spell = SPELL_SD * chance.normal();
    if (severity + spell > REFERRAL_THRESHOLD) return { severity, spell };
  }
}

const lastingNeed = (latent: PerArea<number>): number =>
  (latent.reduce((sum, need) => sum + Math.min(HIGHEST_LEVEL, Math.max(0, need)), 0) /
    latent.length) *
  POINTS_PER_LEVEL;

function ageAtFirst(chance: Random): number {
  const [from, to] = (
    [
      [2.5, 5],
      [5, 11],
      [11, 16],
      [16, 23],
    ] as const
  )[chance.weighted([7, 36, 33, 24])]!;
  return from + (to - from) * chance.uniform();
}
