import * as Plot from "@observablehq/plot";
import type { HighNeedsLine } from "../../../pipelines/measures/high-needs-lines/measure.ts";
import { ABOVE_MARKS, COMPARISON, isNarrow, plotStyle, TRIAL } from "../chart-style.js";
import { number, text } from "../columns.js";
import { figure } from "../figure.js";
import { fixed, symbolMeaning } from "../words.js";
import { LINES, millions, millionsOnAxis, PARTS, whoseOf } from "./words.js";

interface Options {
  width: number;
  name: string;
  root: string;
}

interface Pair {
  line: string;
  budget: number | null;
  outturn: number | null;
  /** Spent less planned, as published. */
  over: number | null;
  overShare: number | null;
  /** Why the two are not set beside each other. */
  apart: string | null;
  symbol: string | null;
  /** Of how many councils it is the sum. */
  councils: number | null;
}

const PLACES = "places in academies are in the budget alone";

/** What was planned and what was spent, line by line, and where the two are not of the same things. */
export function budgetAndOutturn(
  rows: readonly HighNeedsLine[],
  { width, name, root }: Options,
): HTMLElement {
  const year =
    rows
      .filter(
        (row) => row.kind === "outturn" && PARTS.includes(row.line) && row.amount_gbp !== null,
      )
      .map((row) => row.financial_year)
      .sort()
      .at(-1) ?? "";
  const cell = (line: string, kind: string) =>
    rows.find((row) => row.line === line && row.kind === kind && row.financial_year === year);
  const pairs = [...PARTS, "all_but_places"].flatMap((line): Pair[] => {
    const [budget, outturn] = [cell(line, "budget"), cell(line, "outturn")];
    if (!budget || !outturn) return [];
    return [
      {
        line,
        budget: budget.amount_gbp,
        outturn: outturn.amount_gbp,
        over: outturn.over_plan_gbp,
        overShare: outturn.over_plan_share,
        apart: outturn.lacks_academy_places ? PLACES : null,
        symbol: budget.symbol ?? outturn.symbol,
        councils: outturn.councils,
      },
    ];
  });
  const all = pairs.find(({ line }) => line === "all_but_places");
  return figure(pairs, pairs.some(({ outturn }) => outturn !== null) ? chart(pairs, width) : null, {
    title: `Planned and spent, by line: ${name}`,
    summary:
      all?.outturn == null
        ? `No outturn is published for ${name}.`
        : `Of all lines but places, ${whoseOf(name, all.councils)} spent ${millions(all.outturn)} in ${year}${besidePlan(all)}.`,
    basis: `DfE, section 251 budget and outturn of ${year}. Coverage: places are not compared, because DfE pays for those in academies itself and they stand in the budget alone. Every pound is counted, so there is no interval.`,
    definition: `${root}/method/spending`,
    file: "budget-and-outturn",
    columns: [
      text("Line", (row) => LINES[row.line] ?? row.line),
      number("Planned", "budget", millions, said),
      number("Spent", "outturn", millions, said),
      number<Pair>(
        "More than planned",
        (row) => row.over,
        millions,
        (row) => row.apart ?? said(row),
      ),
    ],
  });
}

const besidePlan = ({ over, overShare }: Pair): string =>
  over === null || overShare === null
    ? "; its plan is not published"
    : `: ${millions(Math.abs(over))} ${over >= 0 ? "more" : "less"} than planned (${fixed(Math.abs(overShare), 1)} per cent)`;

const said = ({ symbol }: Pair): string | null => symbolMeaning[symbol ?? ""] ?? null;

function chart(pairs: readonly Pair[], width: number): Element {
  const narrow = isNarrow(width);
  const bars = pairs
    .filter(({ apart, line }) => apart === null && line !== "all_but_places")
    .flatMap(({ line, budget, outturn }) =>
      [
        { line: LINES[line]!, kind: "Planned", gbp: budget },
        { line: LINES[line]!, kind: "Spent", gbp: outturn },
      ].filter(({ gbp }) => gbp !== null),
    );
  return Plot.plot({
    width,
    height: new Set(bars.map(({ line }) => line)).size * (narrow ? 60 : 42) + 60,
    marginLeft: narrow ? 8 : 230,
    marginRight: narrow ? 8 : 60,
    style: plotStyle,
    x: { label: null, grid: true, zero: true, ticks: 4, tickFormat: millionsOnAxis },
    // On a phone the name of a line stands above its bars.
    y: { axis: null, domain: narrow ? ["", "Planned", "Spent"] : ["Planned", "Spent"] },
    fy: {
      label: null,
      axis: narrow ? null : "left",
      domain: [...new Set(bars.map(({ line }) => line))],
    },
    color: { domain: ["Planned", "Spent"], range: [COMPARISON, TRIAL], legend: true },
    marks: [
      Plot.barX(bars, {
        fy: "line",
        y: "kind",
        x: "gbp",
        fill: "kind",
        insetTop: 1,
        title: (bar) => `${bar.line}, ${bar.kind.toLowerCase()}: ${millionsOnAxis(bar.gbp)}`,
      }),
      ...(narrow
        ? [
            Plot.text(
              bars.filter(({ kind }) => kind === "Planned"),
              {
                fy: "line",
                ...ABOVE_MARKS,
                y: () => "",
                text: "line",
              },
            ),
          ]
        : []),
    ],
  }) as Element;
}
