import * as Plot from "@observablehq/plot";
import type { HighNeedsLine } from "../../../pipelines/measures/high-needs-lines/measure.ts";
import { ABOVE_MARKS, isNarrow, plotStyle, TRIAL } from "../chart-style.js";
import { number, text } from "../columns.js";
import { figure } from "../figure.js";
import { pounds, symbolMeaning, whole } from "../words.js";
import { LINES, millions, PARTS, whoseOf } from "./words.js";

/** By what a line is divided. */
export type Basis = "plan" | "head";

export const BASES: Record<Basis, string> = {
  plan: "EHC plan",
  head: "person aged 2 to 18",
};

interface Options {
  width: number;
  name: string;
  basis: Basis;
  root: string;
}

/** What a council plans to spend on high needs, by line, beside the middle of its neighbours. */
export function spendLines(
  rows: readonly HighNeedsLine[],
  { width, name, basis, root }: Options,
): HTMLElement {
  const budget = rows.filter((row) => row.kind === "budget");
  const year =
    budget
      .map((row) => row.financial_year)
      .sort()
      .at(-1) ?? "";
  const shown = budget.filter((row) => row.financial_year === year);
  const each = (row: HighNeedsLine) => (basis === "plan" ? row.per_plan_gbp : row.per_head_gbp);
  const near = (row: HighNeedsLine) =>
    basis === "plan" ? row.neighbours_per_plan_gbp : row.neighbours_per_head_gbp;
  const marks = PARTS.flatMap((line) => {
    const row = shown.find((one) => one.line === line);
    const own = row ? each(row) : null;
    return row && own !== null ? [{ line: LINES[line]!, own, near: near(row) }] : [];
  });
  const all = shown.find((row) => row.line === "all_lines");
  const own = all ? each(all) : null;
  const theirs = all ? near(all) : null;
  return figure(shown, marks.length ? chart(marks, width) : null, {
    title: `High needs budget for each ${BASES[basis]}, by line: ${name}`,
    summary:
      own === null
        ? `No high needs budget is published for ${name}.`
        : `${whoseOf(name, all?.councils)} planned ${pounds(own)} for each ${BASES[basis]} in ${year}${theirs === null ? "" : `; the middle of its neighbours was ${pounds(theirs)}`}. ${largestGap(marks)} Bar: ${name}; line across: the middle of its neighbours.`,
    basis: `DfE, section 251 budget of ${year}; ${all?.plans ? `${whole(all.plans)} EHC plans in ${all.councils === null ? "its" : "their"} January` : "plans unknown"}, ${all?.people ? `${whole(all.people)} people aged 2 to 18` : "people unknown"}, ${all?.neighbours ? `${all.neighbours} neighbours` : "no neighbours"}. Every pound is counted, so there is no interval. Part of each line is for children without a plan. Pounds of the year.`,
    definition: `${root}/method/spending`,
    file: "high-needs-lines",
    isPictureFirst: true,
    columns: [
      text("Line", (row) => LINES[row.line] ?? row.line),
      number("Budget", "amount_gbp", millions, (row) => symbolMeaning[row.symbol ?? ""] ?? null),
      number("For each plan", "per_plan_gbp", pounds),
      number("Neighbours’ middle", "neighbours_per_plan_gbp", pounds),
      number("For each person 2 to 18", "per_head_gbp", pounds),
      number("Neighbours’ middle", "neighbours_per_head_gbp", pounds),
    ],
  });
}

interface Mark {
  line: string;
  own: number;
  near: number | null;
}

/** The line on which it is furthest from its neighbours, in pounds. */
function largestGap(marks: readonly Mark[]): string {
  const [widest] = marks
    .flatMap(({ line, own, near }) => (near === null ? [] : [{ line, gap: own - near }]))
    .sort((a, b) => Math.abs(b.gap) - Math.abs(a.gap));
  if (!widest || Math.round(widest.gap) === 0) return "";
  return `The widest gap is ${pounds(Math.abs(widest.gap))} ${widest.gap > 0 ? "more" : "less"} on “${widest.line}”.`;
}

function chart(marks: readonly Mark[], width: number): Element {
  const narrow = isNarrow(width);
  return Plot.plot({
    width,
    height: marks.length * (narrow ? 44 : 34) + 50,
    marginLeft: narrow ? 8 : 230,
    marginRight: 64,
    marginBottom: 34,
    style: plotStyle,
    x: { label: null, grid: true, zero: true, ticks: narrow ? 4 : 8, tickFormat: pounds },
    y: {
      domain: marks.map(({ line }) => line),
      label: null,
      axis: narrow ? null : "left",
      tickSize: 0,
    },
    marks: [
      Plot.barX(marks, {
        y: "line",
        x: "own",
        fill: TRIAL,
        title: ({ line, own, near }: Mark) =>
          `${line}: ${pounds(own)}${near === null ? "" : `; neighbours' middle ${pounds(near)}`}`,
        insetTop: narrow ? 20 : 9,
        insetBottom: 7,
      }),
      Plot.tickX(
        marks.filter(({ near }) => near !== null),
        {
          y: "line",
          x: "near",
          stroke: "var(--ink)",
          strokeWidth: 2.5,
          insetTop: narrow ? 15 : 4,
          insetBottom: 2,
        },
      ),
      Plot.text(marks, {
        y: "line",
        frameAnchor: "right",
        text: ({ own }: Mark) => pounds(own),
        dx: 8,
        dy: narrow ? 7 : 0,
        textAnchor: "start",
        fill: "var(--ink)",
        fontWeight: 600,
      }),
      ...(narrow
        ? [
            Plot.text(marks, {
              ...ABOVE_MARKS,
              y: "line",
              text: "line",
              dy: -14,
            }),
          ]
        : []),
    ],
  }) as Element;
}
