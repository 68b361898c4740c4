import type { Authority } from "./authority.ts";
import type { Child } from "./child.ts";
import { isoDay } from "./day.ts";
import { rounded } from "./mean.ts";
import { needIn } from "./need.ts";
import { WINDOW } from "./period.ts";
import { randomOf } from "./random.ts";
import type { Reading } from "./reading.ts";
import type { Table } from "./table.ts";

/** Children with free school meals, of whom more begin with high need: as many as chance would have on average. */
export interface AccessTruth {
  authority_code: string;
  children: number;
  /** Of all children of the authority, and of those with free school meals, who begin with 50 points or more. */
  high_need: number;
  high_need_with_meals: number;
}

/** Chances of free school meals; which is planted is that they go with high need, and with nothing else. */
const MEALS = { highNeed: 0.5, others: 0.26, unknown: 0.03 };
const HIGH_NEED = 50;
const ETHNIC: readonly [string, number][] = [
  ["white", 76],
  ["mixed", 7],
  ["asian", 9],
  ["black", 5],
  ["other", 1.5],
  ["", 1.5],
];
const CARE: readonly [string, number][] = [
  ["none", 90],
  ["looked_after", 5],
  ["child_protection_plan", 1.5],
  ["child_in_need", 3.5],
];
const BASIS = "substantial_public_interest";

/**
 * What the first authority chose to tell of its children, from a stream of chance of its own.
 * The other authorities tell nothing of the kind, as most do.
 */
export class CharacteristicsTable {
  private readonly table: Table = {
    file: "characteristics.csv",
    columns: [
      "authority_code",
      "child_id",
      "recorded_on",
      "special_category_basis",
      "ethnicity",
      "free_school_meals",
      "care_status",
    ],
    rows: [],
  };
  private readonly counts = { high: 0, others: 0 };
  private code = "";

  constructor(private readonly seed: number) {}

  /** Adds a child who is assessed. */
  add(authority: Authority, nth: number, { id }: Child, readings: readonly Reading[]): void {
    if (nth > 0) return;
    const first = readings
      .filter(({ ratedBy }) => ratedBy === "professional")
      .map(({ levels }) => needIn("total", levels, authority.instrument))
      .find((need) => need !== null);
    const isHigh = first !== undefined && first >= HIGH_NEED;
    if (first !== undefined) this.counts[isHigh ? "high" : "others"] += 1;
    this.code = authority.code;
    this.tell(authority, nth, id, isHigh ? MEALS.highNeed : MEALS.others);
  }

  /** Adds children whom no reading knows. */
  addUnread(authority: Authority, nth: number, ids: readonly string[]): void {
    if (nth > 0) return;
    for (const id of ids) this.tell(authority, nth, id, MEALS.others);
  }

  tables(): Table[] {
    return [this.table];
  }

  truth(): AccessTruth {
    const { high, others } = this.counts;
    const children = high + others;
    const withMeals = high * MEALS.highNeed + others * MEALS.others;
    return {
      authority_code: this.code,
      children,
      high_need: rounded(high / children),
      high_need_with_meals: rounded((high * MEALS.highNeed) / withMeals),
    };
  }

  private tell({ code }: Authority, nth: number, id: string, meals: number): void {
    const chance = randomOf(this.seed, 11, nth, Number(id.split("-")[1]));
    const draw = (of: readonly [string, number][]) =>
      of[chance.weighted(of.map(([, share]) => share))]![0];
    const hasMeals = chance.chance(meals) ? "yes" : "no";
    this.table.rows.push(
      [
        code,
        id,
        isoDay(WINDOW.to),
        BASIS,
        draw(ETHNIC),
        chance.chance(MEALS.unknown) ? "" : hasMeals,
        draw(CARE),
      ].join(","),
    );
  }
}
