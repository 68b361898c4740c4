import * as Plot from "@observablehq/plot";
import type { Identification } from "../../pipelines/measures/identification/measure.ts";
import { BEHIND, scatterFrame, TRIAL } from "./chart-style.js";
import { between, number, text } from "./columns.js";
import { figure } from "./figure.js";
import { percent, plural, whole } from "./words.js";

type Stage = Identification["stage"];

interface Options {
  width: number;
  stage: Stage;
  /** Code and name of the council that is meant. */
  council: string;
  name: string;
  root: string;
}

/** What is said of pupils at a stage. */
export const STAGES: Record<Stage, string> = {
  support: "Pupils with SEN support",
  plan: "Pupils with an EHC plan",
};

/** Share of councils that chance alone puts outside an interval of 95 in 100. */
const BY_CHANCE = 0.05;
const SOURCE =
  "DfE, local authority interactive tool: shares of all pupils of schools in the area wherever they live, and the mean of the shares of primary and of secondary pupils eligible for free school meals";

/** Every council of the latest January by free school meals, and where one with that share would lie. */
export function identification(
  rows: readonly Identification[],
  { width, stage, council, name, root }: Options,
): HTMLElement {
  const all = rows.filter((row) => row.stage === stage);
  const latest = all
    .map(({ period }) => period)
    .sort()
    .at(-1);
  const shown = all.filter(({ period }) => period === latest);
  const own = shown.find((row) => row.authority_code === council);
  return figure(
    shown.map((row) => ({ ...row, symbol: null })),
    shown.length ? scatter(shown, own, width) : null,
    {
      title: `${STAGES[stage]}, beside councils with as many free school meals`,
      summary: own
        ? `${beside(own, name)} ${outside(shown)}`
        : `Nothing is published of ${name} from which it can be said.`,
      basis: `${SOURCE}; January ${latest}, ${plural(shown.length, "council", "councils")}. What is expected of a council is a straight line through all others; the shares themselves are full counts. More is neither better nor worse.`,
      definition: `${root}/method/identification`,
      file: "identification",
      columns: [
        text("Council", "authority_name"),
        number(STAGES[stage], "value", percent),
        number("With free meals", "free_meals", percent),
        number("Expected", "expected", percent),
        between("95 in 100 such councils", (row) => row, percent),
        number("Neighbours’ middle", "neighbours_middle", percent, () => "none published"),
      ],
    },
  );
}

/** What one council has, what is expected of it, and on which side of the interval it lies. */
function beside(own: Identification, name: string): string {
  const { value, period, free_meals, others, expected, lower, upper, position } = own;
  const near =
    own.neighbours_middle === null
      ? ""
      : ` The middle of its ${plural(own.neighbours, "statistical neighbour", "statistical neighbours")} has ${percent(own.neighbours_middle)}.`;
  const lies = position === "within" ? "within that range" : `${position} that range`;
  return `${name}: ${percent(value)} in January ${period}. By the ${others} other councils, one with ${percent(free_meals)} of pupils with free meals would have ${percent(expected)}, and 95 in 100 such councils between ${percent(lower)} and ${percent(upper)}: ${name} lies ${lies}.${near}`;
}

function outside(shown: readonly Identification[]): string {
  const count = (where: string) => shown.filter(({ position }) => position === where).length;
  return `Of ${plural(shown.length, "council", "councils")} ${count("above")} lie above their range and ${count("below")} below it; chance alone would put about ${whole(BY_CHANCE * shown.length)} outside.`;
}

function scatter(
  shown: readonly Identification[],
  own: Identification | undefined,
  width: number,
): Element {
  return Plot.plot({
    ...scatterFrame(width, "Pupils with free school meals, per cent"),
    y: { label: "Per cent of pupils", labelArrow: "none", grid: true, nice: true },
    marks: [...range(shown), ...councilDots(shown, own)],
  }) as Element;
}

/** What is expected by free meals: the line, and where 95 in 100 councils would lie. */
function range(shown: readonly Identification[]): Plot.Markish[] {
  const byMeals = [...shown].sort((a, b) => a.free_meals - b.free_meals);
  return [
    Plot.areaY(byMeals, {
      ...{ x: "free_meals", y1: "lower", y2: "upper" },
      fill: BEHIND,
      fillOpacity: 0.25,
    }),
    Plot.line(byMeals, { x: "free_meals", y: "expected", stroke: "var(--muted)" }),
  ];
}

function councilDots(
  shown: readonly Identification[],
  own: Identification | undefined,
): Plot.Markish[] {
  const at = { x: "free_meals", y: "value" } as const;
  return [
    Plot.dot(shown, {
      ...at,
      r: 3.5,
      stroke: "var(--muted)",
      fill: "var(--surface)",
      title: (row) =>
        `${row.authority_name}\n${percent(row.value)}, expected ${percent(row.expected)} (${percent(row.lower)} to ${percent(row.upper)})`,
    }),
    Plot.dot(own ? [own] : [], { ...at, r: 7, fill: TRIAL }),
    Plot.text(own ? [own] : [], {
      ...at,
      text: "authority_name",
      dy: -16,
      fill: "var(--ink)",
      stroke: "var(--surface)",
      strokeWidth: 5,
      fontWeight: 700,
    }),
  ];
}
