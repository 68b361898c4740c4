import type { Authority } from "./authority.ts";
import type { Child } from "./child.ts";
import { ageOn, type Day } from "./day.ts";
import type { Random } from "./random.ts";

export type SettingType = keyof typeof WEIGHTS;

const WEIGHTS = {
  // by age:            under 5, 5 to 15, 16 and over
  mainstream: [42, 45, 12],
  resourced_provision: [4, 4.5, 1],
  sen_unit: [3, 2.6, 0.5],
  alternative_provision: [0, 1.3, 0.2],
  state_special: [18, 29, 11],
  non_maintained_special: [0.3, 1, 0.8],
  independent_special: [0.7, 4.6, 3],
  residential_38_51: [0, 0.5, 1],
  residential_52: [0, 0.2, 0.5],
  independent_mainstream: [0.5, 1.2, 0.3],
  further_education: [0, 0, 60],
  early_years: [25, 0, 0],
  elsewhere: [1, 2.4, 7],
  elective_home_education: [0.5, 1.8, 1],
  awaiting: [5, 2.2, 2],
} as const satisfies Record<string, readonly [number, number, number]>;

const TYPES = Object.keys(WEIGHTS) as SettingType[];

const INDEPENDENT: readonly SettingType[] = [
  "non_maintained_special",
  "independent_special",
  "residential_38_51",
  "residential_52",
];
const WITHOUT_A_SETTING: readonly SettingType[] = [
  "elsewhere",
  "elective_home_education",
  "awaiting",
];

export const isIndependent = (type: SettingType): boolean => INDEPENDENT.includes(type);
export const isSpecial = (type: SettingType): boolean =>
  type === "state_special" || isIndependent(type);

/** Points of need at which the shares are those of `WEIGHTS`. */
const USUAL_NEED = 32;

/** Draws a kind of placement for the child's age; higher needs make special schools likelier. */
export function drawSettingType(
  child: Child,
  day: Day,
  chance: Random,
  isAllowed: (type: SettingType) => boolean = () => true,
): SettingType {
  const age = ageOn(day, child.bornOn);
  const band = age < 5 ? 0 : age < 16 ? 1 : 2;
  if (child.plan !== "ehc_plan") return band === 0 ? "early_years" : "mainstream";
  const tilt = Math.exp(0.04 * (child.lastingNeed - USUAL_NEED));
  const weights = TYPES.map((type) =>
    isAllowed(type) ? WEIGHTS[type][band] * (isSpecial(type) ? tilt : 1) : 0,
  );
  return TYPES[chance.weighted(weights)]!;
}

/** Children of an authority for each of its settings of a kind, and how many there are at least. */
const SIZES: Partial<Record<SettingType, readonly [number, number]>> = {
  mainstream: [12, 2],
  state_special: [400, 2],
  further_education: [800, 1],
};

/** The authority's own code of a setting of that kind; blank where there is no setting. */
export function drawSetting({ children }: Authority, type: SettingType, chance: Random): string {
  if (WITHOUT_A_SETTING.includes(type)) return "";
  const [childrenPerSetting, fewest] = SIZES[type] ?? [isSpecial(type) ? 60 : 80, 2];
  const count = Math.max(fewest, Math.ceil(children / childrenPerSetting));
  const kind = String(TYPES.indexOf(type) + 1).padStart(2, "0");
  return `S${kind}-${chance.whole(1, count)}`;
}
