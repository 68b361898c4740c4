import { z } from "zod";
import { COUNT_COLUMNS, countsOfChildren } from "../define/counts.ts";
import { defineMeasure, numberOf, type RowOf } from "../define/measure.ts";

/** From none to most. */
const HISTORIES = [
  "Never assessed before",
  "Assessed once before",
  "Assessed twice or more before",
];

const columns = {
  authority_code: z.string().describe("ONS code of the authority."),
  authority_name: z.string().describe("Name of the authority."),
  before: z
    .string()
    .describe("How often a professional had assessed the child before its last request."),
  ...COUNT_COLUMNS,
};

export type RequestsByHistory = RowOf<typeof columns>;

const counts = countsOfChildren("requests-by-history", ["authority_code", "before"], {
  isNoneHidden: true,
});

/** How often children were assessed before anyone asked for a plan. */
export const requestsByHistory = defineMeasure({
  name: "requests-by-history",
  grain: "one row per authority and how often children were assessed before a request",
  columns,
  key: ["authority_name", "authority_code", { column: "before", order: HISTORIES }],
  method: "requests-by-history",
  disclosure:
    "Counts below 5, none among them, and shares of them are hidden, and what would give them away by subtraction; other counts are to the nearest five",
  authority: "authority_code",
  audit: counts.audit,
  counted: counts.counted("requests_by_history_counted"),
  contributors: counts.contributors,
  shows: (row) => [numberOf(row)],
  finish: counts.finish,
  rows: async (warehouse) =>
    counts.protect(
      await warehouse.rows<{
        authority_code: string;
        authority_name: string;
        before: string;
        child_count: number;
        all_count: number;
      }>(`
      select authority_code, name as authority_name, before,
        child_count, sum(child_count) over (partition by authority_code)::bigint as all_count
      from requests_by_history join authorities using (authority_code)`),
    ),
});
