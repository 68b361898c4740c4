import { z } from "zod";
import { authorityCode, code, date, identifier, integer } from "./contract/cells.ts";
import { type Contract, defineLoader } from "./contract/define-loader.ts";
import { areaRange, assessmentTable, type Instrument, scaleRange } from "./contract/instrument.ts";
import {
  familyReadinessColumn,
  itemsOf,
  settingReadinessColumn,
  strengthColumn,
} from "./contract/instrument-items.ts";
import { notInTheFuture } from "./contract/row-rules.ts";
import { SEN2_NEEDS, SEXES } from "./contract/sen2-codes.ts";
import { settingId } from "./contract/setting-id.ts";

const ANY_DAY = { min: "2000-01-01", max: "2100-12-31" };

/** The loader of assessments made with one version of one instrument. */
export function assessments(instrument: Instrument): Contract {
  return defineLoader({
    name: "assessments",
    title: `Assessments of need with ${instrument.title} ${instrument.version}`,
    grain: "one row per assessment of a child by one rater on one day",
    table: assessmentTable(instrument),
    isChildLevel: true,
    hasCodesAsEnums: true,
    columns: z.strictObject<Record<string, z.ZodType>>({
      authority_code: authorityCode().describe("ONS code of the authority that holds the record"),
      child_id: identifier().describe("The authority's own identifier; never stored as it is"),
      date_of_birth: date(ANY_DAY).nullable().optional().describe("Kept as a month"),
      sex: code(SEXES).nullable().optional().describe("F or M, as in SEN2"),
      setting_id: settingId().nullable().optional().describe("URN, or the authority's own code"),
      plan: code(["ehc_plan", "sen_support", "none"])
        .nullable()
        .optional()
        .describe("Statutory status on the day of the assessment"),
      primary_need: code(SEN2_NEEDS).nullable().optional().describe("SEN2 need of rank 1"),
      assessed_on: date(ANY_DAY).describe("Day of the assessment"),
      instrument: code([instrument.instrument]).describe("Which instrument"),
      version: code([instrument.version]).describe("Which version of it"),
      rated_by: code(instrument.rated_by as [string, ...string[]]).describe("Whose view it is"),
      ...itemColumns(instrument),
    }),
    key: ["authority_code", "child_id", "assessed_on", "rated_by"],
    privacy: { child_id: "pseudonym", date_of_birth: { monthAs: "birth_month" } },
    rowRules: [notInTheFuture("assessed_on")],
    asOf: "assessed_on",
    recognises: ({ firstRow }) =>
      firstRow.instrument === instrument.instrument && firstRow.version === instrument.version,
    saysInstead: ({ firstRow }) =>
      `assessments with instrument "${firstRow.instrument}", version "${firstRow.version}", of which there is no file`,
  });
}

function itemColumns(instrument: Instrument): Record<string, z.ZodType> {
  const columns: Record<string, z.ZodType> = {};
  for (const area of instrument.areas) {
    for (const { column, title, min, max } of itemsOf(instrument, area)) {
      const what = area.items ? title : `${title}: level of ${noun(instrument)}`;
      columns[column] = integer({ min, max }).nullable().describe(what);
    }
    const level = () => integer(areaRange(instrument, area)).nullable().optional();
    if (instrument.readiness.setting) {
      columns[settingReadinessColumn(area.id)] = level().describe(
        `${area.title}: how far the setting can meet it`,
      );
    }
    if (instrument.readiness.family) {
      columns[familyReadinessColumn(area.id)] = level().describe(
        `${area.title}: how far the family can meet it`,
      );
    }
    if (instrument.strengths) {
      columns[strengthColumn(area.id)] = integer(scaleRange(instrument.strengths))
        .nullable()
        .optional()
        .describe(`${area.title}: level of strength`);
    }
  }
  return columns;
}

const noun = ({ polarity }: Instrument) =>
  polarity === "higher_is_more_need" ? "need" : "strength";
