import type { ChangeByAuthority } from "../../pipelines/measures/change-by-authority/measure.ts";
import { CHANGE_AXIS, CHANGE_COLUMNS } from "./change-columns.js";
import { COMPARISON, TRIAL } from "./chart-style.js";
import { text } from "./columns.js";
import { figure } from "./figure.js";
import { intervalsChart } from "./intervals-chart.js";
import { missing, noneShown } from "./reasons.js";
import { inShort, interval, month, points, whole } from "./words.js";

/** "Need fell by 5.0 points of 100", or that nothing can be said. */
export function changeSentence(row: ChangeByAuthority | undefined): string {
  if (row === undefined) return "No child has been assessed twice, so no change can be worked out.";
  const { change_mean, lower, upper } = row;
  if (change_mean === null) return noneShown("change");
  const within = (range: string | null) => (range === null ? "" : ` (95% interval ${range})`);
  const moved =
    lower === null || upper === null || (lower < 0 && upper > 0)
      ? `Mean need moved by ${points(change_mean)} points of 100${within(interval(lower, upper))}, no more than chance,`
      : change_mean < 0
        ? `Mean need fell by ${points(-change_mean)} points of 100${within(interval(-upper, -lower))}`
        : `Mean need rose by ${points(change_mean)} points of 100${within(interval(lower, upper))}`;
  return `${moved} among about ${whole(row.child_count ?? 0)} children assessed twice at a distance that counts. That is a change, and not yet an effect of support.`;
}

/** Mean change of one authority in each area of need. */
export function changeByArea(
  rows: readonly ChangeByAuthority[],
  { width, title }: { width: number; title: string },
): HTMLElement {
  const ordered = [...rows].sort((a, b) => a.domain_order - b.domain_order);
  const total = ordered.find((row) => row.domain === "total");
  const lines = ordered.map((row) => ({
    label: row.domain_title,
    value: row.change_mean,
    lower: row.lower,
    upper: row.upper,
    colour: row === total ? COMPARISON : TRIAL,
    isHollow: row === total,
    instead: missing(row),
  }));
  return figure(ordered, rows.length ? intervalsChart(lines, { width, ...CHANGE_AXIS }) : null, {
    title,
    summary: summaryOf(ordered.filter((row) => row.domain !== "total")),
    basis: `About ${whole(total?.child_count ?? 0)} children assessed twice by a professional at a distance that counts; latest assessment ${month(total?.as_of ?? null)}; lines are 95% intervals.`,
    definition: "./method/change",
    file: "change-by-area",
    columns: [text("Area of need", "domain_title"), ...CHANGE_COLUMNS],
  });
}

function summaryOf(areas: readonly ChangeByAuthority[]): string {
  const shown = areas.filter((row) => row.change_mean !== null);
  if (shown.length === 0) return noneShown("area");
  const clear = shown
    .filter((row) => (row.upper ?? 0) < 0 || (row.lower ?? 0) > 0)
    .sort((a, b) => Math.abs(b.change_mean ?? 0) - Math.abs(a.change_mean ?? 0));
  if (clear.length === 0)
    return "In no area that is shown does the interval of change leave out zero.";
  const facts = clear.map(
    (row) => `${row.domain_title.toLowerCase()} (${points(row.change_mean as number)})`,
  );
  return `In ${whole(clear.length)} of ${whole(shown.length)} areas the interval of change leaves out zero: ${inShort(facts)}. Had nothing changed, about 1 in 20 would by chance. Areas of need are related within a child, so these are not separate findings.`;
}
