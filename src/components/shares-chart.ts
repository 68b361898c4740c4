import * as Plot from "@observablehq/plot";
import { isNarrow, plotStyle } from "./chart-style.js";
import { distinct } from "./rows.js";
import { percent } from "./words.js";

/** A part of one bar; null is a part that is there and may not be shown. */
export interface SharePart {
  /** The bar it is of. */
  name: string;
  kind: string;
  /** Per cent of the bar. */
  share: number | null;
}

interface Options {
  width: number;
  axis: string;
  /** Every kind in order, each with its colour. */
  colours: ReadonlyMap<string, string>;
  /** Every bar in order, also those with no part. */
  names: readonly string[];
  /** What stands in place of a bar of which nothing may be shown. */
  instead?: (name: string) => string;
}

/** Said in the bar. */
const HIDDEN_PART = "hidden";

/** Narrower than this in pixels, a part has no room for its word. */
const ROOM_FOR_WORD = 40;
const MARGIN_RIGHT = 20;

/** More bars than this are thin and without names: a chart does not grow with councils. */
const MOST_BARS = 30;
const HEIGHT_OF_MANY = 330;

interface Placed {
  name: string;
  kind: string;
  /** As published. */
  share: number | null;
  from: number;
  to: number;
}

/** Rounded parts add up to a hundred give or take this much, and are drawn to fill the bar. */
const ROUNDING = 4;

/**
 * Parts of a hundred, a bar each. What is hidden keeps its place and its length: hidden parts of a
 * bar are one hatched part, as long as the rest of the hundred, so that no other part slides.
 */
export function sharesChart(
  parts: readonly SharePart[],
  { width, axis, colours, names, instead = () => HIDDEN_PART }: Options,
): Element {
  const kinds = [...colours.keys()];
  const bars = names.map((name) =>
    placed(
      parts.filter((part) => part.name === name),
      kinds,
    ),
  );
  const drawn = bars.flat();
  const hidden = drawn.filter((part) => part.kind === HIDDEN_PART);
  const empty = names.filter((_, i) => bars[i]?.length === 0);
  const isMany = names.length > MOST_BARS;
  const marginLeft = isMany ? 16 : isNarrow(width) ? 90 : 150;
  const perCent = (width - marginLeft - MARGIN_RIGHT) / 100;
  const across = { y: "name", x1: "from", x2: "to", inset: isMany ? 0 : 0.5 } as const;
  return Plot.plot({
    width,
    height: isMany ? HEIGHT_OF_MANY : names.length * 40 + 90,
    marginLeft,
    marginRight: MARGIN_RIGHT,
    marginBottom: 44,
    style: plotStyle,
    x: { label: axis, labelAnchor: "center", labelArrow: "none", domain: [0, 100] },
    y: {
      domain: distinct(names),
      label: null,
      tickSize: 0,
      ...(isMany ? { axis: null, padding: 0 } : {}),
    },
    color: { domain: kinds, range: [...colours.values()], legend: true },
    marks: [
      ...(hidden.length ? [hatch] : []),
      Plot.barX(
        drawn.filter((part) => part.kind !== HIDDEN_PART),
        {
          ...across,
          fill: "kind",
          title: (part: Placed) => `${part.name}, ${part.kind}: ${percent(part.share as number)}`,
        },
      ),
      Plot.barX(hidden, {
        ...across,
        fill: `url(#${HATCH})`,
        stroke: "var(--rule-strong)",
        title: (part: Placed) => `${part.name}: hidden so that no child can be identified`,
      }),
      Plot.text(
        hidden.filter((part) => !isMany && (part.to - part.from) * perCent >= ROOM_FOR_WORD),
        {
          y: "name",
          x: (part: Placed) => (part.from + part.to) / 2,
          text: () => HIDDEN_PART,
          fill: "var(--ink)",
          stroke: "var(--surface)",
          strokeWidth: 4,
        },
      ),
      Plot.text(isMany ? [] : empty, {
        y: (name: string) => name,
        x: 0,
        dx: 4,
        textAnchor: "start",
        text: instead,
      }),
    ],
  }) as Element;
}

/** Where each part of one bar begins and ends; the hidden ones together, where the first would be. */
function placed(parts: readonly SharePart[], kinds: readonly string[]): Placed[] {
  const known = parts.reduce((sum, part) => sum + (part.share ?? 0), 0);
  const places: Placed[] = [];
  let from = 0;
  // Rounded parts can fill the hundred; what is hidden is there all the same, and is seen.
  const isHidden = parts.some(({ share }) => share === null);
  let left = Math.max(100 - known, 1);
  const whole = known + (isHidden ? left : 0);
  const scale = Math.abs(whole - 100) <= ROUNDING ? 100 / whole : 1;
  const ordered = [...parts].sort((a, b) => kinds.indexOf(a.kind) - kinds.indexOf(b.kind));
  if (ordered.every((part) => part.share === null)) return [];
  for (const { name, kind, share } of ordered) {
    const length = scale * (share ?? left);
    if (share === null) left = 0;
    if (length <= 0) continue;
    places.push({
      name,
      kind: share === null ? HIDDEN_PART : kind,
      share,
      from,
      to: from + length,
    });
    from += length;
  }
  return places;
}

/** The same in every chart, so that which of them a page draws first does not matter. */
const HATCH = "hidden-part";

function hatch(): SVGElement {
  const svg = "http://www.w3.org/2000/svg";
  const pattern = document.createElementNS(svg, "pattern");
  const attributes = {
    id: HATCH,
    width: "6",
    height: "6",
    patternUnits: "userSpaceOnUse",
    patternTransform: "rotate(45)",
  };
  for (const [name, value] of Object.entries(attributes)) pattern.setAttribute(name, value);
  const line = document.createElementNS(svg, "path");
  line.setAttribute("d", "M0 0v6");
  line.setAttribute("style", "stroke:var(--muted);stroke-width:2");
  pattern.append(line);
  const definitions = document.createElementNS(svg, "defs");
  definitions.append(pattern);
  return definitions;
}
