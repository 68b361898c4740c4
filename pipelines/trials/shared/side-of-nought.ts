/**
 * On which side of nought an interval lies as it is written: 0 where it holds nought or touches it once
 * its ends are rounded, so that no verdict stands beside an interval in which a reader sees nought.
 *
 * @param decimals to which the ends are written
 */
export function sideOfNought(lower: number, upper: number, decimals: number): -1 | 0 | 1 {
  const isNought = (end: number) => Number(Math.abs(end).toFixed(decimals)) === 0;
  if (lower > 0 && !isNought(lower)) return 1;
  if (upper < 0 && !isNought(upper)) return -1;
  return 0;
}
