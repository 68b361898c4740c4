import { z } from "zod";
import { authorityCode, code, date, identifier } from "./contract/cells.ts";
import { columnName, defineLoader } from "./contract/define-loader.ts";
import { notInTheFuture } from "./contract/row-rules.ts";

const ANY_DAY = { min: "2000-01-01", max: "2100-12-31" };

/** Codes of the school census by the group in which they are counted; refused and not yet obtained are not known. */
const ETHNIC_CODES: Readonly<Record<string, readonly string[]>> = {
  white: ["WBRI", "WIRI", "WIRT", "WROM", "WOTH"],
  mixed: ["MWBC", "MWBA", "MWAS", "MOTH"],
  asian: ["AIND", "APKN", "ABAN", "AOTH", "CHNE"],
  black: ["BCRB", "BAFR", "BOTH"],
  other: ["OOTH"],
  "": ["REFU", "NOBT"],
};

/** What there is to tell, of which a file has one or more. */
const TOLD = ["ethnicity", "free_school_meals", "care_status"];

const YES_OR_NO = { y: "yes", n: "no", true: "yes", false: "no", "1": "yes", "0": "no" };

/**
 * The loader of what a council may choose to tell of its children: special category data, or treated as
 * such. Nothing else takes it, and a file is refused that does not say on what ground it is used.
 */
export const characteristics = defineLoader({
  name: "characteristics",
  title: "Ethnicity, free school meals and care status, by choice",
  grain: "one row per child",
  table: "loaded_characteristics",
  isChildLevel: true,
  columns: z.strictObject({
    authority_code: authorityCode().describe("ONS code of the authority that holds the record"),
    child_id: identifier().describe("The authority's own identifier; never stored as it is"),
    recorded_on: date(ANY_DAY).describe("Day on which this was so"),
    special_category_basis: code([
      "explicit_consent",
      "social_protection",
      "substantial_public_interest",
      "research_or_statistics",
    ])
      .nullable()
      .optional()
      .describe(
        "On what ground of UK GDPR Article 9(2) (a, b, g or j) the council uses it; said in each row, or as a constant of a mapping",
      ),
    ethnicity: code(["white", "mixed", "asian", "black", "other"])
      .nullable()
      .optional()
      .describe("Broad ethnic group; codes of the school census are read as theirs"),
    free_school_meals: code(["yes", "no"])
      .nullable()
      .optional()
      .describe("Whether the child is eligible for free school meals"),
    care_status: code(["looked_after", "child_protection_plan", "child_in_need", "none"])
      .nullable()
      .optional()
      .describe("What children's social care does for the child"),
  }),
  key: ["authority_code", "child_id"],
  privacy: { child_id: "pseudonym" },
  rowRules: [
    notInTheFuture("recorded_on"),
    {
      column: "special_category_basis",
      rule: "a ground for using it",
      refuses: "special_category_basis is null",
      message: "is blank: nobody has said on what ground the council uses special category data",
      suggestion:
        "what your data protection officer has recorded, as a constant of an accepted mapping",
    },
  ],
  recognises: ({ header }) => TOLD.some((column) => header.map(columnName).includes(column)),
  asOf: "recorded_on",
  words: {
    ethnicity: Object.fromEntries(
      Object.entries(ETHNIC_CODES).flatMap(([group, codes]) => codes.map((own) => [own, group])),
    ),
    free_school_meals: YES_OR_NO,
  },
});
