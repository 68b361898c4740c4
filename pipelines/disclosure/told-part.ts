import { rule } from "../warehouse/rules.ts";

/** What a reader may know of a published count, or of a hidden one, at least and at most. */
const off = (): number => Math.floor(rule("count_step") / 2);
const toStep = (count: number): number =>
  Math.round(count / rule("count_step")) * rule("count_step");

/**
 * Whether the hidden parts of a whole are told to be fewer than the smallest count that is shown: the
 * whole and the parts shown are known to the nearest five, wherever the whole may be read, and of each
 * other hidden part no more than that it is not 0.
 *
 * @param counts of all parts, and which of them are hidden.
 */
export function isTold(counts: readonly number[], isHidden: readonly boolean[]): boolean {
  const hidden = counts.filter((n, i) => n > 0 && isHidden[i]).length;
  if (hidden === 0) return false;
  const smallest = rule("smallest_count");
  const whole = counts.reduce((sum, n) => sum + n, 0);
  // A whole so small is hidden itself.
  if (whole < smallest) return false;
  const most = toStep(whole) + off();
  const least = counts.reduce(
    (sum, n, i) => sum + (isHidden[i] || n === 0 ? 0 : Math.max(smallest, toStep(n) - off())),
    0,
  );
  return most - least - (hidden - 1) < smallest;
}
