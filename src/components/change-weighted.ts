import type { ChangeWeighted } from "../../pipelines/measures/change-weighted/measure.ts";
import { authorityNames } from "./authority-name.js";
import { CHANGE_AXIS } from "./change-columns.js";
import { COMPARISON, TRIAL } from "./chart-style.js";
import { between, number, text } from "./columns.js";
import { figure } from "./figure.js";
import { type IntervalRow, intervalsChart } from "./intervals-chart.js";
import { missing, missingCell } from "./reasons.js";
import { decimal, inShort, month, points, sumOf, whole } from "./words.js";

const REASONS = {
  below_minimum_size: "too few children to weight",
  above_maximum_size: "too many children to weight",
  singular_design: "who is seen again cannot be modelled",
  did_not_converge: "who is seen again cannot be modelled",
};

/** Points by which the two means must differ to be called apart. */
const NOTABLE = 0.5;

type Named = (row: ChangeWeighted) => string;

/** Mean change as seen and weighted for those not seen again, two lines an authority. */
export function changeWeighted(
  rows: readonly ChangeWeighted[],
  { width }: { width: number },
): HTMLElement {
  const named = authorityNames(rows);
  const lines = rows.flatMap((row) => linesOf(row, named));
  return figure(rows, rows.length ? intervalsChart(lines, { width, ...CHANGE_AXIS }) : null, {
    title: "Would the missing children have changed the answer?",
    summary: summaryOf(rows, named),
    basis: `About ${whole(sumOf(rows, (row) => row.child_count))} of ${whole(sumOf(rows, (row) => row.due_count))} children who were due a second reading by a professional have one at a distance that counts; latest reading ${month(rows[0]?.as_of ?? null)}; lines are 95% intervals.`,
    definition: "./method/change#weighted-for-the-missing",
    file: "change-weighted",
    columns: [
      text("Authority", named),
      number("Due a second reading", "due_count", whole),
      number("Have one that counts", "child_count", whole),
      number("Change as seen", "seen_mean", points),
      between("95% interval", (row) => ({ lower: row.seen_lower, upper: row.seen_upper })),
      number("Change, weighted", "weighted_mean", points, (row) => missingCell(row, REASONS)),
      between("95% interval, weighted", (row) => ({
        lower: row.weighted_lower,
        upper: row.weighted_upper,
      })),
      number("Change of the missing that would undo it", "tipping_change", signed),
    ],
  });
}

const linesOf = (row: ChangeWeighted, named: Named): IntervalRow[] => [
  {
    label: `${named(row)}, as seen`,
    value: row.seen_mean,
    lower: row.seen_lower,
    upper: row.seen_upper,
    colour: TRIAL,
    instead: missing({ symbol: row.symbol }),
  },
  {
    label: `${named(row)}, weighted`,
    value: row.weighted_mean,
    lower: row.weighted_lower,
    upper: row.weighted_upper,
    colour: COMPARISON,
    isHollow: true,
    instead: missing(row, REASONS),
  },
];

const signed = (points: number): string => `${points > 0 ? "+" : ""}${whole(points)}`;

function summaryOf(rows: readonly ChangeWeighted[], named: Named): string {
  const both = rows.flatMap((row) =>
    row.seen_mean === null || row.weighted_mean === null
      ? []
      : [{ row, seen: row.seen_mean, weighted: row.weighted_mean }],
  );
  if (both.length === 0) {
    return "In no authority are enough children due a second reading to weight those seen for those who are missing; at least 200 are needed for an interval that holds.";
  }
  const apart = both.filter(({ seen, weighted }) => Math.abs(weighted - seen) >= NOTABLE);
  const most =
    both.length === rows.length ? "every authority" : inShort(both.map(({ row }) => named(row)));
  const facts = apart.map(
    ({ row, seen, weighted }) => `${named(row)} from ${points(seen)} to ${points(weighted)}`,
  );
  const answer =
    apart.length === 0
      ? `by less than ${decimal(NOTABLE)} points in ${most}`
      : `in ${inShort(facts)}${apart.length < both.length ? ", and hardly elsewhere" : ""}`;
  return `Weighting the children seen twice so that they stand for those who were not moves the mean change ${answer}.${undoing(rows)} It takes account of first need, age, sex and plan, and of nothing else that may keep a child from being seen.`;
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
