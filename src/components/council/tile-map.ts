import * as Plot from "@observablehq/plot";
import { isNarrow, plotStyle, TRIAL } from "../chart-style.js";
import { figure } from "../figure.js";
import { plural } from "../words.js";
import { shown } from "./figure-words.js";
import { aboutCouncil, type Placed, type PlacedCouncil, withValue } from "./swarm.js";

/** Regions as they lie, three to a row, six tiles wide each. */
const REGIONS: readonly (readonly (string | null)[])[] = [
  [null, "North East", null],
  ["North West", "Yorkshire and The Humber", null],
  ["West Midlands", "East Midlands", "East of England"],
  ["South West", "London", "South East"],
];
const ACROSS = 6;
const GAP = 1;
/** Room for a region's name, in tiles. */
const NAME = 1.4;
const STEPS = [0.14, 0.32, 0.52, 0.75, 1] as const;

interface Tile extends PlacedCouncil {
  x: number;
  y: number;
  /** Fifth of the councils, from 0; null without a number. */
  fifth: number | null;
}

interface Name {
  region: string;
  x: number;
  y: number;
}

/** Inner and Outer London are one region here, and spelling of "the" is the publisher's. */
const regionOf = (region: string): string =>
  /London/.test(region) ? "London" : region.replace(/\bthe\b/i, "The");

/** Places a tile for each council in the block of its region; regions of another name stand below. */
export function tilesOf(rows: readonly PlacedCouncil[]): {
  tiles: Tile[];
  names: Name[];
  height: number;
} {
  const known = new Set(REGIONS.flat());
  const others = [...new Set(rows.map(({ region }) => regionOf(region)))]
    .filter((one) => !known.has(one))
    .sort();
  const bands = [...REGIONS, ...others.map((one) => [one])];
  const sorted = withValue(rows)
    .map(({ value }) => value)
    .sort((a, b) => a - b);
  const fifth = (value: number | null) =>
    value === null
      ? null
      : Math.min(4, Math.floor((5 * sorted.filter((one) => one < value).length) / sorted.length));
  const tiles: Tile[] = [];
  const names: Name[] = [];
  let top = 0;
  for (const band of bands) {
    let deepest = 0;
    band.forEach((region, i) => {
      const own = rows.filter((row) => region !== null && regionOf(row.region) === region);
      if (own.length === 0) return;
      const left = i * (ACROSS + GAP);
      names.push({ region: region!, x: left, y: top });
      own.forEach((row, at) => {
        const [x, y] = [left + (at % ACROSS), top + NAME + Math.floor(at / ACROSS)];
        tiles.push({ ...row, x, y, fifth: fifth(row.value) });
      });
      deepest = Math.max(deepest, Math.ceil(own.length / ACROSS));
    });
    if (deepest > 0) top += NAME + deepest + 0.6;
  }
  return { tiles, names, height: top };
}

/** A tile for every council in its region, stronger in colour the higher its number, by fifths of the councils. */
export function tileMap(placed: Placed, { width }: { width: number }): HTMLElement {
  const { measure, period, rows } = placed;
  const own = withValue(rows);
  return figure(
    rows.map((row) => ({ ...row, symbol: row.value === null ? "x" : null })),
    own.length ? mapOf(placed, width) : null,
    {
      title: `${measure.title}: by region`,
      summary: summaryOf(placed),
      basis: `${plural(own.length, "council", "councils")} of ${plural(new Set(rows.map(({ region }) => region)).size, "region", "regions")}, ${period}. A tile is a council, in the order of names within its region, and not where it lies. A full count, so there is no interval.`,
      definition: "../method/council",
      file: "councils-by-region",
      columns: [
        { title: "Region", text: (row) => row.region },
        { title: "Council", text: (row) => row.name },
        {
          title: measure.short_title,
          text: (row) => (row.value === null ? "no number" : shown(row.value, measure)),
          isNumber: true,
        },
      ],
    },
  );
}

function summaryOf({ measure, rows }: Placed): string {
  const own = withValue(rows);
  if (own.length === 0) return `No council's number of ${measure.title} is published.`;
  if (own.length < STEPS.length) return "Stronger blue is higher.";
  const { tiles } = tilesOf(rows);
  const of = (fifth: number) =>
    tiles.filter((tile) => tile.fifth === fifth).map(({ value }) => value!);
  const [low, high] = [Math.max(...of(0)), Math.min(...of(STEPS.length - 1))];
  const us = rows.find(({ is }) => is === "us");
  return `Stronger blue is higher: the faintest fifth of councils has ${shown(low, measure)} or less, the strongest ${shown(high, measure)} or more. Crossed: no number.${us ? ` Outlined: ${us.name}.` : ""}`;
}

function mapOf(placed: Placed, width: number): Element {
  const { tiles, names, height } = tilesOf(placed.rows);
  const across = 3 * ACROSS + 2 * GAP;
  const tile = Math.min(30, (width - 8) / across);
  const narrow = isNarrow(width);
  return Plot.plot({
    width: tile * across + 8,
    height: tile * height + 8,
    margin: 4,
    style: { ...plotStyle, maxWidth: "100%" },
    x: { domain: [0, across], axis: null },
    y: { domain: [height, 0], axis: null },
    marks: [
      Plot.text(names, {
        x: "x",
        y: "y",
        dy: narrow ? 12 : 22,
        text: (one: Name) => shortOf(one.region, narrow),
        textAnchor: "start",
        fill: "var(--ink)",
        fontSize: narrow ? 11 : 13,
      }),
      Plot.rect(tiles, {
        ...box,
        fill: TRIAL,
        fillOpacity: (one: Tile) => (one.fifth === null ? 0 : STEPS[one.fifth]!),
        stroke: (one: Tile) => (one.is === "us" ? "var(--ink)" : "var(--rule-strong)"),
        strokeWidth: (one: Tile) => (one.is === "us" ? 3 : 1),
        title: (one: Tile) => aboutCouncil(one, placed),
      }),
      Plot.link(
        tiles.filter(({ fifth }) => fifth === null),
        { ...box, stroke: "var(--rule-strong)" },
      ),
    ],
  }) as Element;
}

const box = {
  x1: ({ x }: Tile) => x + 0.06,
  x2: ({ x }: Tile) => x + 0.94,
  y1: ({ y }: Tile) => y + 0.06,
  y2: ({ y }: Tile) => y + 0.94,
};

const shortOf = (region: string, narrow: boolean): string =>
  narrow ? region.replace("Yorkshire and The Humber", "Yorkshire, Humber") : region;
