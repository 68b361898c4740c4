import { median } from "./moments.ts";
import { found, type Result, refused } from "./result.ts";
import { binomialHalfP } from "./sign-test.ts";
import { hodgesLehmann, type SignedRank, signedRank } from "./signed-rank.ts";

export interface OrdinalPair {
  pre: number;
  post: number;
}

export interface PairedOrdinal {
  n: number;
  fell: number;
  same: number;
  rose: number;
  medianChange: number;
  wilcoxon: SignedRank;
  hodgesLehmann: number;
  signP: number;
  /** (fell - rose) / n: net improvement where high means more need. */
  netFall: number;
}

/** Change of one child each on one ordinal scale. Pairs must be independent. Refuses none. */
export function pairedOrdinal(pairs: readonly OrdinalPair[]): Result<PairedOrdinal> {
  if (pairs.length === 0) return refused("below_minimum_size");
  const changes = pairs.map(({ pre, post }) => post - pre);
  const fell = changes.filter((change) => change < 0).length;
  const rose = changes.filter((change) => change > 0).length;
  return found({
    n: pairs.length,
    fell,
    same: pairs.length - fell - rose,
    rose,
    medianChange: median(changes),
    wilcoxon: signedRank(changes),
    hodgesLehmann: hodgesLehmann(changes),
    signP: binomialHalfP(fell, fell + rose),
    netFall: (fell - rose) / pairs.length,
  });
}

export interface ThresholdChange {
  left: number;
  entered: number;
  exactP: number;
  /** McNemar's chi-squared with continuity; 0 when nobody crossed. */
  chisq: number;
  /** Share of all pairs; negative when more left than entered. */
  netEntered: number;
}

/** Movement across a threshold, `at` or above being high. */
export function thresholdChange(pairs: readonly OrdinalPair[], at: number): ThresholdChange {
  const left = pairs.filter(({ pre, post }) => pre >= at && post < at).length;
  const entered = pairs.filter(({ pre, post }) => pre < at && post >= at).length;
  const crossed = left + entered;
  const exactP = binomialHalfP(left, crossed);
  const chisq = crossed === 0 ? 0 : Math.max(0, Math.abs(left - entered) - 1) ** 2 / crossed;
  return { left, entered, exactP, chisq, netEntered: (entered - left) / pairs.length };
}
