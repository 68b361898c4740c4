import { sumOf, whole } from "../words.js";
import { placeTitle } from "./titles.js";

/** Children who went from one place to another. */
export interface Ribbon {
  from: string;
  to: string;
  count: number;
}

/** How many children were, or are, in a place, flows that are not drawn among them. */
export interface Place {
  count: number;
  /** Some more may be, so that no number is written. */
  isAtLeast?: boolean;
}

interface Options {
  width: number;
  order: readonly string[];
  /** By place, at the start and a year later; a place that is absent has what is drawn of it. */
  places: Record<"from" | "to", ReadonlyMap<string, Place>>;
}

const SVG = "http://www.w3.org/2000/svg";
const NODE = 12;
const GAP = 12;
const LABEL = 190;
const HEIGHT = 420;

/** The places of one side of which a flow is drawn, in order, with all who were there. */
function placesOf(ribbons: readonly Ribbon[], { order, places }: Options, end: "from" | "to") {
  return order.flatMap((group) => {
    const own = ribbons.filter((ribbon) => ribbon[end] === group);
    const drawn = own.reduce((sum, ribbon) => sum + ribbon.count, 0);
    if (drawn === 0) return [];
    const { count, isAtLeast = false } = places[end].get(group) ?? { count: drawn };
    return [{ group, count: Math.max(count, drawn), isAtLeast }];
  });
}

/** Places one below the other; a flow that is not drawn leaves its place open. */
function nodesOf(places: ReturnType<typeof placesOf>, scale: number) {
  let top = 8;
  return places.map((place) => {
    const node = { ...place, top, height: Math.max(1, place.count * scale), taken: 0 };
    top += node.height + GAP;
    return node;
  });
}

const element = (name: string, attributes: Record<string, string | number>): SVGElement => {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, String(value));
  return made;
};

/** A band between two columns of places, as wide as the children who went. */
export function ribbonsChart(ribbons: readonly Ribbon[], options: Options): Element {
  const { width, order } = options;
  const sides = (["from", "to"] as const).map((end) => placesOf(ribbons, options, end));
  const scale = Math.min(
    ...sides.map((side) => (HEIGHT - GAP * side.length - 16) / sumOf(side, ({ count }) => count)),
  );
  const [starts, ends] = sides.map((side) => nodesOf(side, scale)) as [
    ReturnType<typeof nodesOf>,
    ReturnType<typeof nodesOf>,
  ];
  const svg = element("svg", { width, height: HEIGHT, viewBox: `0 0 ${width} ${HEIGHT}` });
  svg.setAttribute("style", "max-width:100%;height:auto;font:13px var(--sans-serif, sans-serif)");
  const [left, right] = [LABEL, width - LABEL];
  const middle = (left + right) / 2;
  const sorted = [...ribbons].sort(
    (a, b) =>
      order.indexOf(a.from) - order.indexOf(b.from) || order.indexOf(a.to) - order.indexOf(b.to),
  );
  for (const { from, to, count } of sorted) {
    const start = starts.find(({ group }) => group === from)!;
    const end = ends.find(({ group }) => group === to)!;
    const thick = count * scale;
    const [y1, y2] = [start.top + start.taken, end.top + end.taken];
    start.taken += thick;
    end.taken += thick;
    const band = element("path", {
      d: `M${left + NODE},${y1}C${middle},${y1} ${middle},${y2} ${right - NODE},${y2}v${thick}C${middle},${y2 + thick} ${middle},${y1 + thick} ${left + NODE},${y1 + thick}Z`,
      fill: from === to ? "var(--rule-strong)" : "var(--series-1)",
      "fill-opacity": from === to ? 0.35 : 0.6,
    });
    const title = element("title", {});
    title.textContent = `${placeTitle(from)} to ${placeTitle(to)}: about ${count}`;
    band.append(title);
    svg.append(band);
  }
  for (const [nodes, x, anchor] of [
    [starts, left, "end"],
    [ends, right - NODE, "start"],
  ] as const) {
    for (const { group, count, isAtLeast, top, height } of nodes) {
      const words = element("text", {
        x: anchor === "end" ? x - 8 : x + NODE + 8,
        y: top + height / 2 + 4,
        "text-anchor": anchor,
        fill: "var(--ink)",
      });
      words.textContent = `${placeTitle(group)}${isAtLeast ? "" : ` ${whole(count)}`}`;
      svg.append(element("rect", { x, y: top, width: NODE, height, fill: "var(--ink)" }), words);
    }
  }
  return svg;
}
