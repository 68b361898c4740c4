import { z } from "zod";
import { rounded } from "../../disclosure/protect.ts";
import { ANY_INSTRUMENT } from "../../disclosure/sums-of-children.ts";
import { detectableWith, type PlannedTrial } from "../../statistics/two-sided-power.ts";
import { spreadFrom, UNITS } from "../../trials/plan/spread.ts";
import { rule } from "../../warehouse/rules.ts";
import { defineMeasure, type RowOf } from "../define/measure.ts";
import { needEstimates } from "../need-estimates/measure.ts";
import { settingTrials } from "../setting-trials/measure.ts";

const columns = {
  unit: z.enum(UNITS).describe("What is named in the trial and compared."),
  evaluation: z
    .string()
    .nullable()
    .describe("Trial whose own size is planned again; null of other plans."),
  units: z.number().describe("So many in the trial."),
  comparison_units: z.number().describe("So many to compare with."),
  units_planned: z
    .number()
    .nullable()
    .describe("So many in the trial, as planned; null of a trial, whose units are counted."),
  children_planned: z
    .number()
    .nullable()
    .describe(
      "Children seen twice in each, as planned; null of a trial, whose children are counted.",
    ),
  children: z.number().describe("Children seen twice in each."),
  detectable: z
    .number()
    .describe(
      "Smallest true difference in change of total need whose interval leaves out zero four times in five, in points of 100.",
    ),
  found_by_trial: z
    .number()
    .nullable()
    .describe(
      "What the published estimate of that trial could find: less than a plan where its units are unequal or are compared within instruments, since a plan takes units alike.",
    ),
  between: z
    .number()
    .describe(
      "Standard deviation of units' own mean changes, in points, at the upper end of its 80% interval.",
    ),
  within: z.number().describe("Standard deviation of children within a unit, in points."),
  spread_df: z
    .number()
    .describe("Units that the first is known from, less one a stratum and one for the sides."),
};

export type TrialPower = RowOf<typeof columns>;

const SIZES = [3, 5, 10, 20] as const;
const CHILDREN: Record<(typeof UNITS)[number], readonly number[]> = {
  authorities: [50, 150, 400],
  settings: [5, 20, 60],
};

interface Plan {
  evaluation: string | null;
  plan: PlannedTrial;
  /** What the estimate of the trial could find. */
  detectable: number | null;
}

const plansOf = (unit: (typeof UNITS)[number]): Plan[] =>
  SIZES.flatMap((units) =>
    CHILDREN[unit].map((children) => ({
      ...{ evaluation: null, detectable: null },
      plan: { trial: units, comparison: units, children },
    })),
  );

/** The size of a trial as it is published, so that a plan can be held to what was found. */
function ownPlan(row: {
  evaluation: string;
  is_primary: boolean;
  detectable: number | null;
  trial: number | null;
  comparison: number | null;
  trial_n: number | null;
  comparison_n: number | null;
}): Plan[] {
  const { evaluation, detectable, trial, comparison, trial_n, comparison_n } = row;
  if (!row.is_primary || detectable === null || !trial || !comparison) return [];
  const children = Math.round(((trial_n ?? 0) + (comparison_n ?? 0)) / (trial + comparison));
  return [{ evaluation, plan: { trial, comparison, children }, detectable }];
}

/** What a trial with so many units and children could see, from the loaded data's own variation. */
export const trialPower = defineMeasure({
  name: "trial-power",
  grain:
    "one row per kind of unit, trial whose size it is, units on each side and children in each",
  columns,
  key: [{ column: "unit", order: UNITS }, "evaluation", "units_planned", "children_planned"],
  method: "comparison",
  disclosure:
    "Made of two standard deviations over all children, to one decimal; the children of a trial's unit are its published count divided by its units",
  audit: { notAudited: "made of two standard deviations over all children, to one decimal" },
  contributors: () => [ANY_INSTRUMENT],
  rows: async (warehouse, published) => {
    const rows: TrialPower[] = [];
    const own = {
      authorities: (await published(needEstimates)).map((row) => ({
        ...row,
        ...{ trial: row.trial_authorities, comparison: row.comparison_authorities },
      })),
      // A plan is of settings that are compared within their authority.
      settings: (await published(settingTrials))
        .filter(({ clustered_by }) => clustered_by === "settings")
        .map((row) => ({
          ...row,
          ...{ trial: row.trial_settings, comparison: row.comparison_settings },
        })),
    };
    for (const unit of UNITS) {
      const spread = (await spreadFrom(warehouse, unit)).value;
      if (!spread) continue;
      for (const { evaluation, plan, detectable } of [
        ...plansOf(unit),
        ...own[unit].flatMap(ownPlan),
      ]) {
        const found = detectableWith(spread, plan, {
          level: rule("confidence_level"),
          power: rule("power"),
          noiseOfSum: rule("noise_of_sum"),
        }).value;
        if (!found) continue;
        rows.push({
          ...{ unit, evaluation, children: plan.children },
          // What names a row may be no figure: one child less, or one setting of few, would make it another row.
          units_planned: evaluation === null ? plan.trial : null,
          children_planned: evaluation === null ? plan.children : null,
          ...{ units: plan.trial, comparison_units: plan.comparison },
          detectable: rounded(found.detectable)!,
          found_by_trial: detectable,
          between: rounded(spread.between)!,
          within: rounded(spread.within)!,
          spread_df: spread.df,
        });
      }
    }
    return { rows };
  },
});
