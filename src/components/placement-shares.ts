import * as Plot from "@observablehq/plot";
import type { PlacementShare } from "../../pipelines/measures/placement-shares/measure.ts";
import { BEHIND, isNarrow, plotStyle, SERIES } from "./chart-style.js";
import { number, text } from "./columns.js";
import { figure } from "./figure.js";
import { distinct } from "./rows.js";
import { inList, percent, symbolMeaning } from "./words.js";

interface Options {
  width: number;
  title: string;
  /** Codes of the authorities picked, in order. */
  picked: readonly string[];
  /** Codes of the statistical neighbours to draw behind. */
  neighbours: readonly string[];
  definition: string;
}

const NONE = "No figures are published for these authorities.";
const ENGLAND = "E92000001";

/** A share over the years, compared within the last stretch of them alone: the authorities picked, England and neighbours behind, gaps as gaps. */
export function placementTrend(
  rows: readonly PlacementShare[],
  { width, title, picked, neighbours, definition }: Options,
): HTMLElement {
  const ofAny = (codes: readonly string[]) =>
    rows.filter((row) => codes.includes(row.authority_code));
  const front = ofAny(picked);
  const england = ofAny([ENGLAND]);
  const behind = ofAny(neighbours.filter((code) => !picked.includes(code)));
  const periods = distinct(rows.map((row) => row.period)).sort();
  const names = picked.map(
    (code) => rows.find((row) => row.authority_code === code)?.authority_name ?? code,
  );
  const broke = rows.findLast((row) => row.series_break !== null);
  const narrow = isNarrow(width);
  const last = (some: readonly PlacementShare[]) =>
    some.filter((row) => row.period === periods.at(-1) && row.value !== null);
  const line = { x: "period", y: "value", z: "authority_code" } as const;
  const chart = Plot.plot({
    width,
    height: narrow ? 340 : 420,
    marginLeft: 44,
    marginRight: narrow ? 24 : 150,
    marginBottom: 40,
    style: plotStyle,
    x: {
      type: "point",
      domain: periods,
      label: "January",
      labelAnchor: "center",
      labelArrow: "none",
    },
    y: {
      label: "Per cent of plans with a recorded placement",
      grid: true,
      zero: true,
      nice: true,
      labelArrow: "none",
    },
    color: { domain: names, range: SERIES, legend: narrow },
    symbol: { domain: names, legend: false },
    marks: [
      ...(broke
        ? [
            Plot.ruleX([broke.period], { stroke: "var(--rule-strong)", strokeDasharray: "1 4" }),
            Plot.text([broke.period], {
              x: (period: string) => period,
              frameAnchor: "bottom",
              text: () => (narrow ? "break" : `${broke.series_break}: a break`),
              dx: 4,
              dy: -6,
              textAnchor: "start",
              fill: "var(--muted)",
            }),
          ]
        : []),
      Plot.line(behind, { ...line, stroke: BEHIND, strokeOpacity: 0.35 }),
      Plot.line(england, { ...line, stroke: "var(--ink)", strokeDasharray: "5 4", strokeWidth: 2 }),
      Plot.line(front, { ...line, stroke: "authority_name", strokeWidth: 2.5 }),
      Plot.dot(
        front.filter((row) => row.value !== null),
        {
          ...line,
          fill: "authority_name",
          symbol: "authority_name",
          r: 4,
          title: (row) =>
            `${row.authority_name}, January ${row.period}: ${percent(row.value as number)}`,
        },
      ),
      ...(narrow
        ? [
            Plot.text(last(england), {
              ...line,
              text: () => "England (dashed)",
              dy: -10,
              textAnchor: "end",
              fill: "var(--ink)",
              stroke: "var(--surface)",
              strokeWidth: 4,
            }),
          ]
        : [
            Plot.text(spread(last([...front, ...england])), {
              x: "period",
              y: "at",
              text: (row: Placed) => `${row.authority_name} ${percent(row.value as number)}`,
              dx: 10,
              textAnchor: "start",
              fill: (row: Placed) =>
                row.authority_code === ENGLAND
                  ? "var(--ink)"
                  : (SERIES[names.indexOf(row.authority_name)] ?? "var(--ink)"),
              fontWeight: 600,
            }),
          ]),
    ],
  });
  const table = [...front, ...england].map((row) => ({ ...row }));
  const gaps = table.filter((row) => row.value === null);
  return figure(table, table.length ? (chart as Element) : null, {
    title,
    summary:
      table.length === 0
        ? NONE
        : `${summary(picked, rows, broke?.period ?? "")} The dashed line is England${behind.length ? "; the grey lines are the statistical neighbours of the first authority picked" : ""}.${gaps.length ? ` Gaps: ${inList(gaps.map(gapInWords))}.` : ""}`,
    basis: `DfE, Education, health and care plans; every plan on the January census day of ${periods[0]} to ${periods.at(-1)} whose placement is recorded; how many are not stands in the table${unrecorded(last([...front, ...england]))}. A full count, so there is no interval. DfE's percentages count plans without a recorded placement too${isElsewhere(rows) ? ", and fewer as elsewhere: those waiting (before 2023) and in other settings are not in theirs" : ""}.${broke ? ` Not comparable across ${broke.period}: ${broke.series_break}.` : ""}`,
    definition,
    file: "placement-shares",
    columns: [
      text("Area", "authority_name"),
      text("January", "period"),
      number("Share of plans with a recorded placement", "value", percent),
      number("Of plans in DfE's percentages", "share_of_all", percent),
      number("Placement not recorded", "not_recorded", percent),
    ],
  });
}

/** Whether the share is of those elsewhere, whom DfE's own percentage counts otherwise. */
const isElsewhere = (rows: readonly PlacementShare[]): boolean =>
  rows.some(({ indicator }) => indicator.startsWith("elsewhere"));

/** Why there is no share: DfE has none, or too many plans have no recorded placement. */
function gapInWords({ authority_name, period, symbol, not_recorded }: PlacementShare): string {
  const why =
    not_recorded === 100 || (symbol === "u" && not_recorded !== null)
      ? `${percent(not_recorded as number)} of plans have no recorded placement`
      : (symbolMeaning[symbol ?? ""] ?? symbol);
  return `${authority_name} ${period} (${why})`;
}

/** Of how many plans of the last January the placement is not recorded, where any is. */
function unrecorded(rows: readonly PlacementShare[]): string {
  const some = rows.filter((row) => (row.not_recorded ?? 0) > 0);
  return some.length
    ? ` (${some[0]?.period}: ${inList(some.map((row) => `${row.authority_name} ${percent(row.not_recorded as number)}`))})`
    : "";
}

type Placed = PlacementShare & { at: number };

/** Moves labels at the end of lines apart, where they would lie on each other. */
function spread(rows: readonly PlacementShare[]): Placed[] {
  const sorted = [...rows]
    .sort((a, b) => (a.value as number) - (b.value as number))
    .map((row) => ({ ...row, at: row.value as number }));
  const top = Math.max(...sorted.map(({ at }) => at), 1);
  for (let i = 1; i < sorted.length; i++) {
    const under = sorted[i - 1] as Placed;
    const row = sorted[i] as Placed;
    row.at = Math.max(row.at, under.at + top * 0.055);
  }
  return sorted;
}

function summary(
  picked: readonly string[],
  rows: readonly PlacementShare[],
  since: string,
): string {
  const facts = [...picked, ENGLAND].flatMap((code) => {
    const own = rows.filter((row) => row.authority_code === code && row.value !== null);
    const first = own.find((row) => row.period >= since);
    const last = own.at(-1);
    if (!first || !last) return [];
    return [
      `${last.authority_name} ${percent(last.value as number)} in ${last.period}${first === last ? "" : `, from ${percent(first.value as number)} in ${first.period}`}`,
    ];
  });
  return facts.length ? `${facts.join("; ")}.` : NONE;
}
