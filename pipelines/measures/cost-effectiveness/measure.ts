import { z } from "zod";
import { rounded, toNearest } from "../../disclosure/protect.ts";
import { rule } from "../../warehouse/rules.ts";
import type { Warehouse } from "../../warehouse/warehouse.ts";
import { defineMeasure, type PublishedRows, type RowOf } from "../define/measure.ts";
import { needEstimates } from "../need-estimates/measure.ts";
import { indexInWords, MISSING, type Missing, type ValueDesign } from "./children-costed.ts";
import { valueSentence } from "./sentence.ts";
import { type Effect, type Value, valueOfTrial } from "./value.ts";

const figure = (meaning: string) => z.number().nullable().describe(meaning);

const columns = {
  evaluation: z.string().describe("Name of the trial's design"),
  missing: z.enum(MISSING).describe("What is taken of a child without spend"),
  perspective: z.string().describe("Whose costs are counted, as the design says"),
  horizon: z.string().describe("Over what time, as the design says"),
  price_year: z.string().describe("Financial year in whose prices all pounds are"),
  price_index: z
    .string()
    .nullable()
    .describe("Levels by which pounds are put into the prices of that year, and their source"),
  trial_n: figure("Children of trial authorities with a cost, to the nearest five"),
  comparison_n: figure("Children of comparison authorities with a cost, to the nearest five"),
  trial_without: figure(
    "Children of trial authorities with spend for less than half of the days between readings, to the nearest five",
  ),
  comparison_without: figure(
    "Children of comparison authorities with spend for less than half of the days between readings, to the nearest five",
  ),
  trial_gbp: figure("Mean cost of a year in trial authorities, to the nearest £100"),
  comparison_gbp: figure("The same in comparison authorities"),
  cost_gbp: figure("Trial less comparison, within instruments, to the nearest £100"),
  cost_lower_gbp: figure("95% interval of it, authorities being the clusters (CR2)"),
  cost_upper_gbp: figure("Upper end of the interval"),
  effect: figure("Points of need that the trial lowered it by more, as published"),
  effect_lower: figure("95% interval of it, as published"),
  effect_upper: figure("Upper end of the interval"),
  per_point_gbp: figure(
    "Pounds for a point, only where the interval of the points leaves nought out",
  ),
  per_point_lower_gbp: figure("Fieller's interval of it"),
  per_point_upper_gbp: figure("Upper end of the interval"),
  better_dearer: figure(
    "Per cent of draws with less need at a higher cost; null where councils are too few to judge",
  ),
  better_cheaper: figure("With less need at a lower cost"),
  worse_dearer: figure("With more need at a higher cost"),
  worse_cheaper: figure("With more need at a lower cost"),
  drawn: z
    .enum(["resampled", "t"])
    .nullable()
    .describe(
      "Whether authorities were drawn again, or, of few, Student's t in two dimensions was",
    ),
  cost_se_gbp: figure("Standard error of the difference in cost, which the draws have too"),
  cost_df: figure("Degrees of freedom of it"),
  effect_se: figure(
    "Standard error that gives the published interval of the points, as the draws have",
  ),
  effect_df: figure("Degrees of freedom of it, as published"),
  is_judged: z
    .boolean()
    .describe(
      "Enough councils and degrees of freedom, of need and of cost, to tell a difference from chance",
    ),
  correlation: figure("Correlation of the drawn costs and effects"),
  sentence: z.string().describe("Cost and effect in one sentence"),
  reason: z.string().nullable().describe("Why there is no difference"),
  symbol: z.string().nullable(),
};

export type CostEffectivenessRow = RowOf<typeof columns>;

/** The value design of each evaluation, with the effect that is published of it. */
export async function valuesOf(
  warehouse: Warehouse,
  published: PublishedRows,
  which: readonly Missing[],
): Promise<
  {
    design: ValueDesign;
    index: string | null;
    missing: Missing;
    effect: Effect | null;
    value: Value;
  }[]
> {
  const designs = await warehouse.rows<ValueDesign & Record<string, never>>(
    "select evaluation, perspective, horizon, price_year, price_index from reference_value_designs where evaluation in (select evaluation from trial_children) order by evaluation",
  );
  const estimates = designs.length ? await published(needEstimates) : [];
  const found = [];
  for (const design of designs) {
    const own = estimates.find((row) => row.evaluation === design.evaluation && row.is_primary);
    const effect =
      own && own.estimate !== null
        ? {
            points: -own.estimate,
            lower: own.upper === null ? null : -own.upper,
            upper: own.lower === null ? null : -own.lower,
            df: own.df,
            grade: own.grade,
          }
        : null;
    const index = await indexInWords(warehouse, design);
    for (const missing of which) {
      found.push({
        ...{ design, index },
        missing,
        effect,
        value: await valueOfTrial(warehouse, design, missing, effect),
      });
    }
  }
  return found;
}

const percent = (share: number | undefined): number | null =>
  share === undefined ? null : rounded(100 * share, 0);

const hundreds = (gbp: number | undefined): number | null =>
  gbp === undefined ? null : toNearest(100, gbp);

/** The one rule of inference: as many authorities and degrees of freedom as a verdict needs, of need and of cost. */
export const isJudged = ({ cloud }: Value, effect: Effect | null): boolean =>
  effect !== null &&
  effect.grade !== "too few to say" &&
  cloud !== null &&
  Math.min(cloud.df.cost, cloud.df.effect) >= rule("fewest_degrees_of_freedom");

/** A ratio says something only where the effect is told from nought, by both of its intervals. */
function ratioOf(value: Value, effect: Effect | null) {
  const { cloud } = value;
  const set = cloud?.fieller;
  const isTold =
    isJudged(value, effect) && effect !== null && effect.lower !== null && effect.lower > 0;
  if (!cloud || !isTold || set?.type !== "bounded") return null;
  const { cost, effect: points } = cloud.moments;
  return { gbp: cost / points, lower: set.lo, upper: set.hi };
}

/** What a trial costs for what it does: both, or neither. */
export const costEffectiveness = defineMeasure({
  name: "cost-effectiveness",
  grain: "one row per evaluation, and what is taken of children without spend",
  columns,
  key: ["evaluation", { column: "missing", order: MISSING }],
  method: "value",
  component: "value/plane",
  disclosure:
    "Fewer than 30 children a side, or costs of which one child is more than half, are hidden; sums of costs have noise, and pounds are to the nearest £100",
  audit: {
    notAudited:
      "its counts are of the two sides of a trial, 30 children or more each and to the nearest five, and of whole sides alone",
  },
  contributors: ({ evaluation }) => [`trial ${evaluation}`],
  // The sentence is made of what is shown after all.
  finish: (rows) => rows.map((row) => ({ ...row, sentence: valueSentence(row) })),
  rows: async (warehouse, published) => {
    const values = await valuesOf(warehouse, published, MISSING);
    const rows = values.map(({ design, index, missing, effect, value }): CostEffectivenessRow => {
      const { difference, cloud } = value;
      const ratio = ratioOf(value, effect);
      const { moments } = cloud ?? {};
      const isSure = isJudged(value, effect);
      // Draws from fewer degrees of freedom than a verdict needs would pass for chances.
      const corners = isSure ? cloud?.quadrants : undefined;
      const isShown = difference !== null;
      return {
        evaluation: design.evaluation,
        missing,
        perspective: design.perspective,
        horizon: design.horizon,
        price_year: design.price_year,
        price_index: index,
        trial_n: value.trial_n,
        comparison_n: value.comparison_n,
        trial_without: value.trial_without,
        comparison_without: value.comparison_without,
        trial_gbp: difference?.trial_gbp ?? null,
        comparison_gbp: difference?.comparison_gbp ?? null,
        cost_gbp: difference?.gbp ?? null,
        cost_lower_gbp: difference?.lower_gbp ?? null,
        cost_upper_gbp: difference?.upper_gbp ?? null,
        effect: isShown ? (effect?.points ?? null) : null,
        effect_lower: isShown ? (effect?.lower ?? null) : null,
        effect_upper: isShown ? (effect?.upper ?? null) : null,
        per_point_gbp: hundreds(ratio?.gbp),
        per_point_lower_gbp: hundreds(ratio?.lower),
        per_point_upper_gbp: hundreds(ratio?.upper),
        better_dearer: percent(corners?.NE),
        better_cheaper: percent(corners?.SE),
        worse_dearer: percent(corners?.NW),
        worse_cheaper: percent(corners?.SW),
        drawn: cloud?.drawn ?? null,
        cost_se_gbp: hundreds(moments && Math.sqrt(moments.varianceCost)),
        cost_df: rounded(cloud?.df.cost ?? null),
        effect_se: moments ? rounded(Math.sqrt(moments.varianceEffect), 1) : null,
        effect_df: rounded(cloud?.df.effect ?? null),
        is_judged: isSure,
        correlation: moments
          ? rounded(
              moments.covariance / Math.sqrt(moments.varianceCost * moments.varianceEffect),
              1,
            )
          : null,
        reason: value.reason,
        symbol: value.symbol,
        sentence: "",
      };
    });
    const hidden = rows.filter(({ symbol }) => symbol !== null).length;
    return {
      rows,
      hidden: hidden ? [{ rule: "fewer than 30 children a side", rows: hidden }] : [],
    };
  },
});
