import * as Plot from "@observablehq/plot";
import type { FollowUpByAuthority } from "../../pipelines/measures/follow-up-by-authority/measure.ts";
import { isNarrow, plotStyle, SERIES } from "./chart-style.js";
import { figure } from "./figure.js";
import { distinct } from "./rows.js";
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
  const narrow = isNarrow(width);
  const shares = rows.flatMap((row) =>
    row.child_count !== null && row.all_count !== null
      ? [{ ...row, name: named(row), share: (100 * row.child_count) / row.all_count }]
      : [],
  );
  const statuses = [
    PAIRED,
    ...distinct(shares.map((row) => row.status)).filter((status) => status !== PAIRED),
  ];
  const chart = Plot.plot({
    width,
    height: names.length * 40 + 90,
    marginLeft: narrow ? 90 : 150,
    marginBottom: 44,
    style: plotStyle,
    x: {
      label: "Per cent of children",
      labelAnchor: "center",
      labelArrow: "none",
      domain: [0, 100],
    },
    y: { domain: names, label: null, tickSize: 0 },
    color: { domain: statuses, range: SERIES.slice(0, statuses.length), legend: true },
    marks: [
      Plot.barX(
        shares,
        Plot.stackX({
          y: "name",
          x: "share",
          fill: "status",
          order: statuses,
          inset: 0.5,
        }),
      ),
    ],
  });
  return figure(rows, chart as Element, {
    title: "Who is missing from the change figures",
    summary: all
      ? `${percent((100 * count(paired)) / all)} of children have two readings to compare.${means[0] !== null && means[1] !== null ? ` Those who have began with a need of ${decimal(means[0])} on average, those who have not with ${decimal(means[1])}: ${Math.abs(means[0] - means[1]) >= 1 ? "they differ, so the change figures do not speak for everyone" : "they began much alike"}.` : ""}`
      : "No child has been assessed.",
    basis: `About ${whole(all)} children with an assessment by a professional; a count, so there is no interval. Parts hidden so that no child can be told are left blank.`,
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
