import { mean, standardDeviation } from "./moments.ts";
import { found, type Result, refused } from "./result.ts";

/** Reliability must rest on at least this many retest or inter-rater pairs. */
export const minimumReliabilityPairs = 30;

export interface ReliableChangeInput {
  /** `post` null: the child has no class, which is not the same as unchanged. */
  pairs: readonly { pre: number | null; post: number | null }[];
  /** Inter-rater or retest; alpha understates error when raters differ and over-calls change. */
  reliability: number;
  /** Pairs the reliability was estimated on, when known. */
  reliabilityPairs?: number;
  /** Defaults to the standard deviation of complete pairs. */
  sdPre?: number;
  /** Absent for most SEND scales: then no child is called recovered. */
  norm?: { mean: number; sd: number };
  direction: "lower_is_better" | "higher_is_better";
  z?: number;
  /** Mean change without any effect (practice, drift). */
  drift?: number;
}

export type ReliableClass = "reliably_improved" | "no_reliable_change" | "reliably_worsened";
export type ClinicalClass = "recovered" | "improved" | "unchanged" | "deteriorated";

export interface ChildChange {
  change: number | null;
  rci: number | null;
  driftAdjusted: number | null;
  reliable: ReliableClass | null;
  clinical: ClinicalClass | null;
}

export interface ReliableChange {
  n: number;
  sd: number;
  meanPre: number;
  sem: number;
  sDiff: number;
  /** Smallest reliable change, in points. */
  threshold: number;
  cutoffs: { a: number; b: number; c: number } | null;
  children: ChildChange[];
}

/**
 * Reliable change index and Jacobson & Truax (1991) classes; the threshold is inclusive and a score
 * equal to cut-off c is not functional. Refuses a reliability of 1 or outside 0 to 1, one resting on
 * fewer than 30 pairs, and scores that do not vary.
 */
export function reliableChange(input: ReliableChangeInput): Result<ReliableChange> {
  const { pairs, reliability, norm, direction, z = 1.96, drift = 0 } = input;
  const complete = pairs.flatMap(({ pre, post }) => (pre === null || post === null ? [] : [pre]));
  if (complete.length === 0) return refused("below_minimum_size");
  if ((input.reliabilityPairs ?? Number.POSITIVE_INFINITY) < minimumReliabilityPairs) {
    return refused("below_minimum_size");
  }
  if (!(reliability >= 0 && reliability <= 1)) return refused("invalid_input");
  const sd = input.sdPre ?? standardDeviation(complete);
  const sem = sd * Math.sqrt(1 - reliability);
  if (!(sem > 0)) return refused("zero_variance");
  const sDiff = Math.SQRT2 * sem;
  const meanPre = mean(complete);
  const good = direction === "lower_is_better" ? -1 : 1;
  const cutoffs = norm
    ? {
        a: meanPre + good * 2 * sd,
        b: norm.mean - good * 2 * norm.sd,
        c: (sd * norm.mean + norm.sd * meanPre) / (sd + norm.sd),
      }
    : null;
  const isFunctional = (score: number) => cutoffs !== null && good * (score - cutoffs.c) > 0;
  const children = pairs.map(({ pre, post }): ChildChange => {
    if (pre === null || post === null) {
      return { change: null, rci: null, driftAdjusted: null, reliable: null, clinical: null };
    }
    const change = post - pre;
    const rci = change / sDiff;
    const reliable = classify(good * rci, z);
    const clinical = cutoffs && clinicalClass(reliable, !isFunctional(pre) && isFunctional(post));
    return { change, rci, driftAdjusted: (change - drift) / sDiff, reliable, clinical };
  });
  const n = complete.length;
  return found({ n, sd, meanPre, sem, sDiff, threshold: z * sDiff, cutoffs, children });
}

function classify(towardsGood: number, z: number): ReliableClass {
  if (towardsGood >= z) return "reliably_improved";
  return towardsGood <= -z ? "reliably_worsened" : "no_reliable_change";
}

function clinicalClass(reliable: ReliableClass, crossed: boolean): ClinicalClass {
  if (reliable === "reliably_worsened") return "deteriorated";
  if (reliable === "no_reliable_change") return "unchanged";
  return crossed ? "recovered" : "improved";
}
