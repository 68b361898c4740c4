import * as Plot from "@observablehq/plot";
import type { Identification } from "../../pipelines/measures/identification/measure.ts";
import { BEHIND, isNarrow, plotStyle, TRIAL } from "./chart-style.js";
import { between, number, text } from "./columns.js";
import { figure } from "./figure.js";
import { STAGES } from "./identification.js";
import { percent, plural } from "./words.js";

interface Options {
  width: number;
  stage: Identification["stage"];
  name: string;
  root: string;
}

/** One council over the Januaries: what it has, and what is expected by free school meals each time. */
export function identificationYears(
  rows: readonly Identification[],
  { width, stage, name, root }: Options,
): HTMLElement {
  const own = rows.filter((row) => row.stage === stage);
  const [first, last] = [own[0], own.at(-1)];
  const outside = own.filter(({ position }) => position !== "within");
  return figure(
    own.map((row) => ({ ...row, symbol: null })),
    own.length ? chart(own, width) : null,
    {
      title: `${STAGES[stage]} in ${name}, over the years`,
      summary:
        first && last
          ? `${percent(last.value)} in January ${last.period}, expected ${percent(last.expected)}; ${percent(first.value)} in ${first.period}, expected ${percent(first.expected)}. Outside its range in ${outside.length} of ${plural(own.length, "January", "Januaries")}. Line: ${name}; dashed: expected; grey: 95 in 100 such councils.`
          : `Nothing is published of ${name} from which it can be said.`,
      basis: `DfE, local authority interactive tool; each January by itself, from ${Math.min(...own.map(({ others }) => others))} or more other councils. Who may have free meals has changed: from 2018 to 2025 families kept them when their income rose, so shares with free meals of different years do not compare, and a council is set beside others of the same January alone.`,
      definition: `${root}/method/identification`,
      file: "identification-years",
      columns: [
        text("January", "period"),
        number(STAGES[stage], "value", percent),
        number("With free meals", "free_meals", percent),
        number("Expected", "expected", percent),
        between("95 in 100 such councils", (row) => row, percent),
        number("Neighbours’ middle", "neighbours_middle", percent, () => "none published"),
      ],
    },
  );
}

/** All Januaries, or on a narrow screen every third, back from the last. */
const januaries = (own: readonly Identification[], width: number): string[] =>
  own
    .map(({ period }) => period)
    .filter((_, i) => !isNarrow(width) || (own.length - 1 - i) % 3 === 0);

function chart(own: readonly Identification[], width: number): Element {
  const line = { x: "period", y: "value" } as const;
  return Plot.plot({
    width,
    height: 260,
    marginLeft: 48,
    marginRight: 28,
    style: plotStyle,
    x: { type: "point", label: null, ticks: januaries(own, width) },
    y: { label: "Per cent of pupils", labelArrow: "none", grid: true, nice: true },
    marks: [
      Plot.areaY(own, {
        ...{ x: "period", y1: "lower", y2: "upper" },
        fill: BEHIND,
        fillOpacity: 0.25,
      }),
      Plot.line(own, { x: "period", y: "expected", stroke: "var(--ink)", strokeDasharray: "5 4" }),
      Plot.line(own, { ...line, stroke: TRIAL, strokeWidth: 2.5 }),
      Plot.dot(own, {
        ...line,
        fill: TRIAL,
        r: 4,
        title: (row) =>
          `January ${row.period}: ${percent(row.value)}, expected ${percent(row.expected)} (${percent(row.lower)} to ${percent(row.upper)})`,
      }),
    ],
  }) as Element;
}
