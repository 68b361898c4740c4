import type { Authority } from "./authority.ts";
import type { Child } from "./child.ts";
import { ageOn, type Day, dayOf, isoDay, yearOf } from "./day.ts";
import { WINDOW } from "./period.ts";
import type { Random } from "./random.ts";
import { drawSetting, drawSettingType, type SettingType } from "./setting.ts";

export type EndReason =
  | "phase_transfer"
  | "planned_move"
  | "breakdown"
  | "left_area"
  | "plan_ceased"
  | "other";

export interface Placement {
  type: SettingType;
  setting: string;
  startedOn: Day;
  endedOn: Day | null;
  endReason: EndReason | null;
}

const MOST_MOVES = 2;
const MOVES: readonly [reason: EndReason, weight: number][] = [
  ["planned_move", 46],
  ["breakdown", 30],
  ["other", 8],
  ["left_area", 9],
  ["plan_ceased", 7],
];
const LEAVING: readonly EndReason[] = ["left_area", "plan_ceased"];

/** A child's placements from the one at the first reading to the end of the window. */
export function placementsOf(
  authority: Authority,
  child: Child,
  firstType: SettingType,
  lastReadOn: Day,
  chance: Random,
): Placement[] {
  const place = (type: SettingType, startedOn: Day): Placement => ({
    type,
    setting: drawSetting(authority, type, chance),
    startedOn,
    endedOn: null,
    endReason: null,
  });
  const placements = [place(firstType, firstDay(child, firstType, chance))];
  for (let moves = 0; moves < MOST_MOVES; moves++) {
    const current = placements.at(-1)!;
    const end = nextEnd(
      child,
      current,
      Math.max(child.firstOn, current.startedOn),
      lastReadOn,
      chance,
    );
    if (!end) break;
    current.endedOn = end.on;
    current.endReason = end.reason;
    if (LEAVING.includes(end.reason)) break;
    placements.push(place(nextType(child, current, end, chance), end.on + 1));
  }
  return placements;
}

/** The placement on a day; every day from the first reading to the last one has one. */
export const placementOn = (placements: readonly Placement[], day: Day): Placement =>
  placements.findLast(({ startedOn }) => startedOn <= day)!;

export const placementRow = (
  { code }: Authority,
  { id }: Pick<Child, "id">,
  { setting, type, startedOn, endedOn, endReason }: Placement,
): string =>
  [
    code,
    id,
    setting,
    type,
    isoDay(startedOn),
    endedOn === null ? "" : isoDay(endedOn),
    endReason ?? "",
  ].join(",");

function firstDay({ firstOn, bornOn }: Child, type: SettingType, chance: Random): Day {
  if (type === "awaiting" || chance.chance(0.2)) return firstOn - chance.whole(5, 120);
  const schoolYear = yearOf(firstOn) - (isoDay(firstOn).slice(5) < "09-01" ? 1 : 0);
  const years = Math.min(chance.whole(0, 4), Math.max(0, ageOn(firstOn, bornOn) - 3));
  return dayOf(`${schoolYear - years}-09-01`);
}

interface End {
  on: Day;
  reason: EndReason;
}

function nextEnd(
  child: Child,
  { type }: Placement,
  from: Day,
  lastReadOn: Day,
  chance: Random,
): End | null {
  if (type === "awaiting") {
    const on = from + chance.whole(40, 240);
    return on < WINDOW.to ? { on, reason: "planned_move" } : null;
  }
  const transfer = phaseTransfer(child, from);
  const isMoving = chance.chance((0.13 * (WINDOW.to - from)) / 365);
  if (isMoving && WINDOW.to - from > 60) {
    const on = chance.whole(from + 30, WINDOW.to - 1);
    if (transfer === null || on < transfer) {
      const drawn = MOVES[chance.weighted(MOVES.map(([, weight]) => weight))]![0];
      // Whoever has left is not assessed again.
      const isEarly = LEAVING.includes(drawn) && on < lastReadOn;
      return { on, reason: isEarly ? "planned_move" : drawn };
    }
  }
  return transfer === null ? null : { on: transfer, reason: "phase_transfer" };
}

/** The 31 August, within the window, after which the child is of the age to change phase. */
function phaseTransfer({ bornOn }: Child, from: Day): Day | null {
  for (let year = yearOf(from); year <= yearOf(WINDOW.to); year++) {
    const lastDay = dayOf(`${year}-08-31`);
    const age = ageOn(lastDay, bornOn);
    if (lastDay > from && lastDay < WINDOW.to && [4, 11, 16].includes(age)) return lastDay;
  }
  return null;
}

const AFTER_BREAKDOWN: readonly SettingType[] = [
  "awaiting",
  "alternative_provision",
  "state_special",
  "independent_special",
  "elsewhere",
];

function nextType(
  child: Child,
  { type }: Placement,
  { on, reason }: End,
  chance: Random,
): SettingType {
  if (reason === "breakdown" && child.plan === "ehc_plan") {
    return drawSettingType(child, on + 1, chance, (next) => AFTER_BREAKDOWN.includes(next));
  }
  const staysInKind = reason === "phase_transfer" && type !== "early_years" && chance.chance(0.6);
  if (staysInKind && ageOn(on, child.bornOn) < 16) return type;
  return drawSettingType(child, on + 1, chance, (next) => next !== "awaiting");
}
