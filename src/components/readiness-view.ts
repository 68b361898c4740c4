import type { SettingReadiness } from "../../pipelines/measures/setting-readiness/measure.ts";
import { ask, choicesOf, controls, councilsOf } from "./choices.js";
import { liveParts } from "./live.js";
import { nothingYet } from "./page-parts.js";
import {
  allFirst,
  readinessPlace,
  readinessPlaceTitle,
  settingReadiness,
} from "./setting-readiness.js";

/** How far need is above what a setting can meet, of one setting or all of a council. */
export function readinessView(rows: readonly SettingReadiness[]): HTMLElement {
  if (rows.length === 0)
    return nothingYet(
      "No assessments say how ready the setting is: an instrument has to ask it.",
      "npx vsend run PATH",
    );
  const { fields, chosen } = ask([
    {
      name: "council",
      label: "Council",
      choices: () => councilsOf(rows),
    },
    {
      name: "setting",
      label: "Setting",
      choices: ({ council }) =>
        choicesOf(
          allFirst(rows.filter((row) => row.authority_code === council)),
          readinessPlace,
          readinessPlaceTitle,
        ),
    },
  ]);
  return liveParts(chosen, [
    controls(fields.council, fields.setting),
    {
      key: ({ setting }) => setting,
      draw: ({ setting }, width) =>
        settingReadiness(
          rows.filter((row) => readinessPlace(row) === setting),
          { width },
        ),
    },
  ]);
}
