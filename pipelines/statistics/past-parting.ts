import { mean } from "./moments.ts";
import { type Interval, type Result, refused } from "./result.ts";
import { welchDifference } from "./welch.ts";

/** A unit's values in order of time; `start` periods of them lie before the start. */
export interface PartedUnit {
  treated: boolean;
  values: readonly number[];
}

export interface PastParting {
  /** The largest parting of the sides before the start, by the same contrast. */
  largest: number;
  /** So many times the largest past parting would explain the estimate; null where there was none. */
  multiple: number | null;
  /** The same for the end of the interval nearer to nought; 0 where the interval holds nought. */
  sureMultiple: number | null;
  /** Where the effect lies if the sides parted since by no more than they ever did before. */
  ci: Interval | null;
}

/**
 * How far the sides would have to part by themselves to explain a difference in differences away, as a
 * multiple of how far they ever did before the start: relative magnitudes in the manner of Rambachan &
 * Roth (2023), with the headline's own contrast (mean after less mean before, treated less others) in
 * place of steps of the gap from the last period, since that gap is not what is estimated. Every
 * earlier period is taken as a start within the years before; M such partings in either direction give
 * a contrast of units each, and the interval is the union of theirs (Welch), so it holds whichever
 * past parting is truly the largest.
 *
 * Refuses fewer than two periods before, none after, or fewer than two units on a side.
 */
export function pastParting(
  units: readonly PartedUnit[],
  start: number,
  level = 0.95,
): Result<PastParting> {
  const periods = units[0]?.values.length ?? 0;
  if (start < 2 || start >= periods) return refused("below_minimum_size");
  const change = (values: readonly number[], at: number, end: number) =>
    mean(values.slice(at, end)) - mean(values.slice(0, at));
  const splits = Array.from({ length: start - 1 }, (_, i) => i + 1);
  const own = units.map(({ treated, values }) => ({
    treated,
    after: change(values, start, periods),
    past: splits.map((at) => change(values, at, start)),
  }));
  const side = (treated: boolean, of: (unit: (typeof own)[number]) => number) =>
    own.filter((unit) => unit.treated === treated).map(of);
  const gap = (of: (unit: (typeof own)[number]) => number) =>
    mean(side(true, of)) - mean(side(false, of));
  const headline = welchDifference(
    side(true, ({ after }) => after),
    side(false, ({ after }) => after),
    level,
  );
  if (headline.reason !== null) return headline;
  const past = splits.map((_, i) => gap((unit) => unit.past[i]!));
  const largest = Math.max(...past.map(Math.abs));
  const { difference, ci } = headline.value;
  /** The union of intervals if the sides parted by so many times what they did at any past start. */
  const allowing = (times: number): Interval | null => {
    const found = splits.flatMap((_, i) =>
      [times, -times].map((by) => {
        const of = (unit: (typeof own)[number]) => unit.after - by * unit.past[i]!;
        return welchDifference(side(true, of), side(false, of), level).value?.ci ?? null;
      }),
    );
    if (found.some((one) => one === null)) return null;
    const known = found as Interval[];
    return {
      lo: Math.min(...known.map(({ lo }) => lo)),
      hi: Math.max(...known.map(({ hi }) => hi)),
      level,
    };
  };
  const holdsNought = ({ lo, hi }: Interval) => lo <= 0 && hi >= 0;
  const sure = (): number | null => {
    if (holdsNought(ci)) return 0;
    if (!(largest > 0)) return null;
    let [low, high] = [0, Math.abs(difference) / largest];
    for (let i = 0; i < 40; i++) {
      const middle = (low + high) / 2;
      const widened = allowing(middle);
      if (widened === null || holdsNought(widened)) high = middle;
      else low = middle;
    }
    return low;
  };
  return {
    value: {
      largest,
      multiple: largest > 0 ? Math.abs(difference) / largest : null,
      sureMultiple: sure(),
      ci: allowing(1),
    },
    reason: null,
  };
}
