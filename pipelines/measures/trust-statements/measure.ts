import { group } from "d3";
import { z } from "zod";
import { defineMeasure, type RowOf } from "../define/measure.ts";
import { scoreTrust } from "../score-trust/measure.ts";
import { THREATS } from "../score-trust/threat.ts";
import { statement } from "./statement.ts";

const columns = {
  authority_code: z.string(),
  authority_name: z.string(),
  instrument: z.string(),
  version: z.string(),
  instrument_title: z.string(),
  threat: z.enum(THREATS),
  looked: z.string().describe("What was looked at, in a sentence."),
  found: z.string().describe("What was found."),
  sure: z.string().describe("How sure that is, and of how many children."),
  meaning: z.string(),
  is_flagged: z.boolean(),
  is_judged: z.boolean().describe("Whether there is any figure to judge it by."),
  is_settled: z
    .boolean()
    .describe("Whether the figures settle it: some are too unsure to flag or to clear."),
};

export type TrustStatement = RowOf<typeof columns>;

/** What each threat to the scores comes to, in sentences made of the published figures alone. */
export const trustStatements = defineMeasure({
  name: "trust-statements",
  grain: "one row per authority, instrument version and threat to its scores",
  columns,
  key: [
    "authority_name",
    "authority_code",
    "instrument",
    "version",
    { column: "threat", order: THREATS },
  ],
  method: "trust",
  component: "trust-figures",
  disclosure: "Made of the published rows of score-trust and of nothing else",
  authority: "authority_code",
  audit: { notAudited: "made of the published rows of another table" },
  isMadeOfOthers: true,
  contributors: { notCompared: "made of the published rows of another table" },
  rows: async (_, published) => {
    const rows = await published(scoreTrust);
    const whose = group(rows, (each) =>
      JSON.stringify([each.authority_code, each.instrument, each.version]),
    );
    return {
      rows: [...whose.values()].flatMap((own) => {
        const { authority_code, authority_name, instrument, version, instrument_title } = own[0]!;
        return THREATS.map((threat) => ({
          ...{ authority_code, authority_name, instrument, version, instrument_title, threat },
          ...statement(
            threat,
            own.filter((each) => each.threat === threat),
          ),
        }));
      }),
    };
  },
});
