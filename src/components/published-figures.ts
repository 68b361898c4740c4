import type { EvaluationOutcome } from "../../pipelines/measures/evaluation-outcomes/measure.ts";
import type { EvaluationSeriesRow } from "../../pipelines/measures/evaluation-series/measure.ts";
import { text } from "./columns.js";
import { figure } from "./figure.js";
import { decimal, plural, whole } from "./words.js";

interface Published {
  outcome: string;
  title: string;
  unit: string;
  period: string;
  value: number;
  first: number;
  firstPeriod: string;
  /** The middle one of its statistical neighbours, and of all authorities, in the same period. */
  neighbours: number | null;
  neighbourCount: number;
  all: number | null;
  allCount: number;
}

interface Options {
  name: string;
  authority: string;
  neighbours: readonly string[];
}

/** The latest published figures of one authority beside its neighbours' and all authorities'. */
export function publishedFigures(
  series: readonly EvaluationSeriesRow[],
  outcomes: readonly EvaluationOutcome[],
  { name, authority, neighbours }: Options,
): HTMLElement {
  const rows = latestFigures(series, outcomes, { authority, neighbours });
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
      basis: `Counts of whole authorities as DfE publishes them, so there is no interval. Middles are of every authority with a figure of that year (all: ${name} too); of how many is in the table, of ${plural(neighbours.length, "statistical neighbour", "statistical neighbours")}.`,
      definition: "./method/evaluation",
      file: "published-figures",
      columns: [
        text("Figure", "title"),
        text("Unit", "unit"),
        text("Year", "period"),
        { title: name, text: (row) => amount(row.value, row), isNumber: true },
        {
          title: "Middle of neighbours",
          text: (row) => middleOf(row.neighbours, row.neighbourCount, row),
          isNumber: true,
        },
        {
          title: "Middle of all",
          text: (row) => middleOf(row.all, row.allCount, row),
          isNumber: true,
        },
        {
          title: "In the first comparable year",
          text: (row) => `${amount(row.first, row)} (${row.firstPeriod})`,
          isNumber: true,
        },
      ],
    },
  );
}

const amount = (value: number, { unit }: Published): string =>
  unit === "plans" ? whole(value) : decimal(value);

const middleOf = (middle: number | null, count: number, row: Published): string =>
  middle === null ? "none published" : `${amount(middle, row)} (of ${whole(count)})`;

/** The authority's latest figure of each indicator; middles are of all that is published of its year. */
export function latestFigures(
  series: readonly EvaluationSeriesRow[],
  outcomes: readonly EvaluationOutcome[],
  { authority, neighbours }: Pick<Options, "authority" | "neighbours">,
): Published[] {
  const ofIndicator = new Map([...outcomes].reverse().map((row) => [row.indicator, row]));
  return [...ofIndicator.values()].reverse().flatMap((outcome) => {
    const published = series.filter(
      (row) => row.evaluation === outcome.evaluation && row.outcome === outcome.outcome,
    );
    const own = published
      .filter((row) => row.authority_code === authority)
      .sort((a, b) => (a.period < b.period ? -1 : 1));
    const last = own.at(-1);
    if (last === undefined) return [];
    const first = own.find((row) => row.is_comparable) ?? last;
    const inPeriod = published.filter((row) => row.period === last.period);
    const near = inPeriod.filter((row) => neighbours.includes(row.authority_code));
    return [
      {
        outcome: outcome.outcome,
        // Compared by growth, a figure is still the level that it was published as.
        title: outcome.title.replace(/, by growth$/, ""),
        unit: outcome.unit,
        period: last.period,
        value: last.value,
        first: first.value,
        firstPeriod: first.period,
        neighbours: middle(near.map(({ value }) => value)),
        neighbourCount: near.length,
        all: middle(inPeriod.map(({ value }) => value)),
        allCount: inPeriod.length,
      },
    ];
  });
}

function middle(values: readonly number[]): number | null {
  if (values.length === 0) return null;
  const sorted = [...values].sort((a, b) => a - b);
  const half = sorted.length / 2;
  return Number.isInteger(half)
    ? ((sorted[half - 1] as number) + (sorted[half] as number)) / 2
    : (sorted[Math.floor(half)] as number);
}
