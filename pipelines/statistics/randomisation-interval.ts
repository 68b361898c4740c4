import { assignments } from "./assignments.ts";
import {
  type RandomisationOptions,
  type RandomisedUnit,
  randomisationTest,
} from "./randomisation-inference.ts";
import { found, type Interval, type Result, refused } from "./result.ts";

/** p of the hypothesis that treatment changed every treated unit by exactly `effect`. */
export function randomisationPAt(
  units: readonly RandomisedUnit[],
  effect: number,
  options: RandomisationOptions = {},
): Result<number> {
  const test = randomisationTest(without(units, effect), options);
  return test.reason === null ? found(test.value.p) : test;
}

/**
 * Constant effects not rejected at 1 - level, for the difference in means (exactly) or its
 * studentised form (to 1e-6 of the spread). An end is infinite when no effect that way is rejected.
 */
export function randomisationInterval(
  units: readonly RandomisedUnit[],
  { level = 0.95, ...options }: RandomisationOptions & { level?: number } = {},
): Result<Interval> {
  const statistic = options.statistic ?? "studentised";
  if (statistic === "adjusted") return refused("invalid_input");
  const test = randomisationTest(units, { ...options, statistic });
  if (test.reason !== null) return test;
  return statistic === "difference"
    ? found({ ...exactEnds(units, 1 - level, options.seed), level })
    : found({ ...searchedEnds(units, 1 - level, { ...options, statistic }), level });
}

function without(units: readonly RandomisedUnit[], effect: number): RandomisedUnit[] {
  return units.map((unit) => (unit.treated ? { ...unit, value: unit.value - effect } : unit));
}

/**
 * Taking effect b from the treated moves an assignment's difference to D_s - b r_s, where r_s is the
 * share of treated kept minus the share moved across. It is at least as extreme as the observed
 * D - b exactly between (D - D_s)/(1 - r_s) and (D + D_s)/(1 + r_s). All those ranges contain D, so
 * p falls steadily away from D and the ends of the interval are order statistics of the ranges' ends.
 */
function exactEnds(
  units: readonly RandomisedUnit[],
  alpha: number,
  seed?: number,
): { lo: number; hi: number } {
  const n = units.length;
  const isTreated = units.map(({ treated }) => treated);
  const k = isTreated.filter(Boolean).length;
  const { chosen, count, exact } = assignments(n, k, seed);
  const total = units.reduce((sum, { value }) => sum + value, 0);
  const ofTreated = units.reduce((sum, { treated, value }) => sum + (treated ? value : 0), 0);
  const difference = (sum: number) => sum / k - (total - sum) / (n - k);
  const own = difference(ofTreated);
  const los: number[] = exact ? [] : [Number.NEGATIVE_INFINITY];
  const his: number[] = exact ? [] : [Number.POSITIVE_INFINITY];
  for (let row = 0; row < count; row++) {
    let sum = 0;
    let kept = 0;
    for (let i = row * k; i < (row + 1) * k; i++) {
      sum += units[chosen[i]!]!.value;
      if (isTreated[chosen[i]!]) kept += 1;
    }
    const moved = kept / k - (k - kept) / (n - k);
    const always = kept === k || (kept === 0 && 2 * k === n);
    const ends = always
      ? [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY]
      : [(own - difference(sum)) / (1 - moved), (own + difference(sum)) / (1 + moved)];
    los.push(Math.min(...ends));
    his.push(Math.max(...ends));
  }
  los.sort((a, b) => a - b);
  his.sort((a, b) => b - a);
  const rejected = Math.floor(alpha * los.length + 1e-9);
  return { lo: los[rejected]!, hi: his[rejected]! };
}

function searchedEnds(
  units: readonly RandomisedUnit[],
  alpha: number,
  options: RandomisationOptions,
): { lo: number; hi: number } {
  const values = units.map(({ value }) => value);
  const spread = Math.max(...values) - Math.min(...values);
  const mean = (treated: boolean) => {
    const arm = units.filter((unit) => unit.treated === treated);
    return arm.reduce((sum, { value }) => sum + value, 0) / arm.length;
  };
  const centre = mean(true) - mean(false);
  const accepted = (effect: number) => {
    const p = randomisationPAt(units, effect, options);
    return p.reason !== null || p.value > alpha + 1e-12;
  };
  const end = (direction: 1 | -1) => {
    let inside = 0;
    let outside = spread / 4;
    while (accepted(centre + direction * outside)) {
      inside = outside;
      outside *= 2;
      if (outside > spread * 1e4) return direction * Number.POSITIVE_INFINITY;
    }
    while (outside - inside > spread * 1e-6) {
      const middle = (inside + outside) / 2;
      if (accepted(centre + direction * middle)) inside = middle;
      else outside = middle;
    }
    return centre + direction * inside;
  };
  return { lo: end(-1), hi: end(1) };
}
