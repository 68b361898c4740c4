import type { ChangeByAuthority } from "../../pipelines/measures/change-by-authority/measure.ts";
import { authorityNames } from "./authority-name.js";
import { CHANGE_AXIS, CHANGE_COLUMNS } from "./change-columns.js";
import { COMPARISON, TRIAL } from "./chart-style.js";
import { text } from "./columns.js";
import { figure } from "./figure.js";
import { intervalsChart } from "./intervals-chart.js";
import { missing, noneShown } from "./reasons.js";
import { inList, month, plural, points, sumOf, whole } from "./words.js";

type Shown = ChangeByAuthority & { change_mean: number };

const isShown = (row: ChangeByAuthority): row is Shown => row.change_mean !== null;

/** Mean change in need, one line an authority. */
export function changeByAuthority(
  rows: readonly ChangeByAuthority[],
  { width, title }: { width: number; title: string },
): HTMLElement {
  const named = authorityNames(rows);
  const lines = rows.map((row) => ({
    label: row.side ? `${named(row)} (${row.side})` : named(row),
    value: row.change_mean,
    lower: row.lower,
    upper: row.upper,
    colour: row.side === "comparison" ? COMPARISON : TRIAL,
    isHollow: row.side !== "trial",
    instead: missing(row),
  }));
  const shown = rows.filter(isShown);
  const hidden = rows.length - shown.length;
  const asOf = rows.map((row) => row.as_of).sort();
  return figure(rows, rows.length ? intervalsChart(lines, { width, ...CHANGE_AXIS }) : null, {
    title,
    summary: summaryOf(rows, shown, named),
    basis: `About ${whole(sumOf(shown, (row) => row.child_count))} children with two assessments at a distance that counts${hidden ? `; ${plural(hidden, "authority is", "authorities are")} hidden so that no child can be identified` : ""}; latest assessment ${month(asOf.at(-1) ?? null)}. A fall here is not yet an effect: needs recorded when they are high tend to fall anyway.`,
    definition: "./method/change",
    file: "change-by-authority",
    columns: [
      text("Authority", "authority_name"),
      text("Side", (row) => row.side ?? "not in a trial design"),
      text("Instrument", (row) => `${row.instrument_title}, ${row.version}`),
      ...CHANGE_COLUMNS,
    ],
  });
}

const moved = (change: number): string =>
  Number(Math.abs(change).toFixed(1)) === 0
    ? "did not change"
    : `${change < 0 ? "fell" : "rose"} by ${points(Math.abs(change))}`;

function summaryOf(
  rows: readonly ChangeByAuthority[],
  shown: readonly Shown[],
  named: (row: ChangeByAuthority) => string,
): string {
  const [first] = shown;
  if (!first)
    return rows.length > 0
      ? noneShown("authority")
      : "No child has been assessed twice, so there is no change to show.";
  const ordered = [...shown].sort((a, b) => a.change_mean - b.change_mean);
  const [least, most] = [ordered[0] ?? first, ordered.at(-1) ?? first];
  const said = (row: Shown) => `${moved(row.change_mean)} in ${named(row)}`;
  const fell = shown.filter((row) => row.change_mean < 0).length;
  const count =
    fell === shown.length
      ? `fell in all ${whole(fell)} authorities`
      : `fell in ${fell === 0 ? "none" : whole(fell)} of ${whole(shown.length)} authorities`;
  const facts =
    shown.length <= 3
      ? `Mean need, in points of 100, ${inList(shown.map(said))}.`
      : `Mean need ${count}. At the extremes, in points of 100, it ${said(least)} and ${said(most)}.`;
  const isOne = new Set(rows.map((row) => `${row.instrument} ${row.version}`)).size === 1;
  return `${facts} Filled dots are trial authorities, hollow ones the others; lines are 95% intervals.${isOne ? "" : " They use different instruments, so that a point need not mean the same in each."}`;
}
