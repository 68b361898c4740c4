import { chiSquaredUpper } from "./distributions.ts";
import { product, type Rows, zeros } from "./matrix.ts";
import { wilson } from "./proportions.ts";
import { found, type Interval, type Result, refused } from "./result.ts";

/** Where a child was on census day; terms count up by one without a break. */
export interface PlacementTerm {
  child: string;
  group: string;
  term: number;
  state: string;
}

export interface Transition {
  group: string;
  from: string;
  to: string;
}

export interface Transitions {
  states: string[];
  transitions: Transition[];
  /** Records without one in the next term: a gap is never bridged. */
  withoutNext: number;
  counts: Rows;
  /** Share moving, by row; null where no child was seen to leave or stay. */
  shares: (number[] | null)[];
  intervals: (Interval[] | null)[];
  unobserved: string[];
  logLikelihood: number;
  /** Latest state of each child. */
  latest: Map<string, string>;
}

/**
 * Moves between consecutive terms, entries and exits being states like any other; Wilson intervals.
 * Assumes terms of equal length. Refuses two records of a child in a term: keep the main
 * registration; leave phase transfers out before.
 */
export function transitions(
  records: readonly PlacementTerm[],
  states: readonly string[],
): Result<Transitions> {
  const byChild = new Map<string, Map<number, PlacementTerm>>();
  for (const record of records) {
    const own = byChild.get(record.child) ?? new Map<number, PlacementTerm>();
    if (own.has(record.term)) return refused("invalid_input");
    byChild.set(record.child, own.set(record.term, record));
  }
  const moves: Transition[] = [];
  const latest = new Map<string, string>();
  for (const [child, own] of byChild) {
    for (const { term, group, state } of own.values()) {
      const next = own.get(term + 1);
      if (next) moves.push({ group, from: state, to: next.state });
    }
    latest.set(child, own.get(Math.max(...own.keys()))!.state);
  }
  const counts = countMoves(moves, states);
  const { shares, intervals } = transitionShares(counts);
  return found({
    states: [...states],
    transitions: moves,
    withoutNext: records.length - moves.length,
    counts,
    shares,
    intervals,
    unobserved: states.filter((_, i) => shares[i] === null),
    logLikelihood: counts.reduce(
      (sum, row, i) =>
        row.reduce((s, value, j) => (value > 0 ? s + value * Math.log(shares[i]![j]!) : s), sum),
      0,
    ),
    latest,
  });
}

/** Share of each row of counted moves with Wilson's interval; null where a row has none. */
export function transitionShares(
  counts: readonly (readonly number[])[],
): Pick<Transitions, "shares" | "intervals"> {
  const totals = counts.map((row) => row.reduce((sum, value) => sum + value, 0));
  return {
    shares: counts.map((row, i) =>
      totals[i] === 0 ? null : row.map((value) => value / totals[i]!),
    ),
    intervals: counts.map((row, i) =>
      totals[i] === 0 ? null : row.map((value) => wilson(value, totals[i]!).value!.ci),
    ),
  };
}

function countMoves(moves: readonly Transition[], states: readonly string[]): Rows {
  const at = new Map(states.map((state, i) => [state, i]));
  const counts = zeros(states.length, states.length);
  for (const { from, to } of moves) {
    const [i, j] = [at.get(from), at.get(to)];
    if (i !== undefined && j !== undefined) counts[i]![j] = counts[i]![j]! + 1;
  }
  return counts;
}

/** Shares after so many terms were they always the same; a state never left keeps its children. */
export function transitionPower(shares: readonly (number[] | null)[], terms: number): Rows {
  const n = shares.length;
  const unit = (i: number) => Array.from({ length: n }, (_, j) => Number(i === j));
  const once = shares.map((row, i) => row ?? unit(i));
  let power = once.map((_, i) => unit(i));
  for (let k = 0; k < terms; k++) power = product(power, once);
  return power;
}

/** Steps between the rungs of a ladder, least support first; states off it do not count. */
export function ladderSteps(
  moves: readonly Transition[],
  ladder: readonly string[],
): { up: number; down: number; stay: number } {
  const steps = moves.flatMap(({ from, to }) =>
    ladder.includes(from) && ladder.includes(to) ? [ladder.indexOf(to) - ladder.indexOf(from)] : [],
  );
  return {
    up: steps.filter((step) => step > 0).length,
    down: steps.filter((step) => step < 0).length,
    stay: steps.filter((step) => step === 0).length,
  };
}

/** Likelihood-ratio test that all groups move alike, over states left in two groups or more. */
export function transitionHomogeneity(
  moves: readonly Transition[],
  states: readonly string[],
): { g2: number; df: number; p: number | null } {
  const groups = [...new Set(moves.map(({ group }) => group))];
  const tables = groups.map((group) =>
    countMoves(
      moves.filter((move) => move.group === group),
      states,
    ),
  );
  let g2 = 0;
  let df = 0;
  states.forEach((_, i) => {
    const rows = tables.map((table) => table[i]!).filter((row) => row.some((value) => value > 0));
    const rowSums = rows.map((row) => row.reduce((sum, value) => sum + value, 0));
    const columnSums = states.map((_, j) => rows.reduce((sum, row) => sum + row[j]!, 0));
    const columns = columnSums.filter((value) => value > 0).length;
    if (rows.length < 2 || columns < 2) return;
    const total = rowSums.reduce((sum, value) => sum + value, 0);
    df += (rows.length - 1) * (columns - 1);
    rows.forEach((row, r) => {
      row.forEach((observed, j) => {
        const expected = (rowSums[r]! * columnSums[j]!) / total;
        if (observed > 0) g2 += 2 * observed * Math.log(observed / expected);
      });
    });
  });
  return { g2, df, p: df === 0 ? null : chiSquaredUpper(g2, df) };
}

/**
 * Are moves without memory? Shares seen two terms on, of children seen in all three, beside the
 * square of the one-term shares. Null rows where none was seen.
 */
export function twoTermShares(
  records: readonly PlacementTerm[],
  states: readonly string[],
): (number[] | null)[] {
  const seen = new Map(records.map((record) => [`${record.child}\0${record.term}`, record]));
  const moves = records.flatMap(({ child, group, term, state }) => {
    const middle = seen.get(`${child}\0${term + 1}`);
    const last = seen.get(`${child}\0${term + 2}`);
    return middle && last ? [{ group, from: state, to: last.state }] : [];
  });
  return countMoves(moves, states).map((row) => {
    const total = row.reduce((sum, value) => sum + value, 0);
    return total === 0 ? null : row.map((value) => value / total);
  });
}
