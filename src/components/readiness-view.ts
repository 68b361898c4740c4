import type { LocalityReadiness } from "../../pipelines/measures/locality-readiness/measure.ts";
import type { SettingReadiness } from "../../pipelines/measures/setting-readiness/measure.ts";
import { ask, choicesOf, controls, councilsOf } from "./choices.js";
import { liveParts } from "./live.js";
import { nothingYet } from "./page-parts.js";
import {
  allFirst,
  asPlaces,
  readinessPlace,
  readinessPlaceTitle,
  settingReadiness,
} from "./setting-readiness.js";

/** How far need is above what a setting can meet, of one setting, a locality or all of a council. */
export function readinessView(
  settings: readonly SettingReadiness[],
  localities: readonly LocalityReadiness[],
): HTMLElement {
  if (settings.length === 0)
    return nothingYet(
      "No assessments say how ready the setting is: an instrument has to ask it.",
      "npx vsend run PATH",
    );
  const rows = [...settings, ...asPlaces(localities)];
  const { fields, chosen } = ask([
    {
      name: "council",
      label: "Council",
      choices: () => councilsOf(rows),
    },
    {
      name: "setting",
      label: "Setting or locality",
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
