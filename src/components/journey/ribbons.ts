import { placeTitle } from "./titles.js";

/** Children who went from one place to another. */
export interface Ribbon {
  from: string;
  to: string;
  count: number;
}

interface Options {
  width: number;
  order: readonly string[];
}

const SVG = "http://www.w3.org/2000/svg";
const NODE = 12;
const GAP = 12;
const LABEL = 190;
const HEIGHT = 420;

/** How tall a side is drawn: its nodes with gaps between them. */
function nodesOf(
  ribbons: readonly Ribbon[],
  { end, order, scale }: { end: "from" | "to"; order: readonly string[]; scale: number },
) {
  let top = 8;
  return order.flatMap((group) => {
    const own = ribbons.filter((ribbon) => ribbon[end] === group);
    const count = own.reduce((sum, ribbon) => sum + ribbon.count, 0);
    if (count === 0) return [];
    const node = { group, count, top, height: Math.max(1, count * scale), taken: 0 };
    top += node.height + GAP;
    return [node];
  });
}

const element = (name: string, attributes: Record<string, string | number>): SVGElement => {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, String(value));
  return made;
};

/** A band between two columns of places, as wide as the children who went. */
export function ribbonsChart(ribbons: readonly Ribbon[], { width, order }: Options): Element {
  const groups = Math.max(
    ...(["from", "to"] as const).map((end) => new Set(ribbons.map((one) => one[end])).size),
  );
  const total = ribbons.reduce((sum, { count }) => sum + count, 0);
  const scale = (HEIGHT - GAP * groups - 16) / total;
  const [starts, ends] = (["from", "to"] as const).map((end) =>
    nodesOf(ribbons, { end, order, scale }),
  ) as [ReturnType<typeof nodesOf>, ReturnType<typeof nodesOf>];
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
    for (const { group, count, top, height } of nodes) {
      const words = element("text", {
        x: anchor === "end" ? x - 8 : x + NODE + 8,
        y: top + height / 2 + 4,
        "text-anchor": anchor,
        fill: "var(--ink)",
      });
      words.textContent = `${placeTitle(group)} ${count.toLocaleString("en-GB")}`;
      svg.append(element("rect", { x, y: top, width: NODE, height, fill: "var(--ink)" }), words);
    }
  }
  return svg;
}
