import { z } from "zod";
import { authorityCode, code, date, identifier } from "./contract/cells.ts";
import { defineLoader } from "./contract/define-loader.ts";
import { endsAfterStart, notInTheFuture } from "./contract/row-rules.ts";
import { settingId } from "./contract/setting-id.ts";
import { SETTING_TYPES } from "./contract/setting-types.ts";

const ANY_DAY = { min: "1995-01-01", max: "2100-12-31" };

/** The loader of placement episodes. */
export const placements = defineLoader({
  name: "placements",
  title: "Placements of children in settings",
  grain: "one row per placement episode",
  table: "loaded_placements",
  isChildLevel: true,
  columns: z.strictObject({
    authority_code: authorityCode().describe("ONS code of the authority that pays"),
    child_id: identifier().describe("The authority's own identifier; never stored as it is"),
    setting_id: settingId().nullable().describe("URN, or the authority's own code"),
    setting_type: code(SETTING_TYPES).describe("Rung of data/reference/setting_ladder.csv"),
    started_on: date(ANY_DAY).describe("First day of the placement"),
    ended_on: date(ANY_DAY).nullable().describe("Last day; blank while it goes on"),
    end_reason: code([
      "phase_transfer",
      "planned_move",
      "breakdown",
      "left_area",
      "plan_ceased",
      "other",
    ])
      .nullable()
      .describe("Why it ended; blank while it goes on"),
  }),
  key: ["authority_code", "child_id", "started_on", "setting_type"],
  privacy: { child_id: "pseudonym" },
  rowRules: [notInTheFuture("started_on"), endsAfterStart("started_on", "ended_on")],
  asOf: "started_on",
});
