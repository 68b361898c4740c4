import { z } from "zod";
import {
  defineMeasure,
  OF_AUTHORITIES,
  OF_NO_CHILD,
  type RowOf,
  roundedRows,
} from "../define/measure.ts";

const number = (meaning: string) => z.number().nullable().describe(meaning);

const columns = {
  authority_code: z.string().describe("ONS code of the council"),
  figure: z.string().describe("Which figure; its meaning is in council-measures"),
  period: z.string().describe("The council's latest period with a number"),
  value: z.number().describe("Its number then"),
  is_provisional: z.boolean().describe("Whether the publisher calls that number provisional"),
  first_period: z
    .string()
    .describe("Its first period with a number that can be compared with the latest"),
  first_value: z.number().describe("Its number then"),
  neighbours: number("Statistical neighbours with a number in the same period"),
  neighbours_middle: number("Their middle value"),
  neighbours_low: number("Their lowest"),
  neighbours_high: number("Their highest"),
  behind: number("Neighbours that it is better than (of figures without a better way: above)"),
  ahead: number("Neighbours that are better (of figures without a better way: above it)"),
  councils: z.number().describe("Councils of England with a number in the same period"),
  low: z.number().describe("A tenth of them lie below this"),
  middle: z.number().describe("Half of them lie below this"),
  high: z.number().describe("A tenth of them lie above this"),
  england: number("England's number in the same period, where it is published"),
};

export type CouncilStanding = RowOf<typeof columns>;

/** Where each council stands on each figure: its latest beside neighbours and England. */
export const councilStandings = defineMeasure({
  name: "council-standings",
  grain: "one row per council and figure",
  columns,
  key: ["authority_code", "figure"],
  method: "council",
  component: "council/spine",
  disclosure: "Made of figures of whole councils that DfE has published; nothing is hidden here",
  audit: OF_AUTHORITIES,
  contributors: OF_NO_CHILD,
  rows: async (warehouse) => ({
    rows: roundedRows(
      await warehouse.rows<CouncilStanding>(
        `select ${Object.keys(columns).join(", ")} from council_standings`,
      ),
    ),
  }),
});
