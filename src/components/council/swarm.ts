import * as Plot from "@observablehq/plot";
import type { CouncilMeasure } from "../../../pipelines/measures/council-measures/measure.ts";
import { BEHIND, isNarrow, plotStyle, TRIAL } from "../chart-style.js";
import { figure } from "../figure.js";
import { plural, whole } from "../words.js";
import { shown } from "./figure-words.js";

/** One council on one figure. */
export interface PlacedCouncil {
  authority_code: string;
  name: string;
  region: string;
  value: number | null;
  is: "us" | "neighbour" | "other";
}

/** All councils on one figure of one period. */
export interface Placed {
  measure: CouncilMeasure;
  period: string;
  england: number | null;
  rows: readonly PlacedCouncil[];
}

type WithValue = PlacedCouncil & { value: number };

export const withValue = (rows: readonly PlacedCouncil[]): WithValue[] =>
  rows.filter((row): row is WithValue => row.value !== null);

/** What a mark says: the name first, by which a click finds the council. */
export const aboutCouncil = (
  { name, value, region, is }: PlacedCouncil,
  { measure, period }: Pick<Placed, "measure" | "period">,
): string =>
  [
    name,
    value === null ? `no number of ${period}` : `${shown(value, measure)}, ${period}`,
    region,
    ...(is === "neighbour" ? ["a statistical neighbour"] : []),
  ].join("\n");

/** Every council as a dot at its number, those with like numbers beside each other. */
export function councilSwarm(placed: Placed, { width }: { width: number }): HTMLElement {
  const { measure, period, england, rows } = placed;
  const own = withValue(rows);
  const missing = rows.length - own.length;
  return figure(
    rows.map((row) => ({ ...row, symbol: row.value === null ? "x" : null })),
    own.length ? swarmOf(own, placed, width) : null,
    {
      title: `${measure.title}: every council`,
      summary: summaryOf(placed),
      basis: `${plural(own.length, "council", "councils")}, ${period}${missing ? `; ${plural(missing, "council has", "councils have")} no number of that year` : ""}. ${measure.meaning}; ${measure.source}. A full count, so there is no interval.`,
      definition: "../method/council",
      file: "every-council",
      columns: [
        { title: "Council", text: (row) => row.name },
        { title: "Region", text: (row) => row.region },
        {
          title: measure.short_title,
          text: (row) => (row.value === null ? "no number" : shown(row.value, measure)),
          isNumber: true,
        },
        {
          title: "England",
          text: () => (england === null ? "–" : shown(england, measure)),
          isNumber: true,
        },
      ],
    },
  );
}

function summaryOf({ measure, england, rows }: Placed): string {
  const own = withValue(rows).sort((a, b) => a.value - b.value);
  const us = rows.find(({ is }) => is === "us");
  if (!us || own.length === 0) return `No council's number of ${measure.title} is published.`;
  const beside = england === null ? "" : `; England ${shown(england, measure)}`;
  if (us.value === null) return `${us.name} has no number${beside}.`;
  const below = own.filter(({ value }) => value < us.value!).length;
  const better =
    measure.better === null ? "which way is better is in dispute" : `${measure.better} is better`;
  return `${us.name} ${shown(us.value, measure)}${beside}. Lower in ${whole(below)} of the other ${whole(own.length - 1)} councils; ${better}.`;
}

function swarmOf(own: readonly WithValue[], placed: Placed, width: number): Element {
  const narrow = isNarrow(width);
  const { measure, england } = placed;
  return Plot.plot({
    width,
    height: narrow ? 200 : 230,
    marginLeft: 16,
    marginRight: 24,
    marginTop: 28,
    marginBottom: 34,
    style: plotStyle,
    x: {
      label: null,
      ticks: narrow ? 4 : 8,
      tickFormat: (value: number) => shown(value, { ...measure, decimals: 0 }),
    },
    marks: [
      ...(england === null ? [] : englandMarks(england)),
      dots(own, placed, narrow ? 3.5 : 5.5),
      ...usMarks(own.filter(({ is }) => is === "us")),
    ],
  }) as Element;
}

/** Dots that lie beside each other; the neighbours and the council itself are placed last. */
function dots(own: readonly WithValue[], placed: Placed, size: number) {
  const rank = { other: 0, neighbour: 1, us: 2 };
  const order = [...own].sort((a, b) => rank[a.is] - rank[b.is] || a.value - b.value);
  const fills = { us: TRIAL, neighbour: "var(--ink)", other: BEHIND };
  return Plot.dot(
    order,
    Plot.dodgeY(
      { anchor: "middle", padding: 1 },
      {
        x: "value",
        r: ({ is }: WithValue) => (is === "us" ? size + 2 : size),
        fill: ({ is }: WithValue) => fills[is],
        fillOpacity: ({ is }: WithValue) => (is === "other" ? 0.55 : 1),
        title: (row: WithValue) => aboutCouncil(row, placed),
      },
    ),
  );
}

const englandMarks = (england: number) => [
  Plot.ruleX([england], { stroke: "var(--ink)", strokeDasharray: "4 3" }),
  Plot.text([england], {
    x: (value: number) => value,
    text: () => "England",
    frameAnchor: "top",
    dy: -16,
    fill: "var(--ink)",
  }),
];

const usMarks = (us: readonly WithValue[]) => [
  Plot.ruleX(us, { x: "value", stroke: TRIAL, strokeWidth: 1.5 }),
  Plot.text(us, {
    x: "value",
    text: "name",
    frameAnchor: "bottom",
    dy: -4,
    dx: 6,
    textAnchor: "start",
    fontWeight: 600,
    fill: TRIAL,
    stroke: "var(--surface)",
    strokeWidth: 4,
  }),
];
