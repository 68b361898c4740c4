import type { ChangeByAuthority } from "../../pipelines/measures/change-by-authority/measure.ts";
import type { Column } from "./table.js";
import { interval, points, whole } from "./words.js";

const written = (value: number | null): string | null => (value === null ? null : points(value));

/** Columns of every table of mean changes. */
export const CHANGE_COLUMNS: readonly Column<ChangeByAuthority>[] = [
  {
    title: "Children",
    text: (row) => (row.child_count === null ? null : whole(row.child_count)),
    isNumber: true,
  },
  { title: "First need", text: (row) => written(row.first_mean), isNumber: true },
  { title: "Last need", text: (row) => written(row.last_mean), isNumber: true },
  { title: "Change", text: (row) => written(row.change_mean), isNumber: true },
  { title: "95% interval", text: (row) => interval(row.lower, row.upper), isNumber: true },
];

/** The axis of every chart of mean changes. */
export const CHANGE_AXIS = {
  axis: "Change in need, points of 100 (less than 0: less need)",
  narrowAxis: "Change, points of 100",
  hasZero: true,
  format: points,
};
