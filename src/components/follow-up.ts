import type { FollowUpByAuthority } from "../../pipelines/measures/follow-up-by-authority/measure.ts";
import { authorityNames } from "./authority-name.js";
import { SERIES } from "./chart-style.js";
import { number, text } from "./columns.js";
import { figure } from "./figure.js";
import { distinct } from "./rows.js";
import { shareOfWholes } from "./share-base.js";
import { sharesChart } from "./shares-chart.js";
import { decimal, inList, percent, points, sumOf, whole } from "./words.js";

const PAIRED = "two readings";
type Row = FollowUpByAuthority;

/** Who has two readings to compare, and who is missing. */
export function followUp(rows: readonly Row[], { width }: { width: number }): HTMLElement {
  const named = authorityNames(rows);
  const statuses = distinct([PAIRED, ...rows.map((row) => row.status)]);
  const parts = rows.map((row) => ({
    name: named(row),
    kind: row.status,
    share: shareOfWholes([row], () => wholeOf(row, rows)).share,
  }));
  const chart = sharesChart(parts, {
    width,
    axis: "Per cent of children",
    colours: new Map(statuses.map((status, i) => [status, SERIES[i % SERIES.length] as string])),
    names: distinct(rows.map(named)),
  });
  const isHidden = rows.some((row) => row.child_count === null);
  return figure(rows, rows.length ? chart : null, {
    title: "Who is missing from the change figures",
    summary: summaryOf(rows),
    basis: `About ${whole(sumOf(known(rows), (row) => row.all_count))} children with an assessment by a professional; a count, so there is no interval.${isHidden ? " Hatched parts are hidden so that no child can be identified." : ""}`,
    definition: "./method/change#who-is-missing",
    file: "follow-up-by-authority",
    columns: [
      text("Authority", named),
      text("Readings", "status"),
      number("Children", "child_count", whole),
      number("Mean first need", "first_mean", decimal),
    ],
  });
}

/** All children of the authority and instrument of a row, by whether they have readings to compare. */
const wholeOf = (row: Row, rows: readonly Row[]): Row[] =>
  rows.filter(
    (one) =>
      one.authority_code === row.authority_code &&
      one.instrument === row.instrument &&
      one.version === row.version,
  );

const paired = (rows: readonly Row[], isPaired: boolean) =>
  rows.filter((row) => (row.status === PAIRED) === isPaired && row.child_count !== null);

/** Pairs of the authorities whose whole may be shown: all children of theirs, hidden parts among them. */
const known = (rows: readonly Row[]) => paired(rows, true).filter((row) => row.all_count !== null);

/** Points of an instrument's own scale by which mean first needs differ enough to speak of. */
const NOTABLE = 1;

/** Those without two readings beside those with, each within its authority and instrument. */
function gapsOf(rows: readonly Row[]): number[] {
  return paired(rows, false).flatMap((row) => {
    const [twice] = paired(wholeOf(row, rows), true);
    return row.first_mean === null || twice?.first_mean == null
      ? []
      : [row.first_mean - twice.first_mean];
  });
}

/** How those without two readings began; a point of one instrument is none of another, so no mean is taken over them. */
function startsInWords(rows: readonly Row[]): string {
  const gaps = gapsOf(rows).sort((a, b) => a - b);
  if (gaps.length === 0) return "";
  const kinds = paired(rows, false).filter((row) => row.first_mean !== null);
  const whom = `Those who have not, known of “${inList(distinct(kinds.map((row) => row.status)))}” alone,`;
  const range = [...new Set([gaps[0]!, gaps.at(-1)!].map((gap) => points(Math.round(gap))))].join(
    " to ",
  );
  const many = (n: number) => `${whole(n)} of ${whole(gaps.length)}`;
  const more = gaps.filter((gap) => gap >= NOTABLE).length;
  const less = gaps.filter((gap) => gap <= -NOTABLE).length;
  const how =
    more + less === 0
      ? "much alike"
      : inList([
          ...(more ? [`with more need in ${many(more)}`] : []),
          ...(less ? [`with less in ${many(less)}`] : []),
        ]);
  return ` ${whom} began ${how}, each beside those of their authority and instrument (a difference of ${range} points of 100)${more + less ? ": the change figures do not speak for everyone" : ""}.`;
}

function summaryOf(rows: readonly Row[]): string {
  if (rows.length === 0) return "No child has been assessed.";
  const { share } = shareOfWholes(known(rows), (row) => wholeOf(row, rows));
  if (share === null) return "Too few children have been assessed to show who is missing.";
  return `${percent(share)} of children have two readings to compare.${startsInWords(rows)}`;
}
