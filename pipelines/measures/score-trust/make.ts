import type { Instrument } from "../../../loaders/contract/instrument.ts";
import { scoresTable } from "../../instruments/scoring/names.ts";
import { insertRows } from "../../warehouse/insert-rows.ts";
import type { Warehouse } from "../../warehouse/warehouse.ts";
import { agreement } from "./agreement.ts";
import { floorCeiling } from "./floor-ceiling.ts";
import { fundingChange } from "./funding-change.ts";
import { heaping } from "./heaping.ts";
import { lateness } from "./lateness.ts";
import { raterView } from "./rater-view.ts";
import { settingChange } from "./setting-change.ts";

const LOOKS = [heaping, fundingChange, settingChange, raterView, lateness, floorCeiling, agreement];

/** What one row of `score_trust` is. */
export const TRUST_GRAIN =
  "-- One row per authority, instrument version, threat to its scores and part of it.";

/** Fills `score_trust`: for every authority and instrument version, what could have moved its scores. */
export async function makeTrust(
  warehouse: Warehouse,
  instruments: readonly Instrument[],
): Promise<void> {
  await warehouse.run(`
    create table score_trust (
      authority_code varchar, instrument varchar, version varchar, threat varchar, part varchar, domain varchar, unit varchar,
      estimate double, lower double, upper double, expected double, bound_side varchar, child_count bigint, part_count bigint,
      least_count bigint, is_flagged boolean, reason varchar, as_of date)`);
  for (const instrument of instruments) {
    const latest = await warehouse.rows<{ authority_code: string; as_of: string }>(
      `select authority_code, strftime(max(assessed_on), '%Y-%m-%d') as as_of from ${scoresTable(instrument)} group by authority_code`,
    );
    if (latest.length === 0) continue;
    const asOf = new Map(latest.map(({ authority_code, as_of }) => [authority_code, as_of]));
    for (const look of LOOKS) {
      const found = await look(warehouse, instrument);
      await insertRows(
        warehouse,
        "score_trust",
        found.map((finding) => ({
          ...finding,
          instrument: instrument.instrument,
          version: instrument.version,
          as_of: asOf.get(finding.authority_code) ?? null,
        })),
      );
    }
  }
}
