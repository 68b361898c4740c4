import { group } from "d3";
import { rounded } from "../../disclosure/protect.ts";
import { heldOut } from "../../statistics/held-out.ts";
import { quantile } from "../../statistics/moments.ts";
import type { Warehouse } from "../../warehouse/warehouse.ts";

/** Stages of SEN at which pupils are identified. */
export const STAGES = ["support", "plan"] as const;
type Stage = (typeof STAGES)[number];

/** Indicators of which `identification_shares` is made. */
export const SHARES_READ = [
  "lait_sen_totsensup",
  "lait_sen_totstat",
  "lait_prifsm",
  "lait_secfsm",
] as const;

interface Shares extends Record<Stage, number> {
  authority_code: string;
  authority_name: string;
  period: string;
  free_meals: number;
}

export interface Identified {
  authority_code: string;
  authority_name: string;
  period: string;
  stage: Stage;
  value: number;
  free_meals: number;
  others: number;
  expected: number;
  lower: number;
  upper: number;
  position: "above" | "within" | "below";
  neighbours: number;
  neighbours_middle: number | null;
}

/** The shares are published to one decimal, and are compared as they are shown. */
const shown = (share: number): number => rounded(share, 1)!;

/**
 * Pupils identified at each stage in every council beside what the other councils of the same January
 * lead one to expect of as large a share with free school meals, in per cent of pupils. A January in
 * which too few councils are published is left out.
 *
 * @param warehouse one whose `identification_shares` and `statistical_neighbours` are built
 */
export async function identified(warehouse: Warehouse): Promise<Identified[]> {
  const shares = await warehouse.rows<Shares>(
    "from identification_shares order by period, authority_code",
  );
  const near = group(
    await warehouse.rows<{ authority_code: string; neighbour_code: string }>(
      "select authority_code, neighbour_code from statistical_neighbours",
    ),
    (row) => row.authority_code,
  );
  return [...group(shares, (row) => row.period).values()].flatMap((councils) =>
    STAGES.flatMap((stage) => ofStage(councils, stage, near)),
  );
}

function ofStage(
  councils: readonly Shares[],
  stage: Stage,
  near: ReadonlyMap<string, { neighbour_code: string }[]>,
): Identified[] {
  const others = heldOut(
    councils.map(({ free_meals }) => [1, free_meals]),
    councils.map((row) => row[stage]),
  );
  if (others.reason !== null) return [];
  const shareOf = new Map(councils.map((row) => [row.authority_code, row[stage]]));
  return councils.map((row, i) => {
    const { authority_code, authority_name, period, free_meals, [stage]: value } = row;
    const { expected, prediction } = others.value[i]!;
    const [lower, upper] = [shown(prediction.lo), shown(prediction.hi)];
    const theirs = (near.get(authority_code) ?? []).flatMap(
      ({ neighbour_code }) => shareOf.get(neighbour_code) ?? [],
    );
    return {
      ...{ authority_code, authority_name, period, stage, value, others: councils.length - 1 },
      free_meals: shown(free_meals),
      expected: shown(expected),
      ...{ lower, upper },
      position: value > upper ? "above" : value < lower ? "below" : "within",
      neighbours: theirs.length,
      neighbours_middle: theirs.length ? shown(quantile(theirs, 0.5)) : null,
    };
  });
}
