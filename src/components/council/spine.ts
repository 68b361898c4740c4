import { figure } from "../figure.js";
import { inList, inShort, plural, whole } from "../words.js";
import { shown, yearOf } from "./figure-words.js";
import { spineChart } from "./spine-chart.js";
import { type Standing, standsOut } from "./tables.js";

interface ByChance {
  /** Were whole councils dealt out, with all of their figures. */
  together: number;
  /** How many are called so. */
  called: number;
}

interface Options {
  width: number;
  name: string;
  title: string;
  /** Say what the marks are: once on a page. */
  hasKey?: boolean;
  /** Neighbours that a figure must be better (or worse) than to count as clearly so. */
  clear: number;
  /** How many of 100 councils the rule would call better or worse by chance; said once on a page. */
  byChance?: ByChance | null;
  root: string;
}

/** Where a council stands on several figures: England's range, its neighbours' middle, itself. */
export function spine(
  rows: readonly Standing[],
  { width, name, title, hasKey = false, clear, byChance = null, root }: Options,
): HTMLElement {
  const periods = [...new Set(rows.map((row) => row.period))].sort();
  return figure(
    rows.map((row) => ({ ...row, symbol: null })),
    rows.length
      ? spineChart(
          rows.map((row) => ({
            label: row.better === "lower" ? `${row.short_title} (less is better)` : row.short_title,
            text: `${shown(row.value, row)}${row.is_provisional ? " (prov.)" : ""}`,
            about: aboutOf(row, name),
            value: row.value,
            low: row.low,
            high: row.high,
            neighbours: row.neighbours_middle,
            isReversed: row.better === "lower",
            standsOut: standsOut(row, clear),
          })),
          { width },
        )
      : null,
    {
      title,
      summary: `${standing(rows, { name, clear })}${hasKey && rows.length ? ` Right is better; grey: eight in ten councils; line: middle of its neighbours. Ages are of pupils with plans.` : ""}`,
      basis: `${plural(rows.length, "figure", "figures")} of ${periods.length > 1 ? `${periods[0]} to ${periods.at(-1)}, the latest of each` : (periods[0] ?? "no year")}; ${provisional(rows)}every child or plan is counted, so there is no interval, but shares of a small council move from year to year by chance.${chanceInWords(byChance)}`,
      definition: `${root}/method/council`,
      file: "council-standings",
      columns: [
        { title: "Figure", text: (row) => row.title },
        { title: "Year", text: yearOf },
        { title: name, text: (row) => shown(row.value, row), isNumber: true },
        {
          title: "Middle of neighbours",
          text: (row) =>
            row.neighbours_middle === null ? "none published" : shown(row.neighbours_middle, row),
          isNumber: true,
        },
        { title: "Middle of councils", text: (row) => shown(row.middle, row), isNumber: true },
        {
          title: "Eight in ten councils",
          text: (row) => `${shown(row.low, row)} to ${shown(row.high, row)}`,
          isNumber: true,
        },
        { title: "Better", text: (row) => row.better ?? "neither way" },
        {
          title: `${name} in the first comparable year`,
          text: (row) => `${shown(row.first_value, row)} (${row.first_period})`,
          isNumber: true,
        },
      ],
    },
  );
}

/** Which of them their publishers call provisional. */
function provisional(rows: readonly Standing[]): string {
  const some = rows.filter(({ is_provisional }) => is_provisional);
  return some.length
    ? `provisional: ${inList(some.map(({ short_title, period }) => `${short_title} ${period}`))}; `
    : "";
}

/** Where it is clearly better and clearly worse, in a sentence; none of figures without a better way. */
function standing(
  rows: readonly Standing[],
  { name, clear }: Pick<Options, "name" | "clear">,
): string {
  if (rows.length === 0) return `No such figure is published for ${name}.`;
  if (rows.every(({ better }) => better === null)) return "";
  const named = (way: "better" | "worse") =>
    inShort(
      rows
        .filter((row) => standsOut(row, clear) === way)
        .map((row) => row.short_title.replace(/^Age/, "age")),
    );
  const said = (["better", "worse"] as const).flatMap((way) =>
    named(way) ? [`clearly ${way} (${way === "better" ? "▲" : "◆"}) on ${named(way)}`] : [],
  );
  return said.length
    ? `Beside its neighbours ${name} is ${said.join(", and ")}.`
    : `${name} is much like its neighbours on these.`;
}

function aboutOf(row: Standing, name: string): string {
  const near =
    row.neighbours_middle === null
      ? "no neighbour published"
      : `neighbours' middle ${shown(row.neighbours_middle, row)}`;
  return `${row.title}, ${yearOf(row)}\n${name} ${shown(row.value, row)}, ${near}\neight in ten councils ${shown(row.low, row)} to ${shown(row.high, row)}\nin ${row.first_period} ${shown(row.first_value, row)}`;
}

/** So few more of 100 councils than by chance that a word tells little. */
const ABOUT_AS_MANY = 5;

function chanceInWords(byChance: ByChance | null): string {
  if (byChance === null) return "";
  const { together, called } = byChance;
  const tells = called - together > ABOUT_AS_MANY ? "" : ": the word may be chance";
  return ` ${whole(called)} in 100 councils are called better or worse; with councils dealt out at random among neighbours ${whole(together)} would be${tells}.`;
}
