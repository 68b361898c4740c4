import type { LocalityReadiness } from "../../pipelines/measures/locality-readiness/measure.ts";
import type { SettingReadiness } from "../../pipelines/measures/setting-readiness/measure.ts";
import { COMPARISON, TRIAL } from "./chart-style.js";
import { interval95, number, text } from "./columns.js";
import { figure } from "./figure.js";
import { intervalsChart } from "./intervals-chart.js";
import { HIDDEN, noneShown } from "./reasons.js";
import { interval, month, plural, points, whole } from "./words.js";

type Row = SettingReadiness;

/** A setting, or all of an authority together, as a choice offers it. */
export const readinessPlace = (row: Row): string =>
  `${row.authority_code}|${row.instrument}|${row.version}|${row.place}`;

export const readinessPlaceTitle = (row: Row): string =>
  `${row.authority_name}: ${row.place_title}`;

/** Localities as places beside settings. */
export const asPlaces = (rows: readonly LocalityReadiness[]): Row[] =>
  rows.map((row) => ({
    ...row,
    place: `locality ${row.place}`,
    place_title: row.place === "Not known" ? "locality not known" : `${row.place} (locality)`,
  }));

/** The settings of each authority after all of them together. */
export const allFirst = (rows: readonly Row[]): Row[] => {
  const isAll = ({ place }: Row) => place === "all settings";
  return [...rows.filter(isAll), ...rows.filter((row) => !isAll(row))];
};

/** How far a setting falls short of need, area by area. */
export function settingReadiness(rows: readonly Row[], { width }: { width: number }): HTMLElement {
  const sorted = [...rows].sort((a, b) => a.domain_order - b.domain_order);
  const total = sorted.find((row) => row.domain === "total");
  const lines = sorted.map((row) => ({
    label: row.domain_title,
    value: row.gap_mean,
    lower: row.lower,
    upper: row.upper,
    colour: row === total ? COMPARISON : TRIAL,
    isHollow: row === total,
    instead: HIDDEN,
  }));
  const [first] = sorted;
  return figure(sorted, first ? intervalsChart(lines, { width, ...AXIS }) : null, {
    title: `Where is readiness weakest?${first ? ` ${readinessPlaceTitle(first)}` : ""}`,
    summary: summaryOf(sorted.filter((row) => row !== total)),
    basis: `${total?.child_count ? `About ${whole(total.child_count)} children` : "Children"}, each with the latest reading by a professional that says both, and in an area those of whom it says both there${first?.place === "all settings" ? ", children without a setting among them" : ""}; latest reading ${month(first?.as_of ?? null)}. The gap counts shortfalls alone: a child whose setting can meet more than it needs has none, so the mean gap is more than need less what can be met, and error of the readings alone makes some of it. How ready a setting is was judged by who read the child, and not by a visit.`,
    definition: "./method/settings#readiness",
    file: "setting-readiness",
    columns: [
      text("Area of need", "domain_title"),
      number("Children, in some area", "child_count", whole),
      number("Need", "need_mean", points),
      number("Setting can meet", "readiness_mean", points),
      number("Gap, shortfalls alone", "gap_mean", points),
      interval95(points),
    ],
  });
}

const AXIS = {
  axis: "Mean shortfall: need above what the setting can meet, none being 0, points of 100",
  narrowAxis: "Mean shortfall, points of 100",
  hasZero: true,
  format: points,
};

function summaryOf(areas: readonly Row[]): string {
  if (areas.length === 0)
    return "This instrument does not ask how ready the setting is, or nobody has answered.";
  const [first, ...others] = areas
    .filter((row) => row.gap_mean !== null)
    .sort((a, b) => (b.gap_mean ?? 0) - (a.gap_mean ?? 0));
  if (!first) return noneShown("gap", "who differ");
  const near = others.filter((row) => (row.upper ?? 0) >= (first.lower ?? 0));
  const order = near.length
    ? ` ${plural(near.length, "other area has an interval that overlaps", "other areas have intervals that overlap")} with it. The same children were read in each area, so overlap does not say that gaps are alike; how sure the order is, is not worked out.`
    : "";
  const hidden = areas.length - others.length - 1;
  const shown = hidden
    ? `Of the ${plural(others.length + 1, "area", "areas")} shown (${plural(hidden, "is", "are")} hidden), settings`
    : "Settings";
  return `${shown} fall short of need by most in ${first.domain_title.toLowerCase()}: by ${points(first.gap_mean as number)} points of 100 a child on average (95% interval ${interval(first.lower, first.upper)}).${order}`;
}
