import { z } from "zod";
import { defineMeasure, OF_AUTHORITIES, OF_NO_CHILD, type RowOf } from "../define/measure.ts";

/** The lines in the order of section 251, their sums, and what is published beside them. */
export const SPEND_LINES = [
  "place_funding",
  "top_up_maintained",
  "top_up_non_maintained",
  "sen_services",
  "alternative_provision_services",
  "hospital_services",
  "other_health_services",
  "all_but_places",
  "all_lines",
  "specialist_top_up_state",
  "specialist_top_up_independent",
  "specialist_top_up_total",
  "high_needs_block_before_deductions",
  "deduction_total",
] as const;

const number = (meaning: string) => z.number().nullable().describe(meaning);

const columns = {
  authority_code: z.string().describe("ONS code of the council; E92000001 is England"),
  line: z.enum(SPEND_LINES).describe("Line of high needs spend, or a sum of lines"),
  kind: z
    .enum(["budget", "outturn", "allocation"])
    .describe("Planned by the council, spent by it, or given to it by DfE"),
  financial_year: z.string().describe("April to March"),
  amount_gbp: number("Pounds of the year, not in real terms"),
  planned_gbp: number(
    "Of what was spent: what was planned for the line and year; empty where the two are not of the same things",
  ),
  over_plan_gbp: number("Spent less planned"),
  over_plan_share: number("The same in per cent of what was planned"),
  plans: number("EHC plans in the January of the year"),
  per_plan_gbp: number("Pounds for each of these plans, whoever the line is spent on"),
  people: number("People aged 2 to 18, as DfE divides top-up by"),
  per_head_gbp: number("Pounds for each of these people"),
  neighbours: number("Statistical neighbours with a figure for each plan"),
  neighbours_per_plan_gbp: number("The middle of theirs"),
  neighbours_per_head_gbp: number("The middle of theirs for each person aged 2 to 18"),
  councils: number("Of England, where nobody publishes it: the councils that were added up"),
  lacks_academy_places: z
    .boolean()
    .describe(
      "Whether places in academies are in the budget of this line and not in its outturn, so that the two are not of the same things",
    ),
  symbol: z.string().nullable().describe("Why there is no amount, as published"),
};

export type HighNeedsLine = RowOf<typeof columns>;

/** What councils plan and spend on high needs, by line, beside their neighbours. */
export const highNeedsLines = defineMeasure({
  name: "high-needs-lines",
  grain: "one row per council or England, line, financial year, and budget, outturn or grant",
  columns,
  key: ["authority_code", "financial_year", { column: "line", order: SPEND_LINES }, "kind"],
  method: "spending",
  component: "spending/lines",
  disclosure: "Made of figures of whole councils that DfE has published; nothing is hidden here",
  audit: OF_AUTHORITIES,
  contributors: OF_NO_CHILD,
  rows: async (warehouse) => ({
    rows: await warehouse.rows<HighNeedsLine>(
      `select ${Object.keys(columns).join(", ")} from high_needs_lines`,
    ),
  }),
});
