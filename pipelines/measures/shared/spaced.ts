/**
 * Points of a curve that may be shown together: of the points in order of what matters, each that
 * leaves `fewest` or more children between it and every point already taken, and either end.
 */
export function spaced<P>(
  points: readonly P[],
  countOf: (point: P) => number,
  { whole, fewest }: { whole: number; fewest: number },
): P[] {
  const taken: P[] = [];
  const far = (a: number, b: number) => a === b || Math.abs(a - b) >= fewest;
  for (const point of points) {
    const count = countOf(point);
    const ends = [0, whole, ...taken.map(countOf)];
    if (ends.every((end) => far(count, end))) taken.push(point);
  }
  return taken;
}
