import type { ChangeByAuthority } from "../../pipelines/measures/change-by-authority/measure.ts";
import { CHANGE_AXIS, CHANGE_COLUMNS } from "./change-columns.js";
import { TRIAL } from "./chart-style.js";
import { text } from "./columns.js";
import { figure } from "./figure.js";
import { intervalsChart } from "./intervals-chart.js";
import { missing, noneShown } from "./reasons.js";
import { inList, month, plural, points, sumOf, whole } from "./words.js";

/** Groups by name, and those of whom nothing is known last. */
const LAST = ["No setting", "None recorded", "Not recorded"];
const byName = (a: ChangeByAuthority, b: ChangeByAuthority): number =>
  LAST.indexOf(a.group_name) - LAST.indexOf(b.group_name) || (a.group_name < b.group_name ? -1 : 1);

/** Mean change in need of the groups of one authority, a line each. */
export function changeByGroup(
  rows: readonly ChangeByAuthority[],
  { width, title }: { width: number; title: string },
): HTMLElement {
  const ordered = [...rows].sort(byName);
  const shown = ordered.filter((row) => row.change_mean !== null);
  const hidden = ordered.length - shown.length;
  const lines = ordered.map((row) => ({
    label: row.group_name,
    value: row.change_mean,
    lower: row.lower,
    upper: row.upper,
    colour: TRIAL,
    instead: missing(row),
  }));
  return figure(ordered, rows.length ? intervalsChart(lines, { width, ...CHANGE_AXIS }) : null, {
    title,
    summary: summaryOf(shown, ordered),
    basis: `About ${whole(sumOf(ordered, (row) => row.child_count))} children with two assessments by a professional at a distance that counts${hidden ? `; ${plural(hidden, "group is", "groups are")} hidden so that no child can be identified` : ""}; latest assessment ${month(ordered[0]?.as_of ?? null)}; lines are 95% intervals.`,
    definition: "./method/change#groups",
    file: "change-by-group",
    columns: [text("Group", "group_name"), ...CHANGE_COLUMNS],
  });
}

function summaryOf(shown: readonly ChangeByAuthority[], all: readonly ChangeByAuthority[]): string {
  if (shown.length === 0) {
    return all.length === 0
      ? "There are no children with two readings in this choice."
      : noneShown("group");
  }
  if (shown.length === 1) {
    const [row] = shown as [ChangeByAuthority];
    return `Only one group can be shown: ${row.group_name}, mean change ${points(row.change_mean as number)} points of 100.`;
  }
  const apart = shown.flatMap((a) =>
    shown.filter((b) => (a.upper ?? 0) < (b.lower ?? 0)).map((b) => [a, b] as const),
  );
  const least = shown.reduce((a, b) =>
    (b.change_mean as number) < (a.change_mean as number) ? b : a,
  );
  const most = shown.reduce((a, b) =>
    (b.change_mean as number) > (a.change_mean as number) ? b : a,
  );
  const [low, high] = [least, most].map((row) => points(row.change_mean as number));
  const range =
    low === high
      ? `Mean change is ${low} points in each of the ${whole(shown.length)} groups that are shown.`
      : `Mean change runs from ${low} points (${least.group_name}) to ${high} (${most.group_name}).`;
  if (apart.length === 0) {
    return `${range} Every interval overlaps every other, so this chart cannot say that one group changed more than another; nor that none did, which overlapping intervals do not show.`;
  }
  const pairs = apart.slice(0, 3).map(([a, b]) => `${a.group_name} and ${b.group_name}`);
  return `${range} Intervals do not overlap for ${inList(pairs)}${apart.length > 3 ? ` and ${plural(apart.length - 3, "other pair", "other pairs")}` : ""}. Of many pairs a few come apart by chance, and groups differ in their first need, which by itself makes some fall more.`;
}
