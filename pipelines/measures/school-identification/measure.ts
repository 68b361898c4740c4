import { z } from "zod";
import { defineMeasure, OF_NO_CHILD, type RowOf } from "../define/measure.ts";
import { STAGES } from "../identification/expected.ts";
import { schoolsIdentified } from "./expected.ts";

const PUBLISHED = "Made of counts of whole schools that DfE has published";
const DISCLOSURE = `${PUBLISHED}; figures of a school are hidden where its pupils at that stage, or with free meals, are 1 to 4, though the publisher shows them`;
const limit = (share: string, end: string) =>
  z
    .number()
    .nullable()
    .describe(`${end} end of the range in which ${share} such schools would lie`);

const columns = {
  authority_code: z.string().describe("ONS code of the school's council"),
  authority_name: z.string().describe("Name of the school's council"),
  urn: z.string().describe("Unique reference number of the school"),
  school_name: z.string().describe("Name of the school"),
  phase: z.enum(["primary", "secondary"]).describe("Kind of school in the census: state-funded"),
  stage: z.enum(STAGES).describe("Stage of SEN: support without a plan, or an EHC plan"),
  census_year: z.string().nullable().describe("Year in the name of the census's file"),
  pupils: z.number().describe("Pupils on roll"),
  schools: z.number().describe("Schools of the phase in England from which it is expected"),
  free_meals: z
    .number()
    .nullable()
    .describe(
      "Pupils eligible for free school meals, of those on roll; null where these or the pupils at that stage are 1 to 4, as are all figures then",
    ),
  value: z.number().nullable().describe("Pupils at that stage, of those on roll"),
  expected: z
    .number()
    .nullable()
    .describe("Pupils at that stage in schools with as large a share with free meals"),
  lower_95: limit("95 in 100", "Lower"),
  upper_95: limit("95 in 100", "Upper"),
  lower_998: limit("998 in 1,000", "Lower"),
  upper_998: limit("998 in 1,000", "Upper"),
  position: z
    .enum(["above_99.8", "above_95", "inside", "below_95", "below_99.8"])
    .nullable()
    .describe("Where the school lies, by the ranges as they are written"),
  symbol: z
    .string()
    .nullable()
    .describe("c where figures are of so few pupils that they are hidden."),
};

export type SchoolIdentification = RowOf<typeof columns>;

/** Pupils identified in each mainstream school, beside schools with as many pupils with free meals. */
export const schoolIdentification = defineMeasure({
  name: "school-identification",
  grain: "one row per school and stage of SEN",
  columns,
  key: [
    "authority_name",
    "authority_code",
    "phase",
    { column: "stage", order: STAGES },
    "school_name",
    "urn",
  ],
  method: "identification",
  disclosure: DISCLOSURE,
  audit: { notAudited: PUBLISHED },
  contributors: OF_NO_CHILD,
  rows: async (warehouse) => ({ rows: await schoolsIdentified(warehouse) }),
});
