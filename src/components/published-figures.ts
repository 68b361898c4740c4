import type { EvaluationOutcome } from "../../pipelines/measures/evaluation-outcomes/measure.ts";
import type { EvaluationPanelRow } from "../../pipelines/measures/evaluation-panels/measure.ts";
import { number, text } from "./columns.js";
import { figure } from "./figure.js";
import { decimal, plural, whole } from "./words.js";

interface Published {
  title: string;
  unit: string;
  period: string;
  value: number;
  first: number;
  firstPeriod: string;
  /** The middle one of its statistical neighbours, and of all authorities, in the same period. */
  neighbours: number | null;
  all: number | null;
}

interface Options {
  name: string;
  authority: string;
  neighbours: readonly string[];
}

/** The latest published figures of one authority beside its neighbours' and all authorities'. */
export function publishedFigures(
  panels: readonly EvaluationPanelRow[],
  outcomes: readonly EvaluationOutcome[],
  { name, authority, neighbours }: Options,
): HTMLElement {
  const rows = [...new Map([...outcomes].reverse().map((row) => [row.indicator, row])).values()]
    .reverse()
    .flatMap((outcome) =>
      latestOf(
        panels.filter((row) => row.outcome === outcome.outcome),
        outcome,
        authority,
        neighbours,
      ),
    );
  const known = rows.filter((row) => row.neighbours !== null);
  const above = known.filter((row) => row.value > (row.neighbours as number)).length;
  const below = known.filter((row) => row.value < (row.neighbours as number)).length;
  return figure(
    rows.map((row) => ({ ...row, symbol: null })),
    null,
    {
      title: `Published figures of ${name}`,
      summary: known.length
        ? `In the latest year of each, ${name} is above the middle of its statistical neighbours in ${whole(above)} of the ${plural(known.length, "figure", "figures")} that can be compared and below it in ${whole(below)}. Which way is better differs from figure to figure, and some say nothing of quality; open the table to read them.`
        : `There is nothing to set beside the published figures of ${name}.`,
      basis: `Counts of whole authorities as DfE publishes them, so there is no interval; ${plural(neighbours.length, "statistical neighbour", "statistical neighbours")}; the year of each figure is in the table.`,
      definition: "./method/evaluation",
      file: "published-figures",
      columns: [
        text("Figure", "title"),
        text("Unit", "unit"),
        text("Year", "period"),
        { title: name, text: (row) => decimal(row.value), isNumber: true },
        number("Middle of neighbours", "neighbours", decimal, () => "none published"),
        number("Middle of all", "all", decimal, () => "none published"),
        {
          title: "In the first year",
          text: (row) => `${decimal(row.first)} (${row.firstPeriod})`,
          isNumber: true,
        },
      ],
    },
  );
}

function latestOf(
  panel: readonly EvaluationPanelRow[],
  { title, unit }: EvaluationOutcome,
  authority: string,
  neighbours: readonly string[],
): Published[] {
  const own = panel
    .filter((row) => row.authority_code === authority)
    .sort((a, b) => (a.period < b.period ? -1 : 1));
  const [first, last] = [own[0], own.at(-1)];
  if (first === undefined || last === undefined) return [];
  const inPeriod = new Map(
    panel
      .filter((row) => row.period === last.period && row.authority_code !== authority)
      .map((row) => [row.authority_code, row.value]),
  );
  return [
    {
      title,
      unit,
      period: last.period,
      value: last.value,
      first: first.value,
      firstPeriod: first.period,
      neighbours: middle(neighbours.flatMap((code) => inPeriod.get(code) ?? [])),
      all: middle([...inPeriod.values()]),
    },
  ];
}

function middle(values: readonly number[]): number | null {
  if (values.length === 0) return null;
  const sorted = [...values].sort((a, b) => a - b);
  const half = sorted.length / 2;
  return Number.isInteger(half)
    ? ((sorted[half - 1] as number) + (sorted[half] as number)) / 2
    : (sorted[Math.floor(half)] as number);
}
