import { z } from "zod";
import { defineMeasure, OF_AUTHORITIES, OF_NO_CHILD, type RowOf } from "../define/measure.ts";
import { identified, STAGES } from "./expected.ts";

const columns = {
  authority_code: z.string().describe("ONS code of the council"),
  authority_name: z.string().describe("Name of the council"),
  period: z.string().describe("Year of the January school census"),
  stage: z.enum(STAGES).describe("Stage of SEN: support without a plan, or an EHC plan"),
  value: z.number().describe("Pupils at that stage, of all in schools of the area"),
  free_meals: z
    .number()
    .describe("Pupils eligible for free school meals: mean of the primary and the secondary share"),
  others: z.number().describe("Other councils from which it is expected"),
  expected: z
    .number()
    .describe("Pupils at that stage in a council with as large a share with free meals"),
  lower: z
    .number()
    .describe("Lower end of the interval in which 95 in 100 such councils would lie"),
  upper: z.number().describe("Upper end of that interval"),
  position: z
    .enum(["above", "within", "below"])
    .describe("Where the council lies, by the interval as it is written"),
  neighbours: z.number().describe("Statistical neighbours published for the same January"),
  neighbours_middle: z.number().nullable().describe("Their middle share at that stage"),
};

export type Identification = RowOf<typeof columns>;

/** Pupils identified with SEN in every council, beside councils with as many pupils with free meals. */
export const identification = defineMeasure({
  name: "identification",
  grain: "one row per council, January and stage of SEN",
  columns,
  key: [{ column: "stage", order: STAGES }, "period", "authority_code"],
  method: "identification",
  disclosure: "Made of figures of whole councils that DfE has published; nothing is hidden here",
  audit: OF_AUTHORITIES,
  contributors: OF_NO_CHILD,
  rows: async (warehouse) => ({ rows: await identified(warehouse) }),
});
