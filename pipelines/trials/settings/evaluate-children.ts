import type { Instrument } from "../../../loaders/contract/instrument.ts";
import type { Warehouse } from "../../warehouse/warehouse.ts";
import { evaluateAll } from "../children/evaluate.ts";
import type { Evaluation } from "../designs/designs.ts";
import type { SettingsDesign } from "../designs/settings-design.ts";
import { evaluateSettings } from "./evaluate-settings.ts";

/** Fills all tables of trials of children: first those with authorities as units, then those of settings. */
export async function evaluateChildren(
  warehouse: Warehouse,
  instruments: readonly Instrument[],
  ofAuthorities: readonly Evaluation[],
  ofSettings: readonly SettingsDesign[],
): Promise<void> {
  await evaluateAll(warehouse, instruments, ofAuthorities);
  await evaluateSettings(warehouse, instruments, ofSettings);
}
