import type { ChangeBySupport } from "../../pipelines/measures/change-by-support/measure.ts";
import { COMPARISON, TRIAL } from "./chart-style.js";
import { interval95, number, text } from "./columns.js";
import { figure } from "./figure.js";
import { type IntervalRow, intervalsChart } from "./intervals-chart.js";
import { missing, missingCell } from "./reasons.js";
import { inShort, interval, month, plural, points, sumOf, whole } from "./words.js";

const NONE = "None recorded";
const isNone = ({ support }: ChangeBySupport) => support === NONE;

const AXIS = {
  axis: "Change less that of children with no support recorded, points of 100",
  narrowAxis: "Difference, points of 100",
  hasZero: true,
  format: points,
};

/** Change of children with support beside similar children without, read with one instrument. */
export function changeBySupport(
  rows: readonly ChangeBySupport[],
  { width }: { width: number },
): HTMLElement {
  const supported = rows.filter((row) => !isNone(row));
  const told = supported.filter((row) => row.adjusted !== null);
  const lines = supported.flatMap(linesOf);
  return figure(rows, told.length ? intervalsChart(lines, { width, ...AXIS }) : null, {
    title: "Did children with support change more than similar children without?",
    summary: summaryOf(rows, told),
    basis: `About ${whole(sumOf(rows, (row) => row.child_count))} children with two assessments at a distance that counts with ${rows[0]?.instrument_title}, in authorities that record support child by child; latest assessment ${month(rows[0]?.as_of ?? null)}; lines are 95% intervals (of the difference as seen there is none, because it compares unlike children).`,
    definition: "./method/change#support",
    file: "change-by-support",
    columns: [
      text("Support between the readings", "support"),
      number("Children", "child_count", whole),
      number("First need", "first_mean", points),
      number("Change", "change_mean", points),
      compared(number("Difference as seen", "difference", points)),
      compared(
        number("Difference, similar children", "adjusted", points, (row) => missingCell(row)),
      ),
      compared(interval95()),
    ],
  });
}

/** Of those that the others are compared with there is no difference. */
const compared = (column: ReturnType<typeof number<ChangeBySupport>>): typeof column => ({
  ...column,
  text: (row) => (isNone(row) ? "compared with" : column.text(row)),
});

const linesOf = (row: ChangeBySupport): IntervalRow[] => [
  {
    label: `${row.support}, as seen`,
    value: row.difference,
    lower: null,
    upper: null,
    colour: COMPARISON,
    isHollow: true,
    instead: missing(row),
  },
  {
    label: `${row.support}, similar children`,
    value: row.adjusted,
    lower: row.lower,
    upper: row.upper,
    colour: TRIAL,
    instead: missing(row),
  },
];

const WARNING =
  "Children are not given support at random: those who get it differ in ways that no record holds, so this is not what support did.";

/** A difference of two changes: need that fell by less than elsewhere has not risen. */
function movedBeside(by: number, change: number | null): string {
  const size = `${points(Math.abs(by))} points`;
  if (change === null || change === 0) return `change ${by < 0 ? "less" : "more"} by ${size}`;
  const isMore = by < 0 === change < 0;
  return `need ${change < 0 ? "fell" : "rose"} ${size} ${isMore ? "more" : "less"}`;
}

function summaryOf(rows: readonly ChangeBySupport[], told: readonly ChangeBySupport[]): string {
  if (rows.length === 0) {
    return "No authority has loaded support records child by child. With them, children who had support are set beside similar children who had none.";
  }
  if (told.length === 0) {
    return `Too few children had support recorded, or none, to set one beside the other. ${WARNING}`;
  }
  const clear = told.filter((row) => (row.upper as number) < 0 || (row.lower as number) > 0);
  const facts = clear.map((row) => {
    const by = row.adjusted as number;
    return `${row.support} (${movedBeside(by, row.change_mean)}; 95% interval of the difference in change ${interval(row.lower, row.upper)})`;
  });
  const answer = clear.length
    ? `Beside similar children with none recorded, the interval of the difference leaves out zero for ${inShort(facts)}${clear.length < told.length ? ", and for no other" : ""}; of ${plural(told.length, "comparison", "comparisons")} by chance alone about 1 in 20 would.`
    : "Beside similar children with none recorded, no interval of the difference in change leaves out zero.";
  return `${answer} ${WARNING}`;
}
