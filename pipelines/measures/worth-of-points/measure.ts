import { z } from "zod";
import { rounded } from "../../disclosure/protect.ts";
import { isJudged, valuesOf } from "../cost-effectiveness/measure.ts";
import { WORTHS } from "../cost-effectiveness/value.ts";
import { defineMeasure, type RowOf } from "../define/measure.ts";

const columns = {
  evaluation: z.string().describe("Name of the trial's design"),
  worth_gbp: z.number().describe("What a point of need less is taken to be worth, in pounds"),
  probability: z
    .number()
    .nullable()
    .describe(
      "Per cent of draws in which the points are then worth more than they cost; null where councils are too few to judge",
    ),
  is_judged: z
    .boolean()
    .describe(
      "Enough councils and degrees of freedom, of need and of cost, to tell a difference from chance",
    ),
  symbol: z.string().nullable(),
};

export type WorthOfPoints = RowOf<typeof columns>;

/** How likely a trial is worth its cost, at each worth of a point. */
export const worthOfPoints = defineMeasure({
  name: "worth-of-points",
  grain: "one row per evaluation and worth of a point",
  columns,
  key: ["evaluation", "worth_gbp"],
  method: "value",
  component: "value/worth",
  disclosure:
    "Made of draws from what 30 children a side or more leave open, around published differences; whole per cent",
  audit: {
    notAudited: "holds no count of children, and shares of draws instead of children",
  },
  contributors: ({ evaluation }) => [`trial ${evaluation}`],
  rows: async (warehouse, published) => {
    const values = await valuesOf(warehouse, published, ["left out"]);
    return {
      rows: values.flatMap(({ design, effect, value }) =>
        WORTHS.map((worth, i): WorthOfPoints => {
          const isSure = isJudged(value, effect);
          const at = isSure ? value.cloud?.acceptability[i] : undefined;
          return {
            evaluation: design.evaluation,
            worth_gbp: worth,
            probability: at ? rounded(100 * at.probability, 0) : null,
            is_judged: isSure,
            symbol: value.symbol,
          };
        }),
      ),
    };
  },
});
