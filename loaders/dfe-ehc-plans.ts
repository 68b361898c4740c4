import { z } from "zod";
import { statistic, text } from "./contract/cells.ts";
import { type Contract, defineLoader } from "./contract/define-loader.ts";
import type { Indicator } from "./contract/indicator.ts";
import {
  NEED_INDICATORS,
  NEW_NEED_INDICATORS,
  PLACEMENT_INDICATORS,
} from "./dfe-ehc-plans-indicators.ts";

/** One CSV of DfE's release "Education, health and care plans". */
export interface DfeTable {
  table: string;
  title: string;
  /** Stocks are counted at the January census, flows over the calendar year. */
  period: "january census" | "calendar year";
  /** `breakdown` of the rows that count everyone; the rows for groups are out of scope. */
  everyone: string;
  indicators: readonly Indicator[];
}

export const DFE_TABLES: readonly DfeTable[] = [
  {
    table: "caseload",
    title: "EHC plans in place, by placement",
    period: "january census",
    everyone: "All EHC plans",
    indicators: [
      {
        indicator: "ehc_plans",
        title: "Children and young people with an EHC plan",
        unit: "plans",
        polarity: "neither",
        definition: "Plans maintained by the authority on the January census day",
        column: "ehcplans",
      },
      ...PLACEMENT_INDICATORS,
    ],
  },
  {
    table: "sen_needs_all_plans",
    title: "EHC plans in place, by primary need",
    period: "january census",
    everyone: "All EHC plans",
    indicators: NEED_INDICATORS,
  },
  {
    table: "newplans",
    title: "New EHC plans in the year",
    period: "calendar year",
    everyone: "New EHC plans",
    indicators: [
      {
        indicator: "new_ehc_plans",
        title: "New EHC plans",
        unit: "plans",
        polarity: "neither",
        definition: "Plans made for the first time in the calendar year",
        column: "new_ehc_plans",
      },
      {
        indicator: "new_plans_mainstream_share",
        title: "New plans naming a mainstream school",
        unit: "per cent",
        polarity: "neither",
        definition:
          "Share of new plans placed in mainstream, units and resourced provision included",
        column: "mainstream_total_pc",
      },
    ],
  },
  {
    table: "sen_need_newplans",
    title: "New EHC plans in the year, by primary need",
    period: "calendar year",
    everyone: "All EHC plans",
    indicators: NEW_NEED_INDICATORS,
  },
  {
    table: "requests",
    title: "Requests for an EHC needs assessment",
    period: "calendar year",
    everyone: "All requests for EHC needs assessments",
    indicators: [
      {
        indicator: "assessment_requests",
        title: "Requests for an EHC needs assessment",
        unit: "requests",
        polarity: "neither",
        definition: "Initial requests received in the calendar year",
        column: "requests_received_in_year",
      },
      {
        indicator: "requests_refused",
        title: "Requests decided not to assess",
        unit: "requests",
        polarity: "neither",
        definition: "Requests of the year for which it was decided not to assess",
        column: "requests_decided_not_to_assess",
      },
      {
        indicator: "requests_refused_share",
        title: "Requests refused",
        unit: "per cent",
        polarity: "neither",
        definition: "Share of the year's requests for which it was decided not to assess",
        column: "request_not_assess_pc",
      },
    ],
  },
  {
    table: "timeliness_20_week",
    title: "EHC plans issued within 20 weeks",
    period: "calendar year",
    everyone: "All EHC plans issued",
    indicators: [
      {
        indicator: "issued_within_20_weeks_share",
        title: "Plans issued within 20 weeks, exceptions excluded",
        unit: "per cent",
        polarity: "higher is better",
        definition:
          "DfE's headline: plans issued within 140 days of the request, exception cases left out",
        column: "pc_plans_issued_20_weeks_ex",
      },
      {
        indicator: "issued_within_20_weeks_with_exceptions_share",
        title: "Plans issued within 20 weeks, exceptions included",
        unit: "per cent",
        polarity: "higher is better",
        definition: "Plans issued within 140 days of the request, exception cases counted",
        column: "pc_plans_issued_within_20_weeks",
      },
    ],
  },
  {
    table: "ceased_plans",
    title: "EHC plans that ceased in the year",
    period: "calendar year",
    everyone: "All ceased EHC plans",
    indicators: [
      {
        indicator: "ceased_plans",
        title: "EHC plans that ceased",
        unit: "plans",
        polarity: "neither",
        definition: "Plans that ceased in the calendar year, for any reason",
        column: "total_ceased",
      },
      {
        indicator: "ceased_needs_met",
        title: "Plans ceased because needs were met",
        unit: "plans",
        polarity: "higher is better",
        definition: "Plans that ceased because needs were met without one (cease reason 2)",
        column: "needs_met",
      },
      {
        indicator: "ceased_needs_met_share",
        title: "Share of ceased plans whose needs were met",
        unit: "per cent",
        polarity: "higher is better",
        definition: "Plans ceased because needs were met, of all plans that ceased",
        share: { of: ["needs_met"], over: "total_ceased" },
      },
    ],
  },
];

const label = () => text(/^[ -~À-ɏ–—‘’]{1,120}$/);

const geography = {
  time_period: text(/^20[0-9]{2}([0-9]{2})?$/).describe("2024, or 202425 for an academic year"),
  time_identifier: text(/^(Calendar year|Academic year)$/),
  geographic_level: text(/^(National|Regional|Local authority)$/),
  country_code: text(/^E92000001$/),
  region_code: text(/^E1[23][0-9]{6}$/)
    .nullable()
    .describe("E13 for Inner and Outer London"),
  region_name: label().nullable(),
  new_la_code: text(/^E[0-9]{8}$/)
    .nullable()
    .describe("ONS code of the authority"),
  old_la_code: text(/^[0-9]{3}$/)
    .nullable()
    .describe("DfE's three-digit code"),
  la_name: label().nullable(),
  breakdown_topic: label(),
  breakdown: label(),
};

const columnsOf = ({ indicators }: DfeTable): string[] => [
  ...new Set(
    indicators.flatMap(({ column, share }) => [...(share ? [...share.of, share.over] : [column!])]),
  ),
];

/** The loaders of DfE's release, one per table; the zip people download holds them all. */
export const dfeEhcPlans: readonly Contract[] = DFE_TABLES.map((source) =>
  defineLoader({
    name: "dfe-ehc-plans",
    title: `DfE: ${source.title}`,
    grain: "one row per area, period and breakdown",
    table: `loaded_dfe_${source.table}`,
    isChildLevel: false,
    columns: z.strictObject<Record<string, z.ZodType>>({
      ...geography,
      ...Object.fromEntries(columnsOf(source).map((column) => [column, statistic()])),
    }),
    key: ["time_period", "geographic_level", "region_code", "new_la_code"],
    inScope: `breakdown = '${source.everyone}' and breakdown_topic = '${source.everyone}'`,
    recognises: ({ firstRow }) =>
      firstRow.time_identifier ===
      (source.period === "calendar year" ? "Calendar year" : "Academic year"),
    asOf:
      source.period === "calendar year"
        ? "make_date(time_period::integer, 12, 31)"
        : "make_date(2000 + right(time_period, 2)::integer, 1, 1)",
  }),
);
