import * as Plot from "@observablehq/plot";
import { group } from "d3";
import type { PlacementMove } from "../../../pipelines/measures/placement-moves/measure.ts";
import { ABOVE_MARKS, isNarrow, plotStyle, TRIAL } from "../chart-style.js";
import { between, number, text } from "../columns.js";
import { figure } from "../figure.js";
import { shareBase, shareOfWholes } from "../share-base.js";
import { percent, plural, sumOf, whole } from "../words.js";
import { type Place, ribbonsChart } from "./ribbons.js";
import { placeTitle } from "./titles.js";

interface Options {
  width: number;
  root: string;
}

const ORDER = [
  "entered",
  "early_years",
  "mainstream",
  "alternative_provision",
  "state_special",
  "independent_special",
  "further_education",
  "elsewhere",
  "several",
  "left",
];
const SEVERAL = "several";
const MOST_BARS = 8;

/** Where the children of one authority were placed a year later: as bands, or on a phone as bars. */
export function placementFlows(
  rows: readonly PlacementMove[],
  { width, root }: Options,
): HTMLElement {
  const [first] = rows;
  const whose = first?.authority_name ?? "";
  const years = first ? `January ${first.period} to January ${Number(first.period) + 1}` : "";
  const shown = rows.flatMap((row) => {
    const { from_group: from, to_group: to, child_count: count } = row;
    return count === null || count === 0 ? [] : [{ from, to, count }];
  });
  const moves = shown
    .filter(({ from, to }) => from !== to && from !== "entered")
    .sort((a, b) => b.count - a.count);
  const chart =
    shown.length === 0
      ? null
      : isNarrow(width)
        ? bars(moves.slice(0, MOST_BARS), width)
        : ribbonsChart(shown, { width, order: ORDER, places: placesOf(rows) });
  const hidden = rows.filter((row) => row.child_count === null).length;
  return figure(rows, chart, {
    title: first ? `Who moved where, ${years}: ${whose}` : "Who moved where",
    summary: summaryOf(rows, moves),
    basis: `Placement extracts, 15 January of both years; about ${whole(sumOf(shown, ({ count }) => count))} children in the flows that are drawn. A place has its number where all who were there are known. Moves at a phase transfer are among them. Flows of fewer than ten are drawn together${hidden ? `; ${plural(hidden, "flow is", "flows are")} hidden, for having few children or for keeping others’ few from being told, and not drawn` : ""}. Shares have 95% intervals in the table.`,
    definition: `${root}/method/journey`,
    file: "placement-moves",
    isPictureFirst: true,
    columns: [
      text("Then", (row) => placeTitle(row.from_group)),
      text("A year later", (row) => placeTitle(row.to_group)),
      number("Children", "child_count", whole),
      number("Of all there then", "share", percent),
      between(
        "95% interval",
        ({ lower, upper }) => ({ lower, upper }),
        (end) => `${whole(end)}%`,
      ),
    ],
  });
}

/** How many were in each place at first, and at least a year later: of several places no one knows which. */
function placesOf(rows: readonly PlacementMove[]): Record<"from" | "to", Map<string, Place>> {
  const from = [...group(rows, (row) => row.from_group)].flatMap(([place, parts]) => {
    const count = shareBase(parts);
    return count === null ? [] : [[place, { count }] as const];
  });
  const isMerged = rows.some((row) => row.to_group === SEVERAL);
  const to = [...group(rows, (row) => row.to_group)].map(([place, parts]) => {
    const isHidden = parts.some(({ child_count }) => child_count === null);
    const isAtLeast = isHidden || (isMerged && place !== SEVERAL);
    return [place, { count: sumOf(parts, ({ child_count }) => child_count), isAtLeast }] as const;
  });
  return { from: new Map(from), to: new Map(to) };
}

interface Move {
  from: string;
  to: string;
  count: number;
}

const moveTitle = ({ from, to }: Move): string => `${placeTitle(from)} → ${placeTitle(to)}`;

function summaryOf(rows: readonly PlacementMove[], moves: readonly Move[]): string {
  if (rows.length === 0)
    return "Too few Januaries of placement extracts are loaded to follow anyone.";
  const stays = rows.filter((row) => row.from_group === row.to_group);
  const { counted, base, share } = shareOfWholes(
    stays.filter((row) => row.share !== null),
    ({ from_group }) => rows.filter((row) => row.from_group === from_group),
  );
  const where =
    counted.length < stays.length
      ? ` in the ${whole(counted.length)} of ${whole(stays.length)} kinds of place of which it can be said`
      : "";
  const known =
    share === null
      ? ""
      : `Of about ${whole(base)} children placed at first${where}, ${percent(share)} were in the same kind of place a year later; the others moved or left.`;
  const [largest] = moves.filter(({ to }) => to !== SEVERAL && to !== "left");
  const move = largest
    ? ` The largest move was from ${placeTitle(largest.from).toLowerCase()} to ${placeTitle(largest.to).toLowerCase()}: about ${whole(largest.count)} children.`
    : " No single move was of ten children or more.";
  return `${known}${move}`;
}

function bars(moves: readonly Move[], width: number): Element {
  return Plot.plot({
    width,
    height: moves.length * 44 + 34,
    marginLeft: 8,
    marginRight: 44,
    style: plotStyle,
    x: { label: null, grid: true, ticks: 4 },
    y: { domain: moves.map(moveTitle), axis: null },
    marks: [
      Plot.barX(moves, {
        y: moveTitle,
        x: "count",
        fill: TRIAL,
        insetTop: 20,
        insetBottom: 2,
        title: (move: Move) => `${moveTitle(move)}: about ${whole(move.count)}`,
      }),
      Plot.text(moves, {
        y: moveTitle,
        x: "count",
        text: ({ count }: Move) => whole(count),
        dx: 6,
        dy: 9,
        textAnchor: "start",
        fill: "var(--ink)",
        fontWeight: 600,
      }),
      Plot.text(moves, {
        ...ABOVE_MARKS,
        y: moveTitle,
        text: moveTitle,
        dy: -12,
      }),
    ],
  }) as Element;
}
