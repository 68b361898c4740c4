import { lineLink, linkErrors, percentileLink } from "../../statistics/link-errors.ts";
import { mean } from "../../statistics/moments.ts";
import type { Reason } from "../../statistics/result.ts";
import { type BridgePair, versionLink } from "../../statistics/version-bridge.ts";
import { rule } from "../../warehouse/rules.ts";
import { rawRange } from "../scoring/area-sql.ts";
import type { Bridge } from "./bridges.ts";

/** An old score, in whole raw points of which more is more need, and what it is on the new version's scale of need. */
export interface BridgePoint {
  old_raw: number;
  need: number;
  /** Points of need by which one raw point more moves it; 0 where the link is no line. */
  slope: number;
  /** Standard error from the link alone, in points of need. */
  error: number;
}

/** A link of one domain, or why there is none. */
export interface Link {
  n: number;
  r: number | null;
  slope: number | null;
  intercept: number | null;
  rmsd: number | null;
  /** Mean standard error over the children it was made from, in points of need. */
  error: number | null;
  reason: Reason | null;
  points: BridgePoint[];
}

const none = (n: number, reason: Reason, link?: { r: number }): Link => ({
  n,
  r: link?.r ?? null,
  slope: null,
  intercept: null,
  rmsd: null,
  error: null,
  reason,
  points: [],
});

/** Links one domain of two versions, at the raw scores that were seen: nothing is extrapolated. */
export function linkDomain(bridge: Bridge, domain: string, pairs: readonly BridgePair[]): Link {
  const isLine = bridge.method === "mean_sigma";
  const fewest = rule(isLine ? "smallest_bridge_sample" : "smallest_equipercentile_sample");
  if (pairs.length < fewest) return none(pairs.length, "below_minimum_size");
  const { value: link, reason } = versionLink(pairs);
  if (link === null) return none(pairs.length, reason);
  if (link.r < rule("weakest_bridge")) return none(pairs.length, "not_linkable", link);
  const { least, width } = rawRange(
    bridge.to,
    bridge.to.areas.filter(({ id }) => domain === "total" || id === domain),
  );
  const perPoint = 100 / width;
  const needOf = (raw: number) => Math.min(100, Math.max(0, (raw - least) * perPoint));
  const scale = { min: least, max: least + width };
  // Percentiles are of whole scores; a line is made from the scores as they are.
  const sample = isLine
    ? pairs
    : pairs.map((pair) => ({ old: Math.round(pair.old), new: Math.round(pair.new) }));
  const linkOf = (some: readonly BridgePair[]) =>
    isLine ? lineLink(some) : percentileLink(some, scale);
  const rawOf = linkOf(sample)!;
  const [first, last] = [Math.ceil(link.observed.min), Math.floor(link.observed.max)];
  const olds = Array.from({ length: last - first + 1 }, (_, i) => first + i);
  const slope = isLine ? link.slope * perPoint : 0;
  const points = linkErrors(sample, linkOf, olds).flatMap((error, i): BridgePoint[] => {
    const old_raw = olds[i]!;
    if (error === null) return [];
    return [{ old_raw, need: needOf(rawOf(old_raw)), slope, error: error * perPoint }];
  });
  const errors = new Map(points.map(({ old_raw, error }) => [old_raw, error]));
  const seen = sample.flatMap(({ old }) => errors.get(Math.round(old)) ?? []);
  return {
    n: link.n,
    r: link.r,
    slope: link.slope,
    intercept: link.intercept,
    rmsd: link.rmsd,
    error: seen.length ? mean(seen) : null,
    reason: null,
    points,
  };
}
