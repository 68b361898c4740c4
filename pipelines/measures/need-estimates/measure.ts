import { z } from "zod";
import { decimalsOf, nearestFive, rounded } from "../../disclosure/protect.ts";
import { trialSetsOf } from "../../disclosure/sums-of-children.ts";
import { OF_EVERY_COMPARISON } from "../../trials/children/caveats.ts";
import { CANNOT_SAY } from "../../trials/shared/cannot-say.ts";
import { rule } from "../../warehouse/rules.ts";
import type { Warehouse } from "../../warehouse/warehouse.ts";
import { defineMeasure, type RowOf } from "../define/measure.ts";
import { authoritiesFewOnBothSides } from "../shared/areas-of-few.ts";
import { SECURITY_COLUMNS } from "../shared/security-columns.ts";

const columns = {
  evaluation: z.string(),
  question: z.string(),
  outcome: z.string(),
  outcome_title: z.string(),
  outcome_order: z.number(),
  comparison_title: z.string(),
  comparison: z.string(),
  method: z.string(),
  subgroup: z.string().nullable().describe("Fixed in the design; null where all children count."),
  subgroup_title: z.string().nullable(),
  instrument: z.string(),
  version: z.string(),
  estimate: z
    .number()
    .nullable()
    .describe(
      "Difference, trial minus comparison, in what `unit` says; negative is less need, but of the share who improved more is better.",
    ),
  unit: z
    .string()
    .describe(
      "points of need out of 100, points a year, standard deviations or per cent of children.",
    ),
  std_error: z.number().nullable(),
  lower: z.number().nullable(),
  upper: z.number().nullable(),
  interval_by: z.string().nullable().describe("What the interval is worked out by."),
  df: z.number().nullable(),
  p_value: z.number().nullable(),
  permutation_p: z
    .number()
    .nullable()
    .describe(
      "Share of ways to give the trial label to the authorities that differ as much, and the least it can be.",
    ),
  smallest_permutation_p: z.number().nullable(),
  bootstrap_p: z
    .number()
    .nullable()
    .describe(
      "The same by the wild cluster bootstrap, null where too few authorities for it to hold.",
    ),
  smallest_bootstrap_p: z.number().nullable(),
  n: z.number().describe("Children it was worked out from, to the nearest five"),
  counted: z.string().describe("Which children count, by when they were assessed."),
  clusters: z.number(),
  trial_n: z.number().describe("Children on the trial side, to the nearest five"),
  comparison_n: z.number().describe("Children on the comparison side, to the nearest five"),
  trial_authorities: z.number(),
  comparison_authorities: z.number(),
  trial_apart: z
    .number()
    .describe(
      "Trial authorities in no difference: nobody of the other side was read as they were.",
    ),
  comparison_apart: z.number().describe("The same of comparison authorities."),
  trial_mean: z.number().nullable(),
  comparison_mean: z.number().nullable(),
  detectable: z
    .number()
    .nullable()
    .describe("Smallest true difference whose interval leaves out zero four times in five."),
  minimum_important: z.number().nullable(),
  grade: z.string(),
  ...SECURITY_COLUMNS,
  sentence: z.string(),
  caveats: z.string(),
  is_primary: z.boolean(),
  is_placebo: z.boolean(),
  as_of: z.string().nullable().describe("Month of the latest reading that the row rests on."),
  registered_on: z.string(),
  symbol: z
    .string()
    .nullable()
    .describe("c where so few changed that it is hidden, x where nothing could be worked out."),
};

export type NeedEstimate = RowOf<typeof columns>;

/** Whether needs changed more in trial authorities, each comparison, area and method. */
export const needEstimates = defineMeasure({
  name: "need-estimates",
  grain: "one row per trial design, comparison, subgroup, area of need and method",
  columns,
  key: [
    "evaluation",
    "is_placebo",
    "comparison",
    "instrument",
    "version",
    "subgroup",
    "method",
    "outcome_order",
  ],
  method: "comparison",
  disclosure:
    "Given only where both sides have at least 30 children with two readings, of whom at least 5 changed; their number is to the nearest five; it is made of means of authorities that have noise, and in whole points where a side has fewer than 200",
  audit: {
    notAudited:
      "its counts are of both sides of a trial together, to the nearest five and never below 10",
  },
  // A subgroup made anew where everyone's estimate is held would tell who the few are not.
  contributors: (row) => trialSetsOf(row.evaluation, row),
  rows: async (warehouse) => {
    const rows = await warehouse.rows<Estimated>(`
      select evaluation, question, outcome, domain_title as outcome_title, domain_order as outcome_order,
        comparison, comparison_title, method, subgroup, subgroup_title, estimates.instrument, estimates.version,
        estimate, unit, std_error, lower, upper, interval_by, df, p_value, permutation_p, smallest_permutation_p, bootstrap_p, smallest_bootstrap_p, n, counted, clusters, trial_n, comparison_n,
        trial_authorities, comparison_authorities, trial_apart, comparison_apart, least(trial_moved, comparison_moved) as moved, trial_mean, comparison_mean,
        estimates.detectable, estimates.minimum_important, grade, security, security_why, sentence, array_to_string(caveats, '; ') as caveats, is_primary, is_placebo, if(estimate is null, 'x', null) as symbol,
        strftime(as_of, '%Y-%m') as as_of, registered_on
      from estimates join domains on domain = outcome and domains.instrument = estimates.instrument and domains.version = estimates.version
      where trial_n >= (select value from reference_rules where rule = 'smallest_noisy_mean')
        and comparison_n >= (select value from reference_rules where rule = 'smallest_noisy_mean')
      order by evaluation, is_placebo, comparison, estimates.instrument, estimates.version, subgroup nulls first, method, outcome_order`);
    const isAloneAndFew = await ofOneOfFew(warehouse);
    const isHidden = (row: Estimated) => isOfFew(row) || isAloneAndFew(row);
    const few = rows.filter(isHidden).length;
    return {
      rows: rows.map((row) => published(isHidden(row) ? withoutFigures(row) : row)),
      hidden: few > 0 ? [{ rule: "fewer than 5 whose need changed on a side", rows: few }] : [],
    };
  },
});

/** A row with the fewer of the children on either side who had any change. */
type Estimated = NeedEstimate & { moved: number };

const isOfFew = ({ moved }: Estimated): boolean => moved < rule("smallest_count");

/** Whether a side is one authority, whose means in the area `change-by-authority` hides as they would tell of a few. */
async function ofOneOfFew(warehouse: Warehouse) {
  const isFew = await authoritiesFewOnBothSides(warehouse);
  const alone = await warehouse.rows<{
    evaluation: string;
    comparison: string;
    outcome: string;
    authority_code: string;
  }>(`
    select evaluation, comparison, outcome, any_value(authority_code) as authority_code
    from estimate_authorities where is_compared
    group by evaluation, comparison, outcome, side having count(distinct authority_code) = 1`);
  const told = new Set(
    alone
      .filter(({ authority_code, outcome }) => isFew(authority_code, outcome))
      .map(({ evaluation, comparison, outcome }) => `${evaluation} ${comparison} ${outcome}`),
  );
  return ({ evaluation, comparison, outcome }: Estimated): boolean =>
    told.has(`${evaluation} ${comparison} ${outcome}`);
}

/** Of so few children who changed nothing is said, but that they are few. */
const withoutFigures = (row: Estimated): Estimated => ({
  ...row,
  ...{
    estimate: null,
    std_error: null,
    lower: null,
    upper: null,
    interval_by: null,
    df: null,
    p_value: null,
  },
  ...{ permutation_p: null, smallest_permutation_p: null },
  ...{ bootstrap_p: null, smallest_bootstrap_p: null },
  ...{ trial_mean: null, comparison_mean: null },
  ...{ detectable: null, security: null, security_why: null },
  symbol: "c",
  grade: "too few to say",
  sentence: `${CANNOT_SAY}: on one side fewer than 5 children’s needs changed in ${row.outcome_title.toLowerCase()}.`,
  caveats: OF_EVERY_COMPARISON.join("; "),
});

/** Counts to the nearest five and rounded means: the sides overlap with the authorities shown apart. */
function published({ moved, ...row }: Estimated): NeedEstimate {
  const least = Math.min(row.trial_n, row.comparison_n);
  // A point is about a tenth of a standard deviation, so a decimal more tells as little.
  const finer = row.unit === "standard deviations" ? 1 : 0;
  const decimals = row.unit === "per cent of children" ? 0 : decimalsOf(least) + finer;
  const mean = (value: number | null) => rounded(value, decimals);
  return {
    ...row,
    n: nearestFive(row.n),
    trial_n: nearestFive(row.trial_n),
    comparison_n: nearestFive(row.comparison_n),
    trial_mean: mean(row.trial_mean),
    comparison_mean: mean(row.comparison_mean),
    estimate: mean(row.estimate),
    std_error: mean(row.std_error),
    detectable: mean(row.detectable),
    lower: mean(row.lower),
    upper: mean(row.upper),
    df: rounded(row.df),
    p_value: rounded(row.p_value, 2),
    permutation_p: rounded(row.permutation_p, 2),
    smallest_permutation_p: rounded(row.smallest_permutation_p, 4),
    bootstrap_p: rounded(row.bootstrap_p, 2),
    smallest_bootstrap_p: rounded(row.smallest_bootstrap_p, 4),
  };
}
