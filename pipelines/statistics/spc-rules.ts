/** A point against its limits: `side` of the mean (0 on it), beyond or close to a limit. */
export interface ChartedPoint {
  value: number | null;
  side: -1 | 0 | 1;
  isOutside: boolean;
  isClose: boolean;
}

export type SpecialCause = "outside" | "trend" | "twoInThree" | "shift";

export interface Signal {
  cause: SpecialCause;
  /** Which way the process moved, whatever way is good. */
  direction: "up" | "down";
}

/** Points in a trend or on one side of the mean that make a signal (NHS Making Data Count). */
export const runLength = 7;

/**
 * The signal at each point of one segment, null for common cause. In order of precedence: outside the
 * limits; 7 points steadily rising or falling; two of three beyond the near limits with all three on
 * one side; 7 on one side. Every member of a run is flagged (NHSRplotthedots 0.2.2).
 */
export function signals(points: readonly ChartedPoint[]): (Signal | null)[] {
  const steps = points.map(({ value }, i) => {
    const before = points[i - 1]?.value ?? null;
    return value === null || before === null ? 0 : Math.sign(value - before);
  });
  const inTrend = covered(points.length, runLength, (from) =>
    isSteady(steps.slice(from + 1, from + runLength)),
  );
  const inShift = covered(points.length, runLength, (from) =>
    isSteady(points.slice(from, from + runLength).map(({ side }) => side)),
  );
  const nearLimit = covered(points.length, 3, (from) => {
    const three = points.slice(from, from + 3);
    return isSteady(three.map((p) => p.side)) && three.filter((p) => p.isClose).length >= 2;
  });
  return points.map(({ side, isOutside, isClose }, i) => {
    const onSide = side > 0 ? "up" : "down";
    if (isOutside) return { cause: "outside", direction: onSide };
    if (inTrend[i]) {
      // Where two trends meet, the point belongs to the one that follows it.
      const step = inTrend[i + 1] ? steps[i + 1]! : steps[i]!;
      return { cause: "trend", direction: step > 0 ? "up" : "down" };
    }
    if (nearLimit[i] && isClose) return { cause: "twoInThree", direction: onSide };
    return inShift[i] ? { cause: "shift", direction: onSide } : null;
  });
}

/** Which points lie in any window of `length` that satisfies the rule. */
function covered(n: number, length: number, holds: (from: number) => boolean): boolean[] {
  const inside = new Array<boolean>(n).fill(false);
  for (let from = 0; from + length <= n; from++) {
    if (holds(from)) inside.fill(true, from, from + length);
  }
  return inside;
}

function isSteady(signs: readonly number[]): boolean {
  return signs[0] !== 0 && signs.every((sign) => sign === signs[0]);
}
