import { z } from "zod";
import { rounded } from "../../disclosure/protect.ts";
import { ANY_INSTRUMENT } from "../../disclosure/sums-of-children.ts";
import { detectableWith } from "../../statistics/two-sided-power.ts";
import { spreadFrom, UNITS } from "../../trials/plan/spread.ts";
import { rule } from "../../warehouse/rules.ts";
import { defineMeasure, type RowOf } from "../define/measure.ts";

const columns = {
  unit: z.enum(UNITS).describe("What is named in the trial and compared."),
  units: z.number().describe("So many on each side."),
  children: z.number().describe("Children seen twice in each."),
  detectable: z
    .number()
    .describe(
      "Smallest true difference in change of total need found four times in five, in points of 100.",
    ),
  between: z
    .number()
    .describe(
      "Standard deviation of units' own mean changes, in points, at the upper end of its 80% interval.",
    ),
  within: z.number().describe("Standard deviation of children within a unit, in points."),
  spread_df: z.number().describe("Units that the first is known from, less one a stratum."),
};

export type TrialPower = RowOf<typeof columns>;

const SIZES = [3, 5, 10, 20] as const;
const CHILDREN: Record<(typeof UNITS)[number], readonly number[]> = {
  authorities: [50, 150, 400],
  settings: [5, 20, 60],
};

/** What a trial with so many units and children could see, from the loaded data's own variation. */
export const trialPower = defineMeasure({
  name: "trial-power",
  grain: "one row per kind of unit, units on each side and children in each",
  columns,
  key: [{ column: "unit", order: UNITS }, "units", "children"],
  method: "comparison",
  disclosure:
    "Made of two standard deviations over all children, to one decimal; it has no count of children",
  audit: { notAudited: "made of two standard deviations over all children, to one decimal" },
  contributors: () => [ANY_INSTRUMENT],
  rows: async (warehouse) => {
    const rows: TrialPower[] = [];
    for (const unit of UNITS) {
      const spread = (await spreadFrom(warehouse, unit)).value;
      if (!spread) continue;
      for (const units of SIZES) {
        for (const children of CHILDREN[unit]) {
          const plan = { trial: units, comparison: units, children };
          const found = detectableWith(spread, plan, {
            level: rule("confidence_level"),
            power: rule("power"),
            noiseOfSum: rule("noise_of_sum"),
          }).value;
          if (!found) continue;
          rows.push({
            ...{ unit, units, children },
            detectable: rounded(found.detectable)!,
            between: rounded(spread.between)!,
            within: rounded(spread.within)!,
            spread_df: spread.df,
          });
        }
      }
    }
    return { rows };
  },
});
