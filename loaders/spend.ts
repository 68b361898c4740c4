import { z } from "zod";
import { authorityCode, code, decimal, financialYear, identifier } from "./contract/cells.ts";
import { defineLoader } from "./contract/define-loader.ts";

/** The loader of child-level spend. */
export const spend = defineLoader({
  name: "spend",
  title: "Spend on children",
  grain: "one row per child, category and financial year",
  table: "loaded_spend",
  isChildLevel: true,
  columns: z.strictObject({
    authority_code: authorityCode().describe("ONS code of the authority that pays"),
    child_id: identifier().describe("The authority's own identifier; never stored as it is"),
    financial_year: financialYear().describe("April to March, written 2024-25"),
    category: code(["place", "top_up", "support", "therapy", "transport", "other"]).describe(
      "What the money paid for",
    ),
    amount_gbp: decimal({ min: -1_000_000, max: 1_000_000 }).describe(
      "Pounds in the year; a repayment is negative",
    ),
  }),
  key: ["authority_code", "child_id", "financial_year", "category"],
  privacy: { child_id: "pseudonym" },
  amount: "amount_gbp",
  isAdditive: true,
  asOf: "make_date(2001 + substr(financial_year, 3, 2)::integer, 3, 31)",
});
