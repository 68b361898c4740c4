import { areaRange, type Instrument } from "../../../loaders/contract/instrument.ts";
import { kappa } from "../../statistics/agreement.ts";
import { intraclassCorrelations } from "../../statistics/icc.ts";
import { standardDeviation } from "../../statistics/moments.ts";
import type { Reason } from "../../statistics/result.ts";
import { squareTable } from "../../statistics/square-table.ts";
import { rule } from "../../warehouse/rules.ts";

/** One way to say how far a score can be relied on; need is in points, 0 to 100. */
export interface ReliabilityRow {
  method: "icc_2_1" | "weighted_kappa" | "alpha" | "omega" | "published";
  n: number;
  estimate: number | null;
  lower: number | null;
  upper: number | null;
  /** Standard error of measurement, and the smallest change beyond it at 95%, in points. */
  sem: number | null;
  mdc95: number | null;
  reason: Reason | null;
}

/** A professional's and a moderator's need of one child. */
export type ScoredTwice = readonly [first: number, second: number];

export const without = (
  method: ReliabilityRow["method"],
  n: number,
  reason: Reason,
): ReliabilityRow => ({
  method,
  n,
  estimate: null,
  lower: null,
  upper: null,
  sem: null,
  mdc95: null,
  reason,
});

/** Absolute agreement of two raters who might have been any: ICC(2,1). */
export function interRater(pairs: readonly ScoredTwice[]): ReliabilityRow {
  const n = pairs.length;
  const level = rule("confidence_level");
  const { value, reason } = intraclassCorrelations(pairs, {
    level,
    minimum: rule("fewest_moderated"),
  });
  if (reason !== null) return without("icc_2_1", n, reason);
  const { icc, ci } = value.find(({ type }) => type === "ICC2")!;
  const sem = standardDeviation(pairs.flat()) * Math.sqrt(1 - Math.max(0, icc));
  return {
    method: "icc_2_1",
    n,
    estimate: icc,
    lower: ci.lo,
    upper: ci.hi,
    sem,
    mdc95: 1.96 * Math.SQRT2 * sem,
    reason: null,
  };
}

/** Quadratic weighted kappa over the levels of an area that is one judgement; null for others. */
export function weightedKappa(
  instrument: Instrument,
  domain: string,
  pairs: readonly ScoredTwice[],
): ReliabilityRow | null {
  const area = instrument.areas.find(({ id }) => id === domain);
  if (!area || area.items) return null;
  const n = pairs.length;
  if (n < rule("fewest_moderated")) return without("weighted_kappa", n, "below_minimum_size");
  const { min, max } = areaRange(instrument, area);
  const steps = max - min;
  const place = (need: number) => Math.round((need / 100) * steps);
  const table = squareTable(
    pairs.map(([own]) => place(own)),
    pairs.map(([, other]) => place(other)),
    Array.from({ length: steps + 1 }, (_, i) => i),
  );
  const { value, reason } = kappa(table, "quadratic", rule("confidence_level"));
  if (reason !== null) return without("weighted_kappa", n, reason);
  const { lo, hi } = value.ci;
  return {
    ...without("weighted_kappa", n, "no_variation"),
    estimate: value.kappa,
    lower: lo,
    upper: Math.min(1, hi),
    reason: null,
  };
}
