import {
  addUp,
  type Figure,
  type Protected,
  protect,
  toNearest,
} from "../../disclosure/protect.ts";
import { isSmallSetting } from "../../disclosure/tells-all.ts";
import { rule } from "../../warehouse/rules.ts";
import { costInterval } from "../shared/cost-interval.ts";
import type { CostCell } from "./cells-sql.ts";

/** A kind of cost of one cell, in rounded pounds, before anything of it is hidden. */
export type CostFigures = ReturnType<typeof figuresOf>;

/** The figures of a cell, and whether its costs could be told of one child, or of all alike. */
export function figuresOf(cell: CostCell, names: ReadonlyMap<string, string>) {
  const { authority_code, financial_year, placement_group, child_count, mean_gbp } = cell;
  const interval = costInterval(cell);
  const step = child_count < rule("fewest_for_hundreds") ? 1000 : 100;
  return {
    authority_code,
    authority_name: names.get(authority_code)!,
    financial_year,
    placement_group,
    child_count: child_count as number | null,
    // A mean with its interval to £100 would tell how much those cost who stand for the dearest.
    mean_gbp: toStep(step, mean_gbp),
    lower_gbp: toStep(step, interval?.lo ?? null),
    upper_gbp: toStep(step, interval?.hi ?? null),
    median_gbp: toStep(step, cell.median_gbp),
    symbol: null as string | null,
    tells: tells(cell),
  };
}

type Contributed = Pick<CostCell, "contributor_count" | "largest_share" | "rest_share" | "sd_gbp">;

/**
 * Whether a cell's pounds would tell of a child although it has children enough: few contribute, one
 * is most of it, the second dearest could work out the dearest (p per cent rule, SDC Handbook ch. 4),
 * or all cost the same.
 */
export const tellsOfOne = (cell: Contributed): boolean =>
  cell.contributor_count < rule("fewest_contributors") ||
  (cell.largest_share ?? 1) > rule("largest_single_share") ||
  (cell.rest_share ?? 0) < rule("least_protection_share") ||
  !(Number(cell.sd_gbp) > 0);

/** The same, or all are of one small setting. */
export const tells = (
  cell: Contributed & Pick<CostCell, "is_one_setting" | "child_count">,
): boolean => tellsOfOne(cell) || isSmallSetting(cell.is_one_setting, cell.child_count);

/** One kind of cost protected by itself: what is hidden depends on its own contributors alone. */
export function protectCosts(
  figures: readonly CostFigures[],
): Protected<Omit<CostFigures, "tells">> {
  const protection = {
    count: "child_count",
    values: ["mean_gbp", "lower_gbp", "upper_gbp", "median_gbp"],
    sensitive: {
      column: "tells",
      words: "costs that tell of one child, of all alike, or of one small setting",
    },
  };
  const isAll = ({ authority_code }: Figure) => authority_code === "all";
  const all = protect(figures.filter(isAll), protection);
  // The authorities are the parts of the whole that the rows for all together give away.
  const each = protect(
    figures.filter((figure) => !isAll(figure)),
    { ...protection, wholes: [["financial_year", "placement_group"]] },
  );
  return { rows: [...all.rows, ...each.rows], hidden: addUp(all.hidden, each.hidden) };
}

const toStep = (step: number, pounds: number | null): number | null =>
  pounds === null ? null : toNearest(step, pounds);
