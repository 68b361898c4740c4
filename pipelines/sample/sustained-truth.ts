import type { Day } from "./day.ts";
import { rounded } from "./mean.ts";
import { WINDOW } from "./period.ts";
import type { Placement } from "./placement.ts";
import { isSpecial, type SettingType } from "./setting.ts";

/** Children who moved to mainstream and were still there after 26 weeks, and the years they had been there by August 2026. */
export interface SustainedTruth {
  /** Where they were before: cash an independent special school, notional a state one, other anything else apart. */
  money: "cash" | "notional" | "other";
  children: number;
  child_years: number;
}

const SUSTAINED_DAYS = 182;
const DAYS_A_YEAR = 365.25;
/** Moves before spend is known of are not followed. */
const FIRST_DAY: Day = WINDOW.from - 153;

const isMainstream = ({ type }: Placement) =>
  type === "mainstream" || type === "resourced_provision";
const isApart = ({ type }: Placement) =>
  isSpecial(type) ||
  (["alternative_provision", "sen_unit", "elsewhere"] as SettingType[]).includes(type);

/** Gathers moves that lasted from the placements of each child. */
export class SustainedTally {
  private readonly found = new Map<SustainedTruth["money"], { children: number; days: number }>();

  add(placements: readonly Placement[]): void {
    const move = firstMove(placements.filter(({ type }) => type !== "awaiting"));
    if (!move || move.days < SUSTAINED_DAYS) return;
    const known = this.found.get(move.money) ?? { children: 0, days: 0 };
    this.found.set(move.money, {
      children: known.children + 1,
      days: known.days + move.days,
    });
  }

  truth(): SustainedTruth[] {
    return (["cash", "notional", "other"] as const).flatMap((money) => {
      const found = this.found.get(money);
      return found
        ? [{ money, children: found.children, child_years: rounded(found.days / DAYS_A_YEAR) }]
        : [];
    });
  }
}

/** The first move from apart to mainstream that is no phase transfer, and how long it held so far. */
function firstMove(spells: readonly Placement[]) {
  const at = spells.findIndex((spell, i) => {
    const before = spells[i - 1];
    if (!before || !isMainstream(spell) || !isApart(before)) return false;
    return before.endReason !== "phase_transfer" && spell.startedOn >= FIRST_DAY;
  });
  if (at < 1) return null;
  const before = spells[at - 1]!;
  const after = spells.slice(at).findIndex((spell) => !isMainstream(spell));
  const last = spells[after < 0 ? spells.length - 1 : at + after - 1]!;
  // Whoever goes on is known of until the last day, who leaves until the day after.
  const until = last.endedOn === null ? WINDOW.to : Math.min(WINDOW.to, last.endedOn + 1);
  const money = !isSpecial(before.type)
    ? "other"
    : before.type === "state_special"
      ? "notional"
      : "cash";
  return { money, days: until - spells[at]!.startedOn } as const;
}
