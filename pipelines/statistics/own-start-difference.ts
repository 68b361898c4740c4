import { tCritical, tTwoSidedP } from "./distributions.ts";
import { mean, variance } from "./moments.ts";
import { uniforms } from "./random.ts";
import { found, type Interval, type Result, refused } from "./result.ts";

/** A unit's values in order of time; `start` is the place of its first treated one, null for never. */
export interface OwnStartUnit {
  unit: string;
  start: number | null;
  values: readonly number[];
}

export interface OwnStartDifference {
  estimate: number;
  se: number;
  df: number;
  p: number;
  ci: Interval;
  /** Each treated unit's change from its own start on, less that of the others over the same periods. */
  treated: { unit: string; effect: number }[];
  /** Of units and starts dealt out anew, the share that differ as much, studentised. */
  placebo: { p: number; smallestP: number };
  leaveOneOut: { unit: string; estimate: number }[];
}

export interface OwnStartOptions {
  level?: number;
  minimum?: { treated: number; comparison: number };
  /** Ways of dealing the starts out anew that are drawn. */
  draws?: number;
  seed?: number;
}

/** Mean from a start on less the mean before it. */
export const changeAt = (values: readonly number[], start: number): number =>
  mean(values.slice(start)) - mean(values.slice(0, start));

/**
 * Difference in differences where treated units start at times of their own: each one's mean after its
 * start less its mean before, less the same of the never treated over the same periods, averaged over
 * treated units. Group-time effects (Callaway & Sant'Anna 2021) against the never treated alone, each
 * group's against the mean of its periods before, so that no unit already treated serves as comparison.
 * With one start it is the plain difference in differences with its CR2 interval.
 *
 * The variance is of the treated units' effects among themselves and of the others' mean change over
 * the treated units' windows. Refuses a start without a period before or after, and too few units.
 */
export function ownStartDifference(
  units: readonly OwnStartUnit[],
  options: OwnStartOptions = {},
): Result<OwnStartDifference> {
  const { level = 0.95, minimum = { treated: 2, comparison: 2 }, draws = 9_999 } = options;
  const treated = units.filter(
    (unit): unit is OwnStartUnit & { start: number } => unit.start !== null,
  );
  const others = units.filter(({ start }) => start === null);
  const periods = units[0]?.values.length ?? 0;
  if (treated.length < minimum.treated) return refused("too_few_treated_clusters");
  if (others.length < minimum.comparison) return refused("too_few_comparison_clusters");
  if (treated.some(({ start }) => start < 1 || start >= periods)) {
    return refused("below_minimum_size");
  }
  const starts = treated.map(({ start }) => start);
  const changes = units.map(
    ({ values }) => new Map(starts.map((at) => [at, changeAt(values, at)])),
  );
  const isTreated = units.map(({ start }) => start !== null);
  const own = statisticOf(
    changes,
    units.map(({ start }) => start),
    starts,
  );
  const [a, b] = [treated.length, others.length];
  const estimate = own.treated.mean - own.others.mean;
  const se = Math.sqrt(own.treated.variance / a + own.others.variance / b);
  if (!(se > 0)) return refused("zero_variance");
  // Satterthwaite's under equal variances, as CR2 has them in the plain comparison.
  const df = (1 / a + 1 / b) ** 2 / (1 / (a ** 2 * (a - 1)) + 1 / (b ** 2 * (b - 1)));
  const margin = tCritical(level, df) * se;
  return found({
    estimate,
    se,
    df,
    p: tTwoSidedP(estimate / se, df),
    ci: { lo: estimate - margin, hi: estimate + margin, level },
    treated: treated.map(({ unit }, i) => ({ unit, effect: own.effects[i]! })),
    placebo: placeboOf(changes, starts, Math.abs(estimate / se), draws, options.seed ?? 1),
    leaveOneOut: units.flatMap(({ unit }, left) => {
      const kept = units.filter((_, i) => i !== left);
      const isEnough =
        kept.some(({ start }) => start !== null) && kept.some(({ start }) => start === null);
      if (!isTreated[left] || !isEnough) return [];
      const rest = statisticOf(
        changes.filter((_, i) => i !== left),
        kept.map(({ start }) => start),
        kept.flatMap(({ start }) => (start === null ? [] : [start])),
      );
      return [{ unit, estimate: rest.treated.mean - rest.others.mean }];
    }),
  });
}

/** Effects of the treated and the others' mean change over the windows of these, as Welch needs them. */
function statisticOf(
  changes: readonly ReadonlyMap<number, number>[],
  startOf: readonly (number | null)[],
  starts: readonly number[],
) {
  const others = changes.filter((_, i) => startOf[i] === null);
  const usual = new Map(
    [...new Set(starts)].map((at) => [at, mean(others.map((own) => own.get(at)!))]),
  );
  const effects = changes.flatMap((own, i) => {
    const start = startOf[i];
    return start === null || start === undefined ? [] : [own.get(start)! - usual.get(start)!];
  });
  const windows = others.map((own) => mean(starts.map((at) => own.get(at)! - usual.get(at)!)));
  const moments = (values: readonly number[]) => ({
    n: values.length,
    mean: mean(values),
    variance: values.length > 1 ? variance(values) : 0,
  });
  return { effects, treated: moments(effects), others: moments(windows) };
}

/**
 * Starts dealt out to units at random, so many times; the observed way is one of them. Sums over all
 * units are taken once and those dealt a start are taken off, so that a draw costs only these.
 */
function placeboOf(
  changes: readonly ReadonlyMap<number, number>[],
  starts: readonly number[],
  observed: number,
  draws: number,
  seed: number,
) {
  const random = uniforms(seed);
  const [n, k] = [changes.length, starts.length];
  const known = [...new Set(starts)];
  const place = starts.map((start) => known.indexOf(start));
  // Centred, so that taking off loses no digits.
  const centres = known.map((at) => mean(changes.map((own) => own.get(at)!)));
  const centred = changes.map((own) => known.map((at, j) => own.get(at)! - centres[j]!));
  const windows = centred.map((own) => mean(place.map((j) => own[j]!)));
  const squares = windows.reduce((sum, value) => sum + value ** 2, 0);
  const dealt = new Array<number>(k);
  const isLarge = (): boolean => {
    const effects = place.map((j, i) => {
      const off = dealt.reduce((sum, unit) => sum + centred[unit]![j]!, 0);
      return centred[dealt[i]!]![j]! + off / (n - k);
    });
    const off = dealt.reduce((sum, unit) => sum + windows[unit]!, 0);
    const rest = squares - dealt.reduce((sum, unit) => sum + windows[unit]! ** 2, 0);
    const outside = n - k > 1 ? Math.max(0, rest - off ** 2 / (n - k)) / (n - k - 1) : 0;
    const se = Math.sqrt((k > 1 ? variance(effects) : 0) / k + outside / (n - k));
    return Math.abs(mean(effects)) / se >= observed - 1e-10;
  };
  let asLarge = 1;
  for (let draw = 0; draw < draws; draw++) {
    for (let i = 0; i < k; i++) {
      let at = Math.floor(random() * n);
      while (dealt.indexOf(at) >= 0 && dealt.indexOf(at) < i) at = Math.floor(random() * n);
      dealt[i] = at;
    }
    if (isLarge()) asLarge++;
  }
  return { p: asLarge / (draws + 1), smallestP: 1 / (draws + 1) };
}
