import { group } from "d3";
import { z } from "zod";
import { rounded } from "../../disclosure/protect.ts";
import { rule } from "../../warehouse/rules.ts";
import type { CouncilStanding } from "../council-standings/measure.ts";
import { defineMeasure, OF_AUTHORITIES, OF_NO_CHILD, type RowOf } from "../define/measure.ts";
import { calledByDealing, DEALT, type Dealt } from "./dealt.ts";
import { type Pounds, spendingSentence } from "./spending.ts";
import {
  chanceOfWord,
  HEADINGS,
  standingSentence,
  standingVerdict,
  waitingSentence,
} from "./verdict.ts";

const columns = {
  authority_code: z.string().describe("ONS code of the council"),
  word: z
    .enum(["Better", "Worse", "Much alike", "Cannot say"])
    .describe("How it stands beside its statistical neighbours, by the rule on the method page"),
  heading: z.string().describe("The word as its page says it"),
  known: z
    .number()
    .describe(
      "Figures whose better way is known and that at least `clear` of its neighbours have for the same period",
    ),
  better: z.number().describe("Of these, figures on which it is clearly better"),
  worse: z.number().describe("Of these, figures on which it is clearly worse"),
  clear: z
    .number()
    .describe("Neighbours that must have a figure, and that it must be better (or worse) than"),
  by_chance: z
    .number()
    .nullable()
    .describe(
      "How many of 100 councils would be called better or worse, were the places of their figures among them and their neighbours dealt out at random, each by itself",
    ),
  by_dealing: z
    .number()
    .nullable()
    .describe(
      "How many of 100 would be, were whole councils dealt out among each council and its neighbours, so that figures stay together; of all councils",
    ),
  called: z
    .number()
    .nullable()
    .describe(
      "How many of 100 are called better or worse, of all councils of which the word can be said",
    ),
  sentence: z.string().describe("The same in a sentence"),
  waiting: z.string().describe("Plans issued on time, beside its neighbours, in a sentence"),
  spending: z
    .string()
    .describe("What it spent on high needs in the latest year with an outturn, and its plan"),
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
    const standings = await warehouse.rows<Known & { is_known: boolean }>(`
      select authority_code, figure, period, value, neighbours, behind, ahead,
        better is not null as is_known
      from council_standings join reference_council_figures using (figure)`);
    const dealt = calledByDealing(
      await warehouse.rows<Dealt & Record<string, never>>(DEALT),
      rules,
    );
    const spent = group(
      await warehouse.rows<Pounds>(`
        select authority_code, kind, financial_year, amount_gbp, planned_gbp, over_plan_gbp, over_plan_share
        from high_needs_lines where line = 'all_but_places' and amount_gbp is not null`),
      (row) => row.authority_code,
    );
    const verdicts = [...group(standings, (row) => row.authority_code)].map(
      ([authority_code, own]) => {
        const judged = own.filter((row) => row.is_known);
        return { authority_code, own, judged, verdict: standingVerdict(judged, rules) };
      },
    );
    const told = verdicts.filter(({ verdict }) => verdict.word !== "Cannot say");
    const called = told.filter(({ verdict }) => ["Better", "Worse"].includes(verdict.word));
    return {
      rows: verdicts.map(({ authority_code, own, judged, verdict }) => {
        const byChance = chanceOfWord(judged, rules);
        return {
          authority_code,
          ...verdict,
          heading: HEADINGS[verdict.word],
          clear: rules.clear,
          by_chance: byChance === null ? null : rounded(100 * byChance, 0),
          by_dealing: byChance === null || dealt === null ? null : rounded(100 * dealt, 0),
          called: told.length === 0 ? null : rounded((100 * called.length) / told.length, 0),
          sentence: standingSentence(verdict),
          waiting: waitingSentence(own.find(({ figure }) => figure === "on_time")),
          spending: spendingSentence(spent.get(authority_code) ?? []),
        };
      }),
    };
  },
});
