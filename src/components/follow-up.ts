import type { FollowUpByAuthority } from "../../pipelines/measures/follow-up-by-authority/measure.ts";
import { SERIES } from "./chart-style.js";
import { figure } from "./figure.js";
import { distinct } from "./rows.js";
import { sharesChart } from "./shares-chart.js";
import { decimal, percent, whole } from "./words.js";

const PAIRED = "two readings";

/** Who has two readings to compare, and who is missing. */
export function followUp(
  rows: readonly FollowUpByAuthority[],
  { width }: { width: number },
): HTMLElement {
  const of = (isPaired: boolean) =>
    rows.filter((row) => (row.status === PAIRED) === isPaired && row.child_count !== null);
  const count = (some: readonly FollowUpByAuthority[]) =>
    some.reduce((sum, row) => sum + (row.child_count ?? 0), 0);
  const mean = (some: readonly FollowUpByAuthority[]) => {
    const known = some.filter((row) => row.first_mean !== null);
    return known.length
      ? known.reduce(
          (sum, row) => sum + (row.first_mean as number) * (row.child_count as number),
          0,
        ) / count(known)
      : null;
  };
  const paired = of(true).filter((row) => row.all_count !== null);
  // Of all children of the authorities whose pairs may be shown, hidden parts among them.
  const all = paired.reduce((sum, row) => sum + (row.all_count ?? 0), 0);
  const means = [mean(paired), mean(of(false))] as const;
  // An authority that changed its instrument has a bar for each.
  const named = (row: FollowUpByAuthority) =>
    rows.some(
      (other) =>
        other.authority_name === row.authority_name &&
        (other.instrument !== row.instrument || other.version !== row.version),
    )
      ? `${row.authority_name}, ${row.instrument} ${row.version}`
      : row.authority_name;
  const names = distinct(rows.map(named));
  const statuses = [...new Set([PAIRED, ...rows.map((row) => row.status)])];
  const chart = sharesChart(
    rows.map((row) => ({
      name: named(row),
      kind: row.status,
      share:
        row.child_count !== null && row.all_count !== null
          ? (100 * row.child_count) / row.all_count
          : null,
    })),
    {
      width,
      axis: "Per cent of children",
      colours: new Map(statuses.map((status, i) => [status, SERIES[i % SERIES.length] as string])),
      names,
    },
  );
  return figure(rows, chart, {
    title: "Who is missing from the change figures",
    summary: all
      ? `${percent((100 * count(paired)) / all)} of children have two readings to compare.${means[0] !== null && means[1] !== null ? ` Those who have began with a need of ${decimal(means[0])} on average, those who have not with ${decimal(means[1])}: ${Math.abs(means[0] - means[1]) >= 1 ? "they differ, so the change figures do not speak for everyone" : "they began much alike"}.` : ""}`
      : "No child has been assessed.",
    basis: `About ${whole(all)} children with an assessment by a professional; a count, so there is no interval.${rows.some((row) => row.child_count === null) ? " Hatched parts are hidden so that no child can be identified." : ""}`,
    definition: "./method/change#who-is-missing",
    file: "follow-up-by-authority",
    columns: [
      { title: "Authority", text: named },
      { title: "Readings", text: (row) => row.status },
      {
        title: "Children",
        text: (row) => (row.child_count === null ? null : whole(row.child_count)),
        isNumber: true,
      },
      {
        title: "Mean first need",
        text: (row) => (row.first_mean === null ? null : decimal(row.first_mean)),
        isNumber: true,
      },
    ],
  });
}
