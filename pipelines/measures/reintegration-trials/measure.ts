import { z } from "zod";
import { nearestFive, rounded } from "../../disclosure/protect.ts";
import { CANNOT_SAY } from "../../trials/shared/cannot-say.ts";
import { rule } from "../../warehouse/rules.ts";
import { defineMeasure, type RowOf } from "../define/measure.ts";
import { withWhatBecame } from "../reintegration/measure.ts";
import { FINDING_COLUMNS } from "../shared/finding-columns.ts";
import { returnedOfTrial } from "../shared/returned-of-trial.ts";

const columns = {
  evaluation: z.string(),
  comparison: z.string(),
  comparison_title: z.string(),
  outcome: z.string(),
  outcome_title: z.string().describe("What is asked of children, and after how long"),
  outcome_order: z.number(),
  stage: z
    .enum(["tried", "held"])
    .describe("Of children apart from mainstream, or of those tried there"),
  week: z.number().describe("Weeks after which it is asked"),
  trial_share: z.number().nullable().describe("Per cent of children of trial authorities"),
  comparison_share: z.number().nullable().describe("The same of comparison authorities"),
  estimate: z
    .number()
    .nullable()
    .describe("Difference, trial less comparison, in per cent of children; more is better"),
  std_error: z.number().nullable(),
  lower: z.number().nullable(),
  upper: z.number().nullable(),
  df: z.number().nullable(),
  p_value: z.number().nullable(),
  trial_n: z.number().nullable().describe("Children on the trial side, to the nearest five"),
  comparison_n: z
    .number()
    .nullable()
    .describe("Children on the comparison side, to the nearest five"),
  trial_authorities: z.number().nullable(),
  comparison_authorities: z.number().nullable(),
  detectable: z
    .number()
    .nullable()
    .describe("Smallest true difference whose interval leaves out zero four times in five."),
  minimum_important: z
    .number()
    .describe(
      "Smallest difference that matters: of the design where it names a return, else a choice of this program (`smallest_important_share` of rules.csv)",
    ),
  ...FINDING_COLUMNS,
  is_primary: z
    .boolean()
    .describe(
      "The answer, beside which the others stand: the one that the design names, else the program’s own",
    ),
  left_out: z
    .string()
    .nullable()
    .describe("Authorities with too few children, or too few still followed at the week asked of"),
  is_named: z.boolean().describe("The design names a return and what of it matters"),
};

export type ReintegrationTrial = RowOf<typeof columns>;

/** A row with the fewest children of a side to whom it happened, or did not, or that tell it from the row beside it. */
type Estimated = ReintegrationTrial & { fewest: number };

const FIGURES = [
  ...["estimate", "std_error", "lower", "upper", "trial_share", "comparison_share"],
  "detectable",
] as const;

/** Whether more children returned to mainstream in trial authorities, and stayed. */
export const reintegrationTrials = defineMeasure({
  name: "reintegration-trials",
  grain: "one row per trial design, comparison and outcome of children apart from mainstream",
  columns,
  key: ["evaluation", "comparison", "outcome_order"],
  method: "reintegration",
  disclosure:
    "Given only where both sides have at least 30 children, to at least 5 of whom it happened and to 5 it did not; no figure is of one authority, and of one left out it is said that it has too few; counts of children are to the nearest five, and shares are whole per cent",
  audit: {
    notAudited:
      "its counts are of both sides of a trial, 30 children or more each and to the nearest five",
  },
  contributors: ({ evaluation, comparison, stage }) =>
    ["trial", "comparison"].flatMap((side) =>
      withWhatBecame(returnedOfTrial({ evaluation, comparison, side, stage })),
    ),
  finish: (rows) => rows.map((row) => (row.symbol === null ? row : { ...row, ...HIDDEN })),
  rows: async (warehouse) => {
    const rows = await warehouse.rows<Estimated>(`
      select evaluation, comparison, comparison_title, outcome, outcome_title, outcome_order, stage, week,
        trial_share, comparison_share, estimate, std_error, lower, upper, df, p_value, trial_n, comparison_n,
        trial_authorities, comparison_authorities, detectable, minimum_important, is_primary, left_out, is_named, grade,
        security, security_why, sentence, array_to_string(caveats, '; ') as caveats, null as symbol,
        strftime(as_of, '%Y-%m') as as_of, registered_on,
        least(trial_happened, trial_n - trial_happened, comparison_happened, comparison_n - comparison_happened,
          if(outcome_order = min(outcome_order) over alike, trial_n, max(trial_happened) over alike - min(trial_happened) over alike),
          if(outcome_order = min(outcome_order) over alike, trial_n, max(comparison_happened) over alike - min(comparison_happened) over alike)) as fewest
      from reintegration_trials
      window alike as (partition by evaluation, comparison, stage)
      order by evaluation, comparison, outcome_order`);
    const few = rows.filter(isOfFew).length;
    return {
      rows: rows.map((row) => (isOfFew(row) ? withoutFigures(row) : published(row))),
      hidden: few ? [{ rule: "too few children of a side", rows: few }] : [],
    };
  },
});

const isOfFew = (row: Estimated): boolean =>
  row.estimate === null ||
  Math.min(row.trial_n ?? 0, row.comparison_n ?? 0) < rule("fewest_waiting") ||
  row.fewest < rule("smallest_count");

/** What words say of a row that is hidden, now or after it was compared with earlier releases. */
const HIDDEN = {
  security: null,
  security_why: null,
  grade: "too few to say",
  sentence: `${CANNOT_SAY}: a side has fewer than ${rule("fewest_waiting")} children followed so long, or to too few of them it happened or did not.`,
};

const withoutFigures = ({ fewest, ...row }: Estimated): ReintegrationTrial => ({
  ...row,
  ...Object.fromEntries(FIGURES.map((name) => [name, null])),
  ...{ df: null, p_value: null, trial_n: null, comparison_n: null, as_of: null },
  ...{ trial_authorities: null, comparison_authorities: null },
  ...HIDDEN,
  symbol: "c",
});

const published = ({ fewest, ...row }: Estimated): ReintegrationTrial => ({
  ...row,
  ...Object.fromEntries(FIGURES.map((name) => [name, rounded(row[name], 0)])),
  trial_n: nearestFive(row.trial_n ?? 0),
  comparison_n: nearestFive(row.comparison_n ?? 0),
  df: rounded(row.df),
  p_value: rounded(row.p_value, 2),
});
