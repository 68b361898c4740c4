import { group } from "d3";
import { z } from "zod";
import { rule } from "../../warehouse/rules.ts";
import type { CouncilStanding } from "../council-standings/measure.ts";
import { defineMeasure, OF_AUTHORITIES, OF_NO_CHILD, type RowOf } from "../define/measure.ts";
import { standingSentence, standingVerdict } from "./verdict.ts";

const columns = {
  authority_code: z.string().describe("ONS code of the council"),
  word: z
    .enum(["Better", "Worse", "Much alike", "Cannot say"])
    .describe("How it stands beside its statistical neighbours, by the rule on the method page"),
  known: z.number().describe("Figures whose better way is known and that its neighbours have too"),
  better: z.number().describe("Of these, figures on which it is clearly better"),
  worse: z.number().describe("Of these, figures on which it is clearly worse"),
  clear: z.number().describe("Neighbours it must be better (or worse) than for that"),
  sentence: z.string().describe("The same in a sentence, with plans issued on time"),
};

export type CouncilVerdict = RowOf<typeof columns>;

type Known = Pick<
  CouncilStanding,
  "authority_code" | "figure" | "period" | "value" | "neighbours" | "behind" | "ahead"
>;

/** How each council stands beside its neighbours, in a word. */
export const councilVerdicts = defineMeasure({
  name: "council-verdicts",
  grain: "one row per council",
  columns,
  key: ["authority_code"],
  method: "council",
  component: {
    notDrawn: "its word and sentence stand at the top of each council's page",
  },
  disclosure: "Made of figures of whole councils that DfE has published; nothing is hidden here",
  audit: OF_AUTHORITIES,
  contributors: OF_NO_CHILD,
  rows: async (warehouse) => {
    const rules = {
      clear: rule("council_neighbours_clear"),
      fewest: rule("council_fewest_figures"),
      ahead: rule("council_figures_ahead"),
    };
    const known = await warehouse.rows<Known>(`
      select authority_code, figure, period, value, neighbours, behind, ahead
      from council_standings join reference_council_figures using (figure)
      where better is not null`);
    return {
      rows: [...group(known, (row) => row.authority_code)].map(([authority_code, rows]) => {
        const verdict = standingVerdict(rows, rules);
        const onTime = rows.find(({ figure }) => figure === "on_time");
        const sentence = standingSentence(verdict, onTime);
        return { authority_code, ...verdict, clear: rules.clear, sentence };
      }),
    };
  },
});
