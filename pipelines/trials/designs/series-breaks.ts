import { readFileSync } from "node:fs";
import { csvParse } from "d3";
import { projectFile } from "../../warehouse/installation.ts";

/** A year at which a series changes its meaning, for all that come after or for itself alone. */
interface SeriesBreak {
  period: string;
  kind: "from here" | "this year";
  why: string;
}

interface Broken {
  breaks: readonly SeriesBreak[];
}

/** Where each published series changes its meaning: the rows of data/reference/series_breaks.csv. */
const BREAKS = csvParse(readFileSync(projectFile("data/reference/series_breaks.csv"), "utf8")).map(
  ({ indicator, period, kind, why }) =>
    ({ indicator, period, kind, why }) as SeriesBreak & { indicator: string },
);

/** A design's own breaks of an outcome, and those that its publisher declares. */
export function withPublishedBreaks<T extends Broken & { indicator: string }>(
  outcome: T,
): T & { breaks: SeriesBreak[] } {
  const own = new Set(outcome.breaks.map(({ period }) => period));
  const published = BREAKS.filter(
    ({ indicator, period }) => indicator === outcome.indicator && !own.has(period),
  ).map(({ period, kind, why }) => ({ period, kind, why }));
  return {
    ...outcome,
    breaks: [...outcome.breaks, ...published].sort((a, b) => (a.period < b.period ? -1 : 1)),
  };
}

/**
 * The breaks that lie between periods kept: a change of meaning at the first of them that comes with or
 * after it, where any came before; and the kept periods that stand apart by themselves.
 *
 * @param periods In order.
 */
export function breaksWithin(
  { breaks }: Broken,
  periods: readonly string[],
): { period: string; why: string }[] {
  return breaks.flatMap(({ period, kind, why }) => {
    if (kind === "this year") return periods.includes(period) ? [{ period, why }] : [];
    const first = periods.find((own) => own >= period);
    return first !== undefined && first !== periods[0] ? [{ period: first, why }] : [];
  });
}

/** Whether a period can be compared with the latest: none since has changed what is counted, nor does it stand apart. */
export const isComparable = (
  { breaks, left_out }: Broken & { left_out: readonly { period: string }[] },
  period: string,
): boolean =>
  !left_out.some((own) => own.period === period) &&
  breaks.every((own) => (own.kind === "this year" ? own.period !== period : own.period <= period));
