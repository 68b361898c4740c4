import { expectValue } from "../../../pipelines/statistics/result.ts";
import {
  bridgeScore,
  equipercentileSpan,
  percentileRank,
  versionLink,
} from "../../../pipelines/statistics/version-bridge.ts";
import { number } from "../case-files.ts";
import type { Adapter } from "./adapter.ts";

interface Params {
  new_min: number;
  new_max: number;
  query: number | number[];
}

export const versionBridgeAdapter: Adapter = (files) => {
  const { new_min, new_max, query } = files.json<Params>("params.json");
  const scale = { min: new_min, max: new_max };
  const pairs = files.rows("bridge_sample.csv").map((row) => ({
    old: number(row, "old_score"),
    new: number(row, "new_score"),
  }));
  const link = expectValue(versionLink(pairs));
  const at = <T>(of: (old: number) => T) =>
    Object.fromEntries([query].flat().map((old) => [String(old), of(old)]));
  const line = at((old) => link.intercept + link.slope * old);
  return {
    linear: { slope: link.slope, intercept: link.intercept, at: line, equate_pkg_at: line },
    equipercentile_pkg: at((old) => {
      const { value } = bridgeScore(pairs, scale, old, { minimumPairs: 1, weakestLink: -1 });
      return value?.equipercentile ?? null;
    }),
    equipercentile_accept: at((old) => ({
      percentile_rank: 100 * percentileRank(pairs, old),
      ...equipercentileSpan(pairs, scale, old),
      in_observed_range: old >= link.observed.min && old <= link.observed.max,
    })),
    r: link.r,
    spearman: link.spearman,
    rmsd_linear: link.rmsd,
    linking_ok: link.isLinkable,
  };
};
