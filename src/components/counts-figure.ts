import { SERIES } from "./chart-style.js";
import { number, text } from "./columns.js";
import { figure } from "./figure.js";
import { distinct } from "./rows.js";
import { sharesChart } from "./shares-chart.js";
import { inList, percent, sumOf, whole } from "./words.js";

interface Counted {
  share: number | null;
  symbol?: string | null;
}

/** What a row is named by, and the heading of its column. */
interface Named<T> {
  title: string;
  of: (row: T) => string;
}

export interface CountsOptions<T> {
  width: number;
  title: string;
  definition: string;
  file: string;
  /** What is counted, such as children. */
  counted: string;
  count: (row: T) => number | null;
  bar: Named<T>;
  part: Named<T>;
  /** What the chart's axis says, where it is more than per cent of what is counted. */
  axis?: string;
  /** Parts in order, where that is not the order of the rows. */
  order?: readonly string[];
  /** The finding, where there is a better one than the parts by size. */
  summary?: string;
  /** Whose counts, and of when. */
  basis?: string;
}

const COLOURS = [...SERIES, "var(--muted)", "var(--rule-strong)"];

/** Counts as parts of a hundred, a bar each, with the counts themselves in the table. */
export function countsFigure<T extends Counted>(
  rows: readonly T[],
  options: CountsOptions<T>,
): HTMLElement {
  const { width, title, definition, file, counted, count, bar, part, basis = "" } = options;
  const there = distinct(rows.map(part.of));
  const kinds = options.order?.filter((kind) => there.includes(kind)) ?? there;
  const chart = sharesChart(
    rows.map((row) => ({ name: bar.of(row), kind: part.of(row), share: row.share })),
    {
      width,
      axis: options.axis ?? `Per cent of ${counted}`,
      colours: new Map(kinds.map((kind, i) => [kind, COLOURS[i % COLOURS.length]!])),
      names: distinct(rows.map(bar.of)),
    },
  );
  const hasHidden = rows.some((row) => row.share === null);
  return figure(rows, rows.length ? chart : null, {
    title,
    summary: options.summary ?? partsBySize(rows, options),
    basis: `${basis ? `${basis}; a` : "A"} count, so there is no interval.${hasHidden ? " Hatched parts are hidden so that no child can be identified." : ""}`,
    definition,
    file,
    columns: [
      text(bar.title, bar.of),
      text(part.title, part.of),
      number(counted.charAt(0).toUpperCase() + counted.slice(1), count, whole),
      number("Share", (row) => row.share, percent),
    ],
  });
}

/** All bars together, but those with a hidden part: the others would be too much of them. */
function partsBySize<T extends Counted>(
  rows: readonly T[],
  { counted, count, bar, part }: CountsOptions<T>,
): string {
  if (rows.length === 0) return `No ${counted} to count are loaded.`;
  const hidden = new Set(rows.filter((row) => row.share === null).map(bar.of));
  const told = rows.filter((row) => !hidden.has(bar.of(row)));
  const all = sumOf(told, count);
  if (all === 0)
    return `In every bar one part is hidden, which may be nobody, so nothing is said of all ${counted} together.`;
  const parts = distinct(told.map(part.of))
    .map((kind) => ({
      kind,
      n: sumOf(
        told.filter((row) => part.of(row) === kind),
        count,
      ),
    }))
    .sort((a, b) => b.n - a.n)
    .map(({ kind, n }) => `“${kind}” ${percent((100 * n) / all)}`);
  return `Of about ${whole(all)} ${counted}${hidden.size ? " in bars without a hidden part" : ""}: ${inList(parts)}.`;
}
