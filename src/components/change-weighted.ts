import type { ChangeWeighted } from "../../pipelines/measures/change-weighted/measure.ts";
import { authorityNames } from "./authority-name.js";
import { CHANGE_AXIS } from "./change-columns.js";
import { COMPARISON, TRIAL } from "./chart-style.js";
import { figure } from "./figure.js";
import { type IntervalRow, intervalsChart } from "./intervals-chart.js";
import { decimal, inList, interval, month, points, whole } from "./words.js";

const REASONS: Record<string, string> = {
  below_minimum_size: "too few children to weight",
  above_maximum_size: "too many children to weight",
  zero_variance: "no spread in the changes",
};
const reasonWords = (reason: string | null): string =>
  reason === null ? "no figure" : (REASONS[reason] ?? "who is seen again cannot be modelled");

/** Points by which the two means must differ to be called apart. */
const NOTABLE = 0.5;

/** Mean change as seen and weighted for those not seen again, two lines an authority. */
export function changeWeighted(
  rows: readonly ChangeWeighted[],
  { width }: { width: number },
): HTMLElement {
  const named = authorityNames(rows);
  const lines: IntervalRow[] = rows.flatMap((row) => [
    {
      label: `${named(row)}, as seen`,
      value: row.seen_mean,
      lower: row.seen_lower,
      upper: row.seen_upper,
      colour: TRIAL,
      instead: row.symbol === "c" ? "hidden so that no child can be identified" : "no figure",
    },
    {
      label: `${named(row)}, weighted`,
      value: row.weighted_mean,
      lower: row.weighted_lower,
      upper: row.weighted_upper,
      colour: COMPARISON,
      isHollow: true,
      instead:
        row.symbol === "c" ? "hidden so that no child can be identified" : reasonWords(row.reason),
    },
  ]);
  const both = rows.filter((row) => row.seen_mean !== null && row.weighted_mean !== null);
  const apart = both.filter(
    (row) => Math.abs((row.weighted_mean as number) - (row.seen_mean as number)) >= NOTABLE,
  );
  const due = rows.reduce((sum, row) => sum + (row.due_count ?? 0), 0);
  const seen = rows.reduce((sum, row) => sum + (row.child_count ?? 0), 0);
  return figure(rows, rows.length ? intervalsChart(lines, { width, ...CHANGE_AXIS }) : null, {
    title: "Would the missing children have changed the answer?",
    summary: summaryOf(rows, both, apart, named),
    basis: `About ${whole(seen)} of ${whole(due)} children who were due a second reading by a professional; latest reading ${month(rows[0]?.as_of ?? null)}; lines are 95% intervals.`,
    definition: "./method/change#weighted-for-the-missing",
    file: "change-weighted",
    columns: [
      { title: "Authority", text: named },
      {
        title: "Due a second reading",
        text: (row) => (row.due_count === null ? null : whole(row.due_count)),
        isNumber: true,
      },
      {
        title: "Have one",
        text: (row) => (row.child_count === null ? null : whole(row.child_count)),
        isNumber: true,
      },
      {
        title: "Change as seen",
        text: (row) => (row.seen_mean === null ? null : points(row.seen_mean)),
        isNumber: true,
      },
      {
        title: "95% interval",
        text: (row) => interval(row.seen_lower, row.seen_upper),
        isNumber: true,
      },
      {
        title: "Change, weighted",
        text: (row) =>
          row.weighted_mean === null
            ? row.symbol === "c"
              ? null
              : reasonWords(row.reason)
            : points(row.weighted_mean),
        isNumber: true,
      },
      {
        title: "95% interval, weighted",
        text: (row) => interval(row.weighted_lower, row.weighted_upper),
        isNumber: true,
      },
      {
        title: "Change of the missing that would undo it",
        text: (row) => (row.tipping_change === null ? null : signed(row.tipping_change)),
        isNumber: true,
      },
    ],
  });
}

const signed = (points: number): string => `${points > 0 ? "+" : ""}${whole(points)}`;

function summaryOf(
  rows: readonly ChangeWeighted[],
  both: readonly ChangeWeighted[],
  apart: readonly ChangeWeighted[],
  named: (row: ChangeWeighted) => string,
): string {
  if (both.length === 0) {
    return "In no authority are enough children due a second reading to weight those seen for those who are missing; at least 200 are needed for an interval that holds.";
  }
  const most = both.length === rows.length ? "every authority" : inList(both.map(named));
  const answer =
    apart.length === 0
      ? `Weighting the children seen twice so that they stand for those who were not moves the mean change by less than ${decimal(NOTABLE)} points in ${most}.`
      : `Weighting the children seen twice so that they stand for those who were not moves the mean change in ${inList(apart.map((row) => `${named(row)} from ${points(row.seen_mean as number)} to ${points(row.weighted_mean as number)}`))}${apart.length < both.length ? ", and hardly elsewhere" : ""}.`;
  return `${answer}${undoing(both)} It takes account of first need, age, sex and plan, and of nothing else that may keep a child from being seen.`;
}

/** How the missing would have had to change for there to be no change, as a range over authorities. */
function undoing(rows: readonly ChangeWeighted[]): string {
  const points = rows.flatMap((row) => row.tipping_change ?? []).sort((a, b) => a - b);
  const [least, most] = [points.at(0), points.at(-1)];
  if (least === undefined || most === undefined) return "";
  if (least < 0 && most > 0) return "";
  const range = [
    ...new Set(
      [least, most].map((value) => whole(Math.abs(value))).sort((a, b) => Number(a) - Number(b)),
    ),
  ];
  return ` For there to be no change on average, need of the missing would have had to ${most > 0 ? "rise" : "fall"} by ${range.join(" to ")} points, depending on the authority.`;
}
