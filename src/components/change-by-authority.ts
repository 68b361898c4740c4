import type { ChangeByAuthority } from "../../pipelines/measures/change-by-authority/measure.ts";
import { authorityNames } from "./authority-name.js";
import { CHANGE_AXIS, CHANGE_COLUMNS } from "./change-columns.js";
import { COMPARISON, TRIAL } from "./chart-style.js";
import { figure } from "./figure.js";
import { type IntervalRow, intervalsChart } from "./intervals-chart.js";
import { inList, month, plural, points, whole } from "./words.js";

interface Options {
  width: number;
  /** What was chosen, in words. */
  title: string;
}

const sideWord = (side: string | null): string =>
  side === "trial" ? "trial" : side === "comparison" ? "comparison" : "not in a trial design";

const moved = (change: number): string =>
  Number(Math.abs(change).toFixed(1)) === 0
    ? "did not change"
    : `${change < 0 ? "fell" : "rose"} by ${points(Math.abs(change))}`;

/** Mean change in need, one line an authority. */
export function changeByAuthority(
  rows: readonly ChangeByAuthority[],
  { width, title }: Options,
): HTMLElement {
  const isOne = new Set(rows.map((row) => `${row.instrument} ${row.version}`)).size <= 1;
  const named = authorityNames(rows);
  const lines: IntervalRow[] = rows.map((row) => ({
    label: row.side ? `${named(row)} (${row.side})` : named(row),
    value: row.change_mean,
    lower: row.lower,
    upper: row.upper,
    colour: row.side === "comparison" ? COMPARISON : TRIAL,
    isHollow: row.side !== "trial",
    instead: row.symbol === "c" ? "hidden so that no child can be identified" : "no figure",
  }));
  const shown = rows.filter((row) => row.change_mean !== null);
  const children = shown.reduce((sum, row) => sum + (row.child_count ?? 0), 0);
  const hidden = rows.length - shown.length;
  const asOf =
    rows
      .map((row) => row.as_of)
      .sort()
      .at(-1) ?? null;
  const facts = shown.map((row) => `${named(row)} ${moved(row.change_mean as number)}`);
  return figure(
    rows,
    rows.length
      ? intervalsChart(lines, {
          width,
          ...CHANGE_AXIS,
        })
      : null,
    {
      title,
      summary: shown.length
        ? `Mean change in need, in points of 100: ${inList(facts)}. Filled dots are trial authorities, hollow ones the others; lines are 95% intervals.${isOne ? "" : " They use different instruments, so that a point need not mean the same in each."}`
        : "No authority has enough children with two assessments to show.",
      basis: `About ${whole(children)} children with two assessments${hidden ? `; ${plural(hidden, "authority is", "authorities are")} hidden so that no child can be identified` : ""}; latest assessment ${month(asOf)}. A fall here is not yet an effect: needs recorded when they are high tend to fall anyway.`,
      definition: "./method/change",
      file: "change-by-authority",
      columns: [
        { title: "Authority", text: (row) => row.authority_name },
        { title: "Side", text: (row) => sideWord(row.side) },
        { title: "Instrument", text: (row) => `${row.instrument_title}, ${row.version}` },
        ...CHANGE_COLUMNS,
      ],
    },
  );
}
