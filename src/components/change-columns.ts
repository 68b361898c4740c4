import type { ChangeByAuthority } from "../../pipelines/measures/change-by-authority/measure.ts";
import { interval95, number } from "./columns.js";
import type { Column } from "./table.js";
import { points, whole } from "./words.js";

/** Columns of every table of mean changes. */
export const CHANGE_COLUMNS: readonly Column<ChangeByAuthority>[] = [
  number("Children", "child_count", whole),
  number("First need", "first_mean", points),
  number("Last need", "last_mean", points),
  number("Change", "change_mean", points),
  interval95(),
];

/** The axis of every chart of mean changes. */
export const CHANGE_AXIS = {
  axis: "Change in need, points of 100 (less than 0: less need)",
  narrowAxis: "Change, points of 100",
  hasZero: true,
  format: points,
};
