import type { Instrument } from "../../loaders/contract/instrument.ts";
import { pairsTable, scoresTable } from "../instruments/scoring/names.ts";

const ENDINGS = [
  ["_n", "Need, 0 to 100; higher is more need"],
  ["_g", "Need less the readiness of the setting to meet it"],
  ["_r", "Readiness of the setting to meet the need, 0 to 100"],
  ["_f", "Readiness of the family to meet the need, 0 to 100"],
  ["_first", "Need at the first reading, 0 to 100"],
  ["_last", "Need at the last reading, 0 to 100"],
] as const;

const OTHERS: Readonly<Record<string, string>> = {
  areas_answered: "Areas of need that were answered",
  first_id: "The first assessment of the pair",
  last_id: "The last assessment of the pair",
};

/** What columns of the wide tables of an instrument mean, by table; built from its areas. */
export function scoredColumns(instrument: Instrument): Map<string, Map<string, string>> {
  const columns = new Map(Object.entries(OTHERS));
  for (const { id, title } of [...instrument.areas, { id: "total", title: "all areas" }]) {
    for (const [ending, meaning] of ENDINGS) columns.set(`${id}${ending}`, `${title}: ${meaning}`);
  }
  return new Map([
    [scoresTable(instrument), columns],
    [pairsTable(instrument), columns],
  ]);
}
