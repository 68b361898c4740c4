import { rule } from "../warehouse/rules.ts";
import { areCoveredAlways, isCover } from "./covers.ts";
import { saysAllAlike } from "./tells-all.ts";
import { isTold } from "./told-part.ts";

/** A figure about children, as it stands before anyone outside may see it. */
export type Figure = Record<string, string | number | boolean | null>;

export interface Protection {
  /** Column with the number of children behind a row. */
  count: string;
  /** Columns worked out from those children: means, intervals, costs. */
  values: readonly string[];
  /** Fewest children for `values` to be shown; default the rule for means. */
  fewest?: number;
  /**
   * Whether the values have noise of their own, so that a hidden one, worked out from the others, is
   * drowned by that of all of them; only hidden counts then need a cover.
   */
  hasNoise?: boolean;
  /** Whether the values are made of the counts alone, as shares are: a count that is safe makes them safe. */
  areOfCounts?: boolean;
  /**
   * Column with the number of children that would be left if figures of other tables were taken off
   * a row, where that can be done; a row with few of them left is hidden as one with few children.
   */
  remainder?: string;
  /**
   * Column with the number of children whose value is not zero. With a mean, and an interval, of steps
   * as coarse as a level of need, so few of them could be counted; none among them are not told apart.
   */
  moved?: string;
  /** Column that is true where `values` would tell of a child for a reason of their own, and that reason. */
  sensitive?: { column: string; words: string };
  /**
   * Rows that add up to something published: for each entry, rows alike in these columns are the
   * parts of one known whole, so one hidden part alone could be worked out from the others.
   */
  wholes?: readonly (readonly string[])[];
}

export interface Protected<F extends Figure> {
  rows: F[];
  /** How many rows had something hidden, by rule. */
  hidden: { rule: string; rows: number }[];
}

type State = "shown" | "values hidden" | "all hidden";

/**
 * Hides what could tell of a single child. `symbol` becomes c and the figures null.
 *
 * - counts from 1 to 4, and everything worked out from them;
 * - values worked out from fewer children than the fewest, or that tell of one for a reason of their own;
 * - that values are missing because all children are alike;
 * - changes of which fewer than 5 children had any;
 * - where the shown parts of a whole tell that a hidden one is of 1 to 4 children, the smallest part
 *   that keeps them from telling; and where values could be worked out by subtraction, those of the
 *   next smallest part too, until at least two parts with together 10 children are hidden.
 *
 * Counts that stay are rounded to the nearest five, so that two tables or two releases cannot be
 * subtracted to find a few children. A true zero stays: it says that there is no one to tell of.
 */
export function protect<F extends Figure>(
  rows: readonly F[],
  protection: Protection,
): Protected<F> {
  const { count, moved, remainder, sensitive, wholes = [] } = protection;
  const smallestCount = rule("smallest_count");
  const smallestMean = rule("smallest_mean");
  const fewest = protection.fewest ?? smallestMean;
  const states: State[] = rows.map((row) => {
    const n = Number(row[count] ?? 0);
    if (n > 0 && n < smallestCount) return "all hidden";
    if (n > 0 && n < fewest) return "values hidden";
    if (moved && n > 0 && Number(row[moved] ?? 0) < smallestCount) return "values hidden";
    if (n > 0 && saysAllAlike(row.reason)) return "values hidden";
    if (sensitive && n > 0 && row[sensitive.column] === true) return "values hidden";
    return "shown";
  });
  const primary = [...states];
  rows.forEach((row, i) => {
    const left = remainder ? Number(row[remainder] ?? 0) : 0;
    if (left > 0 && left < smallestMean) states[i] = "all hidden";
  });
  const rest = states.map((state, i) => state === "all hidden" && primary[i] !== "all hidden");
  rows.forEach((row, i) => {
    if (isCover(row)) states[i] = "all hidden";
  });
  const parts = wholes.flatMap((within) => partition(rows, within));
  // What is left of a row by other tables is known from how large the row is, not from its being small.
  const always = parts.map(
    (part) => part.some((i) => rest[i]) || areCoveredAlways(part.map((i) => rows[i]!)),
  );
  let changed = true;
  while (changed) {
    changed = false;
    parts.forEach((part, p) => {
      const own = { ...protection, isAlways: always[p]! };
      changed = cover(rows, states, part, own, smallestMean) || changed;
    });
  }
  return {
    rows: rows.map((row, i) => hide(row, states[i]!, protection)),
    hidden: tally(primary, states, protection),
  };
}

function partition(rows: readonly Figure[], within: readonly string[]): number[][] {
  const parts = new Map<string, number[]>();
  rows.forEach((row, i) => {
    const key = JSON.stringify(within.map((column) => row[column] ?? null));
    const part = parts.get(key);
    if (part) part.push(i);
    else parts.set(key, [i]);
  });
  return [...parts.values()];
}

/** Hides one more part where the hidden ones could be told; says whether it did. */
function cover(
  rows: readonly Figure[],
  states: State[],
  part: readonly number[],
  { count, hasNoise, areOfCounts, isAlways }: Protection & { isAlways: boolean },
  fewest: number,
): boolean {
  if (part.every((i) => states[i] === "shown")) return false;
  const size = (i: number) => Number(rows[i]![count] ?? 0);
  const bySize = part.filter((i) => size(i) > 0).sort((a, b) => size(a) - size(b) || a - b);
  const noCount = bySize.filter((i) => states[i] === "all hidden");
  const noValue = bySize.filter((i) => states[i] !== "shown");
  const areEnough = (some: readonly number[]) =>
    some.length === 0 || (some.length > 1 && some.reduce((sum, i) => sum + size(i), 0) >= fewest);
  const toldWith = (more: readonly number[]) =>
    isTold(
      part.map(size),
      part.map((i) => states[i] === "all hidden" || more.includes(i)),
    );
  const hideNext = (candidates: readonly number[], state: State): boolean => {
    const [next] = candidates;
    if (next !== undefined) states[next] = state;
    return next !== undefined;
  };
  if (isAlways ? !areEnough(noCount) : toldWith([])) {
    const candidates = bySize.filter((i) => states[i] !== "all hidden");
    const enough = isAlways ? [] : candidates.filter((i) => !toldWith([i]));
    return hideNext(enough.length > 0 ? enough : candidates, "all hidden");
  }
  if (hasNoise || areOfCounts || areEnough(noValue)) return false;
  return hideNext(
    bySize.filter((i) => states[i] === "shown"),
    "values hidden",
  );
}

function hide<F extends Figure>(row: F, state: State, protection: Protection): F {
  const hiddenValues = Object.fromEntries(
    state === "shown" ? [] : protection.values.map((column) => [column, null]),
  );
  const count = state === "all hidden" ? null : nearestFive(Number(row[protection.count] ?? 0));
  const symbol = state === "shown" ? (row.symbol ?? null) : "c";
  const kept: F = { ...row, ...hiddenValues, [protection.count]: count, symbol };
  if (saysAllAlike(row.reason)) (kept as Figure).reason = null;
  for (const column of [protection.sensitive?.column, protection.moved, protection.remainder]) {
    if (column) delete (kept as Figure)[column];
  }
  return kept;
}

function tally(
  primary: readonly State[],
  states: readonly State[],
  { fewest = rule("smallest_mean"), moved, sensitive }: Protection,
) {
  const few = `fewer than ${fewest} children`;
  const small = primary.filter((state) => state === "all hidden").length;
  const valuesHidden = primary.filter((state) => state === "values hidden").length;
  const cover = states.filter((state, i) => state !== "shown" && primary[i] === "shown").length;
  return [
    { rule: "fewer than 5 children", rows: small },
    {
      rule: sensitive
        ? `${few}, or ${sensitive.words}`
        : moved
          ? `${few}, or fewer than 5 whose need changed`
          : few,
      rows: valuesHidden,
    },
    { rule: "could be worked out from the others", rows: cover },
  ].filter(({ rows }) => rows > 0);
}

/** What was hidden in several parts of one table, by rule. */
export function addUp(
  ...parts: readonly Protected<Figure>["hidden"][]
): Protected<Figure>["hidden"] {
  const sums = new Map<string, number>();
  for (const { rule: name, rows } of parts.flat()) sums.set(name, (sums.get(name) ?? 0) + rows);
  return [...sums].map(([name, rows]) => ({ rule: name, rows }));
}

/**
 * A row of none as one of a few: of an outcome that none had it would be known of each child, and a
 * blank that may be none says less of the few.
 *
 * @param values Columns worked out from the count: a share of nought would say that it is none.
 */
export const noneAsFew =
  (values: readonly string[]) =>
  <F extends Figure>(row: F): F =>
    row.child_count === 0
      ? {
          ...row,
          ...Object.fromEntries(["child_count", ...values].map((column) => [column, null])),
          symbol: "c",
        }
      : row;

/** Whether a count is of somebody, and of so few that it is not shown. */
export const isCountOfFew = (count: number): boolean => count > 0 && count < rule("smallest_count");

/** A count to the nearest five: exact counts of two overlapping sets could be subtracted. */
export const nearestFive = (count: number): number => toNearest(rule("count_step"), count);

/** A number to the nearest multiple of a step, never minus nought. */
export const toNearest = (step: number, value: number): number =>
  Math.round(value / step) * step + 0;

/** A total that parts are shown of, or null where it is itself too small. */
export const shownTotal = (count: number): number | null =>
  count >= rule("smallest_mean") ? nearestFive(count) : null;

/** Decimals of a mean of so many children: so few that one child cannot be found in its change. */
export const decimalsOf = (count: number): 0 | 1 => (count >= rule("fewest_for_a_decimal") ? 1 : 0);

/** A mean of so many children, rounded as they allow. */
export const roundedMean = (value: number | null, count: number): number | null =>
  rounded(value, decimalsOf(count));

/** Some columns of a row, each as `roundedMean`. */
export const roundedMeans = <N extends string>(
  row: Readonly<Record<N, number | null>>,
  names: readonly N[],
  count: number,
): Record<N, number | null> =>
  Object.fromEntries(names.map((name) => [name, roundedMean(row[name], count)])) as Record<
    N,
    number | null
  >;

/**
 * A mean or interval to so many decimals: finer ones, times their counts, could be subtracted. What
 * lies half-way goes up whatever its fifteenth digit, which differs with the number of threads.
 */
export function rounded(value: number | null, decimals = 1): number | null {
  if (value === null) return null;
  const scale = 10 ** decimals;
  return Math.round(Number((value * scale).toPrecision(13))) / scale + 0;
}
