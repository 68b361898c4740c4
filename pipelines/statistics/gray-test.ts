import type { CompetingTime } from "./competing-risks.ts";
import { chiSquaredUpper } from "./distributions.ts";
import { choleskyFactors, plus, quadratic, type Rows, zeros } from "./matrix.ts";
import { found, type Result, refused } from "./result.ts";

interface GroupMoment {
  atRisk: number;
  /** Event-free share before and after this time, and the cause's incidence before it. */
  before: number;
  after: number;
  incidence: number;
  ofCause: number;
  ofOthers: number;
}

/**
 * Gray's (1988) test that groups have the same cumulative incidence of one cause, equal weight at
 * all times. Refuses fewer than two groups and a cause that never occurs.
 */
export function grayTest(
  groups: readonly (readonly CompetingTime[])[],
  cause: number,
): Result<{ chiSquared: number; df: number; p: number }> {
  const filled = groups.filter((group) => group.length > 0);
  const g = filled.length;
  if (g < 2) return refused("below_minimum_size");
  const all = filled.flat();
  if (!all.some((child) => child.cause === cause)) return refused("no_variation");
  const times = [...new Set(all.filter((child) => child.cause > 0).map(({ time }) => time))].sort(
    (a, b) => a - b,
  );
  const state = filled.map(() => ({ free: 1, incidence: 0 }));
  let pooled = 0;
  let drift = zeros(g, g);
  const score = new Array<number>(g).fill(0);
  const parts: {
    moments: GroupMoment[];
    spread: Rows;
    drift: Rows;
    total: number;
    left: number;
  }[] = [];
  for (const time of times) {
    const moments = filled.map((group, k) => momentOf(group, time, cause, state[k]!));
    const weights = moments.map(({ atRisk, before }) => (atRisk > 0 ? atRisk / before : 0));
    const total = weights.reduce((sum, value) => sum + value, 0);
    const events = moments.reduce((sum, { ofCause }) => sum + ofCause, 0);
    const expected = moments.map(({ incidence }, k) => weights[k]! * (1 - incidence));
    const expectedTotal = expected.reduce((sum, value) => sum + value, 0);
    moments.forEach(({ ofCause }, k) => {
      score[k] = score[k]! + ofCause - (events * expected[k]!) / expectedTotal;
    });
    const spread = weights.map((a, i) =>
      weights.map((b, j) => (i === j ? a * (1 - a / total) : (-a * b) / total)),
    );
    const rate = events / (total * (1 - pooled));
    drift = plus(
      drift,
      spread.map((row) => row.map((value) => value * rate)),
    );
    pooled += events / total;
    parts.push({ moments, spread, drift, total, left: 1 - pooled });
    moments.forEach(({ after, before, atRisk, ofCause }, k) => {
      if (atRisk === 0) return;
      state[k]!.incidence += (before * ofCause) / atRisk;
      state[k]!.free = after;
    });
  }
  let covariance = zeros(g - 1, g - 1);
  const add = (move: readonly number[], scale: number) => {
    covariance = covariance.map((row, i) =>
      row.map((value, j) => value + scale * (move[i]! * move[j]!)),
    );
  };
  for (const part of parts) {
    const events = part.moments.reduce((sum, { ofCause }) => sum + ofCause, 0);
    part.moments.forEach(({ atRisk, before, after, ofOthers }, k) => {
      if (atRisk === 0) return;
      const later = drift.map((row, i) => row[k]! - part.drift[i]![k]!);
      if (events > 0) {
        const own = after > 0 ? 1 - part.left / after : 1;
        const ties = events > 1 ? 1 - (events - 1) / (part.total * before - 1) : 1;
        add(
          later.map((value, i) => part.spread[i]![k]! + own * value),
          (ties * before * events) / (part.total * atRisk),
        );
      }
      if (after > 0 && ofOthers > 0) {
        const ties = ofOthers > 1 ? 1 - (ofOthers - 1) / (atRisk - 1) : 1;
        add(
          later.map((value) => (part.left / after) * value),
          (ties * before ** 2 * ofOthers) / atRisk ** 2,
        );
      }
    });
  }
  const factors = choleskyFactors(covariance);
  if (factors === null) return refused("zero_variance");
  const chiSquared = quadratic(factors.inverse, score.slice(0, -1));
  return found({ chiSquared, df: g - 1, p: chiSquaredUpper(chiSquared, g - 1) });
}

function momentOf(
  group: readonly CompetingTime[],
  time: number,
  cause: number,
  { free, incidence }: { free: number; incidence: number },
): GroupMoment {
  const atRisk = group.filter((child) => child.time >= time).length;
  const now = group.filter((child) => child.time === time);
  const ofCause = now.filter((child) => child.cause === cause).length;
  const ofOthers = now.filter((child) => child.cause > 0).length - ofCause;
  const after = atRisk > 0 ? (free * (atRisk - ofCause - ofOthers)) / atRisk : free;
  return { atRisk, before: free, after, incidence, ofCause, ofOthers };
}
