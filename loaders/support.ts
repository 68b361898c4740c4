import { z } from "zod";
import { authorityCode, code, date, decimal, hours, identifier } from "./contract/cells.ts";
import { defineLoader } from "./contract/define-loader.ts";
import { endsAfterStart, notInTheFuture } from "./contract/row-rules.ts";
import { settingId } from "./contract/setting-id.ts";

const ANY_DAY = { min: "1995-01-01", max: "2100-12-31" };

/** The loader of support records: what a child, or a setting as a whole, was given. */
export const support = defineLoader({
  name: "support",
  title: "Support given to children and settings",
  grain: "one row per support episode",
  table: "loaded_support",
  isChildLevel: true,
  columns: z.strictObject({
    authority_code: authorityCode().describe("ONS code of the authority that gives the support"),
    child_id: identifier()
      .nullable()
      .optional()
      .describe("The authority's own identifier, hashed; blank where a setting received it"),
    setting_id: settingId().nullable().optional().describe("URN, or the authority's own code"),
    support: code([
      "speech_and_language_therapy",
      "occupational_therapy",
      "physiotherapy",
      "educational_psychology",
      "specialist_teaching",
      "teaching_assistant",
      "small_group",
      "mentoring",
      "counselling",
      "family_support",
      "staff_training",
      "equipment",
      "outreach",
      "tuition",
      "other",
    ]).describe("What was given"),
    tier: code(["universal", "targeted", "enhanced"]).describe("For everyone, for some, for one"),
    started_on: date(ANY_DAY).describe("First day of the support"),
    ended_on: date(ANY_DAY).nullable().describe("Last day; blank while it goes on"),
    hours: hours({ min: 0, max: 20_000 }).nullable().describe("Hours of the whole episode"),
    cost_gbp: decimal({ min: 0, max: 1_000_000 })
      .nullable()
      .describe("Pounds of the whole episode"),
  }),
  key: ["authority_code", "child_id", "setting_id", "support", "tier", "started_on"],
  privacy: { child_id: "pseudonym" },
  rowRules: [
    notInTheFuture("started_on"),
    endsAfterStart("started_on", "ended_on"),
    {
      column: "child_id",
      rule: "a child or a setting",
      refuses: "child_id is null and setting_id is null",
      message: "is blank, and so is setting_id: support is for a child or a setting",
    },
  ],
  amount: "cost_gbp",
  totals: ["hours"],
  asOf: "started_on",
});
