import { type AssignmentStatistic, assignmentStatistic } from "./assignment-statistic.ts";
import { type Assignments, assignments, countAssignments } from "./assignments.ts";
import { found, type Result, refused } from "./result.ts";

/** One authority: its change (or outcome) and, for `adjusted`, its baseline. */
export interface RandomisedUnit {
  treated: boolean;
  value: number;
  baseline?: number;
}

export interface RandomisationOptions {
  /** `studentised` is primary: it keeps its size when treated authorities vary more. */
  statistic?: AssignmentStatistic;
  /** Below this many assignments no useful p-value exists. */
  minimumAssignments?: number;
  seed?: number;
}

export interface RandomisationTest {
  statistic: number;
  /** Share of assignments at least as extreme, the observed one included. */
  p: number;
  pLess: number;
  pGreater: number;
  nullMean: number;
  nullSd: number;
  treated: number;
  units: number;
  /** How many assignments exist, and how many of them were looked at. */
  assignments: number;
  draws: number;
  exact: boolean;
  /** Smallest two-sided p this design can give, whatever the effect. */
  smallestP: number;
}

/** An assignment ties with the observed one within this share of the statistic's own scale. */
export const tieSlack = 1e-10;

/**
 * Randomisation ("placebo") p-value: the treated label permuted over authorities, all C(N, k) ways
 * up to 200,000, else 99,999 seeded draws with p = (1 + b) / (1 + B).
 *
 * Refuses too few assignments, no variation, and a studentised statistic with one unit on a side.
 */
export function randomisationTest(
  units: readonly RandomisedUnit[],
  options: RandomisationOptions = {},
): Result<RandomisationTest> {
  const { statistic: kind = "studentised", minimumAssignments = 20, seed } = options;
  const n = units.length;
  const observed = units.flatMap(({ treated }, i) => (treated ? [i] : []));
  const k = observed.length;
  if (k === 0) return refused("too_few_treated_clusters");
  if (k === n) return refused("too_few_comparison_clusters");
  if (kind === "studentised" && k < 2) return refused("too_few_treated_clusters");
  if (kind === "studentised" && n - k < 2) return refused("too_few_comparison_clusters");
  const total = countAssignments(n, k);
  if (total < minimumAssignments) return refused("below_minimum_size");
  const values = units.map(({ value }) => value);
  const spread = Math.max(...values) - Math.min(...values);
  if (!(spread > 0)) return refused("zero_variance");
  const baseline = units.map((unit) => unit.baseline ?? Number.NaN);
  if (kind === "adjusted" && !baseline.every(Number.isFinite)) return refused("invalid_input");
  const statistic = assignmentStatistic(kind, values, k, baseline);
  const all = assignments(n, k, seed);
  const own = statistic(observed, 0);
  if (!Number.isFinite(own)) return refused("zero_variance");
  const slack = tieSlack * (kind === "studentised" ? Math.max(1, Math.abs(own)) : spread);
  return found({
    statistic: own,
    ...shares(statistic, all, own, slack),
    treated: k,
    units: n,
    assignments: total,
    draws: all.count,
    exact: all.exact,
    // With as many treated as not, the mirror assignment is always exactly as extreme.
    smallestP: all.exact ? (2 * k === n ? 2 : 1) / total : 1 / (1 + all.count),
  });
}

function shares(
  statistic: (chosen: ArrayLike<number>, from: number) => number,
  { chosen, treated, count, exact }: Assignments,
  own: number,
  slack: number,
) {
  const bar = Math.abs(own) - slack;
  let extreme = 0;
  let less = 0;
  let greater = 0;
  const seen = new Float64Array(count);
  for (let i = 0; i < count; i++) {
    const s = statistic(chosen, i * treated);
    seen[i] = s;
    if (Math.abs(s) >= bar) extreme += 1;
    if (s <= own + slack) less += 1;
    if (s >= own - slack) greater += 1;
  }
  const share = (b: number) => (exact ? b / count : (1 + b) / (1 + count));
  const mean = seen.reduce((sum, s) => sum + s, 0) / count;
  const squares = seen.reduce((sum, s) => sum + (s - mean) ** 2, 0);
  return {
    p: share(extreme),
    pLess: share(less),
    pGreater: share(greater),
    nullMean: mean,
    nullSd: Math.sqrt(squares / count),
  };
}
