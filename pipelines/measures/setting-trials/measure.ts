import { z } from "zod";
import { decimalsOf, nearestFive, rounded } from "../../disclosure/protect.ts";
import { trialSetsOf } from "../../disclosure/sums-of-children.ts";
import { CANNOT_SAY } from "../../trials/shared/cannot-say.ts";
import { rule } from "../../warehouse/rules.ts";
import { defineMeasure, type RowOf } from "../define/measure.ts";
import { FINDING_COLUMNS } from "../shared/finding-columns.ts";

const columns = {
  evaluation: z.string(),
  title: z.string().describe("What the trial is called"),
  comparison: z.string(),
  comparison_title: z.string(),
  method: z.string(),
  subgroup: z.string().nullable().describe("Fixed in the design; null where all children count."),
  subgroup_title: z.string().nullable(),
  outcome: z.string(),
  estimate: z
    .number()
    .nullable()
    .describe(
      "Difference in change, trial settings less the others, in points of need out of 100; of a subgroup less all other children, the difference of two such differences.",
    ),
  std_error: z.number().nullable(),
  lower: z.number().nullable(),
  upper: z.number().nullable(),
  df: z.number().nullable(),
  p_value: z.number().nullable(),
  clustered_by: z
    .enum(["settings", "authorities"])
    .describe(
      "What the interval allows for differences between: settings, each compared within its authority; or authorities, where the sides are not in the same ones.",
    ),
  trial_settings: z
    .number()
    .nullable()
    .describe(
      "Settings with a child in the estimate, of those with enough children; of a subgroup, with a child of it; of a subgroup less all other children, of the group that fewer have.",
    ),
  comparison_settings: z.number().nullable().describe("The same of those they are compared with."),
  trial_n: z.number().nullable().describe("Children on the trial side, to the nearest five"),
  comparison_n: z
    .number()
    .nullable()
    .describe("Children on the comparison side, to the nearest five"),
  trial_mean: z.number().nullable(),
  comparison_mean: z.number().nullable(),
  detectable: z
    .number()
    .nullable()
    .describe("Smallest true difference whose interval leaves out zero four times in five."),
  minimum_important: z.number(),
  fewest_days: z.number().describe("How many days after the first reading the second may lie."),
  most_days: z.number().describe("How many days after it at most."),
  ...FINDING_COLUMNS,
};

export type SettingTrial = RowOf<typeof columns>;

/** A row with the fewer, of both sides, of children who changed. */
type Estimated = SettingTrial & { moved: number };

const FIGURES = [
  "estimate",
  "std_error",
  "lower",
  "upper",
  "trial_mean",
  "comparison_mean",
  "detectable",
] as const;

/** Whether needs fell more at trial settings, each comparison, group of children and way of asking. */
export const settingTrials = defineMeasure({
  name: "setting-trials",
  grain: "one row per trial design over settings, comparison, subgroup and method",
  columns,
  key: ["evaluation", "comparison", "subgroup", "method"],
  method: "comparison",
  disclosure:
    "Given only where both sides have at least three settings of five children or more, and at least 30 children with two readings, of whom at least 5 changed; no setting is shown by itself; counts of children are to the nearest five; it is made of means of settings that have noise, and in whole points where a side has fewer than 200",
  audit: {
    notAudited:
      "its counts are of both sides of a trial together, to the nearest five and never below 10",
  },
  contributors: (row) => trialSetsOf(row.evaluation, row),
  finish: (rows) =>
    rows.map((row) =>
      row.symbol === "c" ? { ...row, ...WITHOUT_WORDS, sentence: HIDDEN_SENTENCE() } : row,
    ),
  rows: async (warehouse) => {
    const rows = await warehouse.rows<Estimated>(`
      select evaluation, title, comparison, comparison_title, method, subgroup, subgroup_title, outcome,
        estimate, std_error, lower, upper, df, p_value, clustered_by, trial_settings, comparison_settings,
        trial_n, comparison_n, trial_mean, comparison_mean, detectable, minimum_important, fewest_days, most_days,
        is_primary, grade, security, security_why, sentence, array_to_string(caveats, '; ') as caveats, null as symbol,
        strftime(as_of, '%Y-%m') as as_of, registered_on, least(trial_moved, comparison_moved) as moved
      from setting_trials order by evaluation, comparison, subgroup nulls first, method`);
    const few = rows.filter((row) => isOfFew(row)).length;
    return {
      rows: rows.map((row) => (isOfFew(row) ? withoutFigures(row) : published(row))),
      hidden:
        few > 0 ? [{ rule: "too few settings, or children of them, on a side", rows: few }] : [],
    };
  },
});

/** Whether a side has so few settings or children that it would tell of them. */
const isOfFew = (row: Estimated): boolean =>
  Math.min(row.trial_settings ?? 0, row.comparison_settings ?? 0) <
    rule("fewest_settings_together") ||
  Math.min(row.trial_n ?? 0, row.comparison_n ?? 0) < rule("smallest_noisy_mean") ||
  row.moved < rule("smallest_count");

const WITHOUT_WORDS = { security: null, security_why: null, grade: "too few to say" };

const HIDDEN_SENTENCE = (): string =>
  `${CANNOT_SAY}: a side has fewer than ${rule("fewest_settings_together")} settings with enough children, or fewer than ${rule("smallest_noisy_mean")} children, so nothing of it is shown.`;

/** Not even how few they are: that none took part is no secret, since the extract of enrolments says it. */
function withoutFigures({ moved, ...row }: Estimated): SettingTrial {
  const isNone = row.sentence.startsWith("Nothing can be said");
  return {
    ...row,
    ...{ estimate: null, std_error: null, lower: null, upper: null, df: null, p_value: null },
    ...{ trial_settings: null, comparison_settings: null, trial_n: null, comparison_n: null },
    ...{ trial_mean: null, comparison_mean: null, detectable: null, as_of: null },
    ...WITHOUT_WORDS,
    sentence: isNone ? row.sentence : HIDDEN_SENTENCE(),
    symbol: isNone ? "z" : "c",
  };
}

/** Counts to the nearest five and rounded means. */
function published({ moved, ...row }: Estimated): SettingTrial {
  const least = Math.min(row.trial_n ?? 0, row.comparison_n ?? 0);
  const decimals = decimalsOf(least);
  return {
    ...row,
    ...Object.fromEntries(FIGURES.map((name) => [name, rounded(row[name], decimals)])),
    trial_n: nearestFive(row.trial_n ?? 0),
    comparison_n: nearestFive(row.comparison_n ?? 0),
    df: rounded(row.df),
    p_value: rounded(row.p_value, 2),
  };
}
