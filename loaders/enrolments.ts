import { z } from "zod";
import { authorityCode, date, text } from "./contract/cells.ts";
import { defineLoader } from "./contract/define-loader.ts";
import { endsAfterStart, notInTheFuture } from "./contract/row-rules.ts";
import { settingId } from "./contract/setting-id.ts";

const ANY_DAY = { min: "2000-01-01", max: "2100-12-31" };

/** The loader of dates on which settings joined and left a trial. */
export const enrolments = defineLoader({
  name: "enrolments",
  title: "Settings that take part in a trial",
  grain: "one row per programme, setting and day it joined",
  table: "loaded_enrolments",
  isChildLevel: false,
  columns: z.strictObject({
    authority_code: authorityCode().describe("ONS code of the setting's authority"),
    setting_id: settingId().describe("URN, or the authority's own code"),
    programme: text(
      /^[a-z][a-z0-9-]{0,63}$/,
      "the name of a trial in small letters, digits and hyphens",
    ).describe("Name of the trial, as in data/evaluations"),
    enrolled_on: date(ANY_DAY).describe("First day in the trial"),
    withdrawn_on: date(ANY_DAY).nullable().describe("Last day; blank while it takes part"),
  }),
  key: ["authority_code", "setting_id", "programme", "enrolled_on"],
  rowRules: [notInTheFuture("enrolled_on"), endsAfterStart("enrolled_on", "withdrawn_on")],
  asOf: "enrolled_on",
});
