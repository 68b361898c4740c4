import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  type CostAvoidance,
  costAvoidance,
} from "../../../pipelines/measures/cost-avoidance/measure.ts";
import { type FairAccess, fairAccess } from "../../../pipelines/measures/fair-access/measure.ts";
import {
  type MatchedCosts,
  matchedCosts,
} from "../../../pipelines/measures/matched-costs/measure.ts";
import {
  type NeedAndCost,
  needAndCost,
} from "../../../pipelines/measures/need-and-cost/measure.ts";
import {
  type SettingReadiness,
  settingReadiness,
} from "../../../pipelines/measures/setting-readiness/measure.ts";
import { generateSample, writeSample } from "../../../pipelines/sample/sample.ts";
import type { Truth } from "../../../pipelines/sample/truth.ts";
import type { Warehouse } from "../../../pipelines/warehouse/warehouse.ts";
import { builtWarehouse } from "../sample-warehouse.ts";

/** What is published of costs, of readiness and of access, and what was planted. */
export interface Planted {
  matched: MatchedCosts[];
  needs: NeedAndCost[];
  avoided: CostAvoidance[];
  ready: SettingReadiness[];
  access: FairAccess[];
  truth: Truth;
}

/** Tables of a warehouse from which they are made. */
const MODELS = [
  "costed_needs",
  "sustained_moves_counted",
  "setting_gaps",
  "cost_by_child_year",
  "access_outcomes",
  "instrument_areas",
  "domains",
  "settings",
  "instruments",
];

export async function plantedOf(seed: number): Promise<Planted> {
  const folder = await mkdtemp(join(tmpdir(), "vsend-planted-"));
  try {
    const sample = generateSample({ children: 2500, authorities: 6, seed });
    await writeSample(sample, folder);
    const warehouse = await builtWarehouse([folder], [], MODELS);
    const planted = await publishedOf(warehouse, sample.truth);
    warehouse.close();
    return planted;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

export const publishedOf = async (warehouse: Warehouse, truth: Truth): Promise<Planted> => ({
  matched: (await matchedCosts.rows(warehouse)).rows,
  needs: (await needAndCost.rows(warehouse)).rows,
  avoided: (await costAvoidance.rows(warehouse)).rows,
  ready: (await settingReadiness.rows(warehouse)).rows,
  access: (await fairAccess.rows(warehouse)).rows,
  truth,
});

/** A published interval is of rounded ends: it holds what its ends, before they were rounded, may have held. */
const within = (lower: number, upper: number, truth: number, step: number): boolean =>
  truth >= lower - step / 2 && truth <= upper + step / 2;

/** What a year costs more than in mainstream, in each kind of special school; as means are published, winsorised. */
export function plantedDifferences({ costs }: Truth) {
  const of = (kind: string) => costs.find((row) => row.placement_group === kind)!.winsorised_gbp;
  return {
    state_special: of("state_special") - of("mainstream"),
    independent_special: of("independent_special") - of("mainstream"),
  };
}

/** For each published difference whether its interval holds the planted one. */
export function heldCosts({ matched, truth }: Planted) {
  const planted = plantedDifferences(truth);
  return matched.flatMap((row) =>
    row.difference_gbp === null
      ? []
      : [
          {
            whose: row.authority_code === "all" ? "all" : "one",
            kind: row.placement_group,
            isHeld: within(
              row.lower_gbp!,
              row.upper_gbp!,
              planted[row.placement_group],
              (row.child_count ?? 0) < 100 ? 1000 : 100,
            ),
          },
        ],
  );
}

/** For cash and notional of all councils together: whether what was avoided, and the years, are those planted. */
export function heldAvoided({ avoided, truth }: Planted) {
  const planted = plantedDifferences(truth);
  const kinds = { cash: "independent_special", notional: "state_special" } as const;
  return (["cash", "notional"] as const).map((money) => {
    const own = truth.sustained.find((row) => row.money === money)!;
    const row = avoided.find((one) => one.authority_code === "all" && one.money === money)!;
    const gbp = own.child_years * planted[kinds[money]];
    return {
      money,
      isCounted:
        Math.abs(row.child_count! - own.children) <= 5 &&
        Math.abs(row.child_years! - own.child_years) <= 5,
      isHeld: within(row.avoided_lower_gbp!, row.avoided_upper_gbp!, gbp, 10_000),
    };
  });
}

/** For each authority and area whether the interval of the gap of all its settings holds the planted one. */
export function heldGaps({ ready, truth }: Planted) {
  return truth.readiness.flatMap(({ authority_code, domain, gap }) => {
    const row = ready.find(
      (one) =>
        one.authority_code === authority_code &&
        one.place === "all settings" &&
        one.domain === domain,
    );
    if (!row || row.lower === null || row.upper === null) return [];
    return [{ authority_code, domain, isHeld: within(row.lower, row.upper, gap, 0.1) }];
  });
}

/**
 * For each third of need and kind of special school, of all councils together, whether the interval of
 * the published median holds the planted one: prices hang on the kind, and not on need.
 */
export function heldMedians({ needs, truth }: Planted) {
  return needs.flatMap((row) => {
    const own = truth.costs.find((one) => one.placement_group === row.placement_group);
    const { median_lower_gbp, median_upper_gbp, child_count } = row;
    const isCounted = row.authority_code === "all" && row.placement_group !== "mainstream";
    if (!own || !isCounted || median_lower_gbp === null || median_upper_gbp === null) return [];
    const step = child_count! < 30 ? 1000 : 100;
    return [within(median_lower_gbp, median_upper_gbp, own.median_gbp, step)];
  });
}
