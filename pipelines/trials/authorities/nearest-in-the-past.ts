import { mean } from "../../statistics/moments.ts";
import type { DesignedOutcome } from "../designs/authority-design.ts";
import { beganOn } from "./periods.ts";
import type { Series } from "./series.ts";

/**
 * Codes of the authorities whose figures before its start lie nearest to each trial authority's own,
 * by least mean square; null where some trial authority has no year before, so that none is like it.
 */
export function nearestInThePast(
  series: readonly Series[],
  outcome: Pick<DesignedOutcome, "left_out" | "measured">,
  nearest: number,
  starts: ReadonlyMap<string, string>,
): string[] | null {
  const leftOut = new Set(outcome.left_out.map(({ period }) => period));
  const trial = series.filter(({ isTrial }) => isTrial);
  const known = [...new Set(trial.flatMap(({ values }) => [...values.keys()]))]
    .filter((period) => !leftOut.has(period))
    .filter((period) => trial.every(({ values }) => values.has(period)));
  const chosen = new Set<string>();
  for (const { authority_code, values } of trial) {
    const start = starts.get(authority_code) ?? "";
    const before = known.filter((period) => beganOn(period, outcome.measured) < start);
    if (before.length === 0) return null;
    const whole = series.filter(
      (other) => !other.isTrial && before.every((period) => other.values.has(period)),
    );
    const distance = (other: Series) =>
      mean(before.map((period) => (other.values.get(period)! - values.get(period)!) ** 2));
    const ordered = [...whole].sort(
      (a, b) => distance(a) - distance(b) || a.authority_code.localeCompare(b.authority_code),
    );
    for (const { authority_code } of ordered.slice(0, nearest)) chosen.add(authority_code);
  }
  return [...chosen];
}
