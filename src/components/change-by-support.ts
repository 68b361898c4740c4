import type { ChangeBySupport } from "../../pipelines/measures/change-by-support/measure.ts";
import { COMPARISON, TRIAL } from "./chart-style.js";
import { figure } from "./figure.js";
import { type IntervalRow, intervalsChart } from "./intervals-chart.js";
import { inList, interval, month, points, whole } from "./words.js";

const NONE = "None recorded";

const REASONS: Record<string, string> = {
  below_minimum_size: "too few children",
  zero_variance: "no spread in the changes",
  singular_design: "no model of similar children",
};

/** Change of children with support beside similar children without, read with one instrument. */
export function changeBySupport(
  rows: readonly ChangeBySupport[],
  { width }: { width: number },
): HTMLElement {
  const supported = rows.filter((row) => row.support !== NONE);
  const instead = (row: ChangeBySupport) =>
    row.symbol === "c"
      ? "hidden so that no child can be identified"
      : row.reason === null
        ? "no figure"
        : (REASONS[row.reason] ?? "could not be worked out");
  const lines: IntervalRow[] = supported.flatMap((row) => [
    {
      label: `${row.support}, as seen`,
      value: row.difference,
      lower: null,
      upper: null,
      colour: COMPARISON,
      isHollow: true,
      instead: instead(row),
    },
    {
      label: `${row.support}, similar children`,
      value: row.adjusted,
      lower: row.lower,
      upper: row.upper,
      colour: TRIAL,
      instead: instead(row),
    },
  ]);
  const told = supported.filter((row) => row.adjusted !== null);
  const children = rows.reduce((sum, row) => sum + (row.child_count ?? 0), 0);
  return figure(
    rows,
    told.length
      ? intervalsChart(lines, {
          width,
          axis: "Change less that of children with no support recorded, points of 100",
          narrowAxis: "Difference, points of 100",
          hasZero: true,
          format: points,
        })
      : null,
    {
      title: "Did children with support change more than similar children without?",
      summary: summaryOf(rows, told),
      basis: `About ${whole(children)} children with two assessments with ${rows[0]?.instrument_title ?? "any instrument"}, in authorities that record support child by child; latest assessment ${month(rows[0]?.as_of ?? null)}; lines are 95% intervals (of the difference as seen there is none, because it compares unlike children).`,
      definition: "./method/change#support",
      file: "change-by-support",
      columns: [
        { title: "Support between the readings", text: (row) => row.support },
        {
          title: "Children",
          text: (row) => (row.child_count === null ? null : whole(row.child_count)),
          isNumber: true,
        },
        {
          title: "First need",
          text: (row) => (row.first_mean === null ? null : points(row.first_mean)),
          isNumber: true,
        },
        {
          title: "Change",
          text: (row) => (row.change_mean === null ? null : points(row.change_mean)),
          isNumber: true,
        },
        {
          title: "Difference as seen",
          text: (row) =>
            row.support === NONE
              ? "compared with"
              : row.difference === null
                ? null
                : points(row.difference),
          isNumber: true,
        },
        {
          title: "Difference, similar children",
          text: (row) =>
            row.support === NONE
              ? "compared with"
              : row.adjusted === null
                ? instead(row)
                : points(row.adjusted),
          isNumber: true,
        },
        {
          title: "95% interval",
          text: (row) => (row.support === NONE ? "compared with" : interval(row.lower, row.upper)),
          isNumber: true,
        },
      ],
    },
  );
}

const WARNING =
  "Children are not given support at random: those who get it differ in ways that no record holds, so this is not what support did.";

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
    return `${row.support} (need ${by < 0 ? "fell" : "rose"} ${points(Math.abs(by))} points more, ${interval(row.lower, row.upper)})`;
  });
  const answer = clear.length
    ? `Beside similar children with none recorded, change differs by more than chance for ${inList(facts)}${clear.length < told.length ? ", and for no other" : ""}.`
    : "Beside similar children with none recorded, the change of children who had support does not differ by more than chance.";
  return `${answer} ${WARNING}`;
}
