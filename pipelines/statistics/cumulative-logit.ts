import { choleskyFactors, dot, type Rows, times, zeros } from "./matrix.ts";
import { found, type Result, refused } from "./result.ts";

/**
 * One child: P(outcome) = F(upper'theta + offset) - F(lower'theta + offset) with F the logistic
 * function; null is a bound at infinity, above the top level or below the bottom one.
 */
export interface CumulativeRow {
  upper: readonly number[] | null;
  lower: readonly number[] | null;
  offset: number;
}

export interface CumulativeModel {
  parameters: number[];
  covariance: Rows;
  logLikelihood: number;
  /** False when the likelihood rises for ever as parameters grow: only its limit is known. */
  isReached: boolean;
}

const mostSteps = 60;

/** Maximum likelihood by Newton's method with step halving. Refuses a start of no likelihood. */
export function cumulativeModel(
  rows: readonly CumulativeRow[],
  start: readonly number[],
): Result<CumulativeModel> {
  let parameters = [...start];
  let logLikelihood = likelihood(rows, parameters);
  if (!Number.isFinite(logLikelihood)) return refused("invalid_input");
  for (let step = 0; step < mostSteps; step++) {
    const { slope, information } = derivatives(rows, parameters);
    const covariance = invert(information);
    if (covariance === null) return refused("singular_design");
    const move = times(covariance.inverse, slope);
    let length = 1;
    let next = parameters;
    let nextLikelihood = Number.NEGATIVE_INFINITY;
    for (; length > 1e-10; length /= 2) {
      next = parameters.map((value, j) => value + length * move[j]!);
      nextLikelihood = likelihood(rows, next);
      if (nextLikelihood >= logLikelihood - rounding(logLikelihood)) break;
    }
    const isStill = Math.max(...move.map(Math.abs)) < 1e-8;
    const gain = nextLikelihood - logLikelihood;
    if (gain >= -rounding(logLikelihood)) {
      parameters = next;
      logLikelihood = nextLikelihood;
    }
    // A propped step is short, so what is still to come is many times the last gain.
    const isFlat =
      gain < (covariance.isPropped ? 1e-7 : 1e-9) && Math.max(...slope.map(Math.abs)) < 1e-4;
    if (isStill || (isFlat && step > 25)) {
      return found({
        parameters,
        covariance: covariance.inverse,
        logLikelihood,
        isReached: isStill && !covariance.isPropped,
      });
    }
  }
  return refused("did_not_converge");
}

/** What a sum of logarithms may lose in its last digits. */
function rounding(logLikelihood: number): number {
  return 1e-12 * (1 + Math.abs(logLikelihood));
}

/** Where the likelihood is almost flat a small ridge keeps the step downhill. */
function invert(information: Rows): { inverse: Rows; isPropped: boolean } | null {
  const exact = choleskyFactors(information);
  if (exact !== null) return { inverse: exact.inverse, isPropped: false };
  const scale = Math.max(...information.map((row, i) => Math.abs(row[i]!)));
  for (let ridge = 1e-9 * scale; ridge < 100 * scale; ridge *= 10) {
    const propped = choleskyFactors(
      information.map((row, i) => row.map((value, j) => value + (i === j ? ridge : 0))),
    );
    if (propped !== null) return { inverse: propped.inverse, isPropped: true };
  }
  return null;
}

const logistic = (x: number) => 1 / (1 + Math.exp(-x));

function chances({ upper, lower, offset }: CumulativeRow, parameters: readonly number[]) {
  const top = upper === null ? 1 : logistic(dot(upper, parameters) + offset);
  const bottom = lower === null ? 0 : logistic(dot(lower, parameters) + offset);
  return { top, bottom };
}

function likelihood(rows: readonly CumulativeRow[], parameters: readonly number[]): number {
  let sum = 0;
  for (const row of rows) {
    const { top, bottom } = chances(row, parameters);
    if (!(top > bottom)) return Number.NEGATIVE_INFINITY;
    sum += Math.log(top - bottom);
  }
  return sum;
}

function derivatives(rows: readonly CumulativeRow[], parameters: readonly number[]) {
  const p = parameters.length;
  const slope = new Array<number>(p).fill(0);
  const information = zeros(p, p);
  const none = new Array<number>(p).fill(0);
  for (const row of rows) {
    const { top, bottom } = chances(row, parameters);
    const chance = top - bottom;
    const [f1, f2] = [top * (1 - top), bottom * (1 - bottom)];
    const [g1, g2] = [f1 * (1 - 2 * top), f2 * (1 - 2 * bottom)];
    const upper = row.upper ?? none;
    const lower = row.lower ?? none;
    const score = upper.map((value, j) => (f1 * value - f2 * lower[j]!) / chance);
    for (let j = 0; j < p; j++) {
      slope[j] = slope[j]! + score[j]!;
      for (let k = 0; k < p; k++) {
        const curve = (g1 * (upper[j]! * upper[k]!) - g2 * (lower[j]! * lower[k]!)) / chance;
        information[j]![k] = information[j]![k]! + score[j]! * score[k]! - curve;
      }
    }
  }
  return { slope, information };
}
