import type { Authority } from "./authority.ts";
import type { Day } from "./day.ts";
import { rounded } from "./mean.ts";
import { WINDOW } from "./period.ts";
import { type EndReason, type Placement, placementRow } from "./placement.ts";
import { type Random, randomOf } from "./random.ts";
import { drawSetting, type SettingType } from "./setting.ts";
import type { SustainedTally } from "./sustained-truth.ts";
import { placementTable, type Table } from "./table.ts";

/** Chances by so many weeks, were every child followed so long. */
export interface ReturnTruth {
  side: "trial" | "comparison";
  children: number;
  /** Tried in mainstream within 52 weeks, where something else may come first. */
  tried_52_weeks: number;
  /** Tried there within 26 weeks, and still there 26 weeks later. */
  lasting_52_weeks: number;
  /** Of those who are tried: back apart from mainstream within 26 and 52 weeks. */
  returned_26_weeks: number;
  returned_52_weeks: number;
}

/** Chances a year, were nothing else to come first. */
const YEARLY = {
  tried: { trial: 0.5, comparison: 0.32 },
  leaves: 0.14,
  returns: { trial: 0.3, comparison: 0.5 },
  leavesMainstream: 0.08,
};
const CHILDREN = 45;
const FIRST = 60_001;
const APART: readonly [SettingType, number][] = [
  ["state_special", 60],
  ["alternative_provision", 24],
  ["independent_special", 16],
];
const WEEK = 7 / 365.25;

/** The chance that the first of two things that come at a steady rate has come by then. */
const firstBy = (rate: number, other: number, years: number): number =>
  (rate / (rate + other)) * (1 - Math.exp(-(rate + other) * years));

const sideOf = ({ isTrial }: Authority): ReturnTruth["side"] => (isTrial ? "trial" : "comparison");

/**
 * Placements of children who are apart from mainstream when the window opens and are not assessed:
 * tried in mainstream at a steady rate, and back apart at another. Their chance is a stream of its own.
 */
export class ReturnTable {
  private readonly table: Table = { ...placementTable(), file: "placements-returns.csv" };
  private readonly children = { trial: 0, comparison: 0 };

  constructor(
    private readonly seed: number,
    /** In small samples there are few of them. */
    private readonly most: number,
    private readonly sustained: SustainedTally,
  ) {}

  /** Adds the children of an authority. @returns their identifiers. */
  add(authority: Authority, nth: number): string[] {
    const count = Math.min(CHILDREN, this.most);
    this.children[sideOf(authority)] += count;
    return Array.from({ length: count }, (_, i) => {
      const chance = randomOf(this.seed, 9, nth, i);
      const id = `${authority.prefix}-${FIRST + i}`;
      const placements = this.live(authority, chance);
      for (const placement of placements)
        this.table.rows.push(placementRow(authority, { id }, placement));
      this.sustained.add(placements);
      return id;
    });
  }

  tables(): Table[] {
    return this.table.rows.length > 0 ? [this.table] : [];
  }

  truth(): ReturnTruth[] {
    return (["trial", "comparison"] as const).map((side) => {
      const tried = firstBy(YEARLY.tried[side], YEARLY.leaves, 52 * WEEK);
      const stays = Math.exp(-(YEARLY.returns[side] + YEARLY.leavesMainstream) * 26 * WEEK);
      const returned = (weeks: number) =>
        rounded(firstBy(YEARLY.returns[side], YEARLY.leavesMainstream, weeks * WEEK));
      return {
        side,
        children: this.children[side],
        tried_52_weeks: rounded(tried),
        lasting_52_weeks: rounded(firstBy(YEARLY.tried[side], YEARLY.leaves, 26 * WEEK) * stays),
        returned_26_weeks: returned(26),
        returned_52_weeks: returned(52),
      };
    });
  }

  private live(authority: Authority, chance: Random): Placement[] {
    const side = sideOf(authority);
    const apart = (): SettingType => APART[chance.weighted(APART.map(([, share]) => share))]![0];
    const lived: Placement[] = [];
    const place = (type: SettingType, from: Day, until: Day, reason: EndReason | null): void => {
      const setting = drawSetting(authority, type, chance);
      const goesOn = until > WINDOW.to;
      const end = goesOn
        ? { endedOn: null, endReason: null }
        : { endedOn: until, endReason: reason };
      lived.push({ type, setting, startedOn: from, ...end });
    };
    const first = { tried: wait(YEARLY.tried[side], chance), left: wait(YEARLY.leaves, chance) };
    const triedOn = WINDOW.from + first.tried;
    const leftOn = WINDOW.from + first.left;
    if (leftOn < triedOn) {
      place(apart(), WINDOW.from, leftOn - 1, "left_area");
      return lived;
    }
    place(apart(), WINDOW.from, triedOn - 1, "planned_move");
    if (triedOn > WINDOW.to) return lived;
    const then = {
      back: triedOn + wait(YEARLY.returns[side], chance),
      left: triedOn + wait(YEARLY.leavesMainstream, chance),
    };
    const isBack = then.back <= then.left;
    place(
      "mainstream",
      triedOn,
      (isBack ? then.back : then.left) - 1,
      isBack ? "breakdown" : "plan_ceased",
    );
    if (isBack && then.back <= WINDOW.to) place(apart(), then.back, WINDOW.to + 1, null);
    return lived;
  }
}

/** Whole days until something that comes at a steady rate a year. */
const wait = (rate: number, chance: Random): Day =>
  1 + Math.floor((-Math.log(1 - chance.uniform()) / rate) * 365.25);
