import { correlation, mean, standardDeviation } from "./moments.ts";
import { uniforms } from "./random.ts";
import { midRanks } from "./rank.ts";
import { found, type Result, refused } from "./result.ts";

/** The same child scored on both versions of one domain; the order of the two is balanced. */
export interface BridgePair {
  old: number;
  new: number;
}

/** Whole-number scores the new version can give. */
export interface ScoreScale {
  min: number;
  max: number;
}

export interface VersionLink {
  n: number;
  /** Mean-sigma line: new = intercept + slope old, in raw points. */
  slope: number;
  intercept: number;
  r: number;
  spearman: number;
  /** Root mean square difference of the line from the new scores. */
  rmsd: number;
  /** False: show both series with a break, and link nothing. */
  isLinkable: boolean;
  observed: ScoreScale;
}

// At this correlation linking takes away half the uncertainty about the new score (Dorans 2004).
const linkableFrom = 0.866;
const fewestForEquipercentile = 50;
const fewestForLine = 10;

/**
 * Mean-sigma link of two versions from children scored on both (Kolen & Brennan 2014, chapter 2).
 * For use in the population it was made in, at the level it was made: never a total's link on a
 * domain. Refuses fewer than ten pairs and scores without variation.
 */
export function versionLink(pairs: readonly BridgePair[]): Result<VersionLink> {
  if (pairs.length < fewestForLine) return refused("below_minimum_size");
  const old = pairs.map((pair) => pair.old);
  const now = pairs.map((pair) => pair.new);
  const [spreadOld, spreadNew] = [standardDeviation(old), standardDeviation(now)];
  if (!(spreadOld > 0 && spreadNew > 0)) return refused("zero_variance");
  const slope = spreadNew / spreadOld;
  const intercept = mean(now) - slope * mean(old);
  const r = correlation(old, now);
  return found({
    n: pairs.length,
    slope,
    intercept,
    r,
    spearman: correlation(midRanks(old), midRanks(now)),
    rmsd: Math.sqrt(mean(pairs.map((pair) => (intercept + slope * pair.old - pair.new) ** 2))),
    isLinkable: r >= linkableFrom,
    observed: { min: Math.min(...old), max: Math.max(...old) },
  });
}

export interface BridgedScore {
  linear: number;
  /** Null below 50 pairs, where percentiles are too coarse. */
  equipercentile: number | null;
}

/**
 * A score of the old version on the new one's scale. Refuses a link too weak to use and a score
 * outside those the link was made from.
 */
export function bridgeScore(
  pairs: readonly BridgePair[],
  scale: ScoreScale,
  old: number,
  { minimumPairs = fewestForEquipercentile, weakestLink = linkableFrom } = {},
): Result<BridgedScore> {
  const link = versionLink(pairs);
  if (link.reason !== null) return link;
  const { n, slope, intercept, r, observed } = link.value;
  if (!(r >= weakestLink)) return refused("not_linkable");
  if (!(old >= observed.min && old <= observed.max)) return refused("outside_observed_range");
  const { lo, hi } = equipercentileSpan(pairs, scale, old);
  return found({
    linear: intercept + slope * old,
    equipercentile: n < minimumPairs ? null : (lo + hi) / 2,
  });
}

/** Share of the old scores below one, plus half of those on it. */
export function percentileRank(pairs: readonly BridgePair[], old: number): number {
  return mean(pairs.map((pair) => (pair.old < old ? 1 : pair.old === old ? 0.5 : 0)));
}

// Sums of shares differ in the last digits, so equal percentile ranks must not miss each other.
const slack = 1e-9;

/**
 * New scores with the percentile rank of an old one, each whole score spread evenly over a point
 * either side. One value, unless new scores that no child has leave a span open; its middle is
 * then the usual choice (Kolen & Brennan 2014, section 2.5).
 */
export function equipercentileSpan(
  pairs: readonly BridgePair[],
  { min, max }: ScoreScale,
  old: number,
): { lo: number; hi: number } {
  const rank = percentileRank(pairs, old);
  const below = (isReached: (cumulative: number) => boolean): number => {
    for (let y = min; y <= max; y++) {
      const cumulative = mean(pairs.map((pair) => Number(pair.new <= y)));
      if (!isReached(cumulative)) continue;
      const own = mean(pairs.map((pair) => Number(pair.new === y)));
      const part = own === 0 ? 0 : (rank - (cumulative - own)) / own;
      return y - 0.5 + Math.max(0, Math.min(1, part));
    }
    return max + 0.5;
  };
  return {
    lo: below((cumulative) => cumulative >= rank - slack),
    hi: below((cumulative) => cumulative > rank + slack),
  };
}

/**
 * Standard error of a linearly bridged score from the link alone, by a seeded bootstrap of the
 * pairs: carry it into every figure that mixes versions.
 */
export function linkStandardError(
  pairs: readonly BridgePair[],
  old: number,
  { draws = 500, seed = 1 } = {},
): Result<number> {
  const link = versionLink(pairs);
  if (link.reason !== null) return link;
  const random = uniforms(seed);
  const bridged: number[] = [];
  for (let draw = 0; draw < draws; draw++) {
    const sample = pairs.map(() => pairs[Math.floor(random() * pairs.length)]!);
    const { value } = versionLink(sample);
    if (value !== null) bridged.push(value.intercept + value.slope * old);
  }
  return bridged.length < 2 ? refused("no_variation") : found(standardDeviation(bridged));
}
