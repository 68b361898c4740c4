import type { Instrument } from "../../../loaders/contract/instrument.ts";
import { contracts } from "../../../loaders/index.ts";
import { createReleases } from "../../releases/tables.ts";
import type { Warehouse } from "../../warehouse/warehouse.ts";
import { createLedger } from "./ledger.ts";
import { createTables } from "./load-file.ts";

/** Makes every table that is loaded, so that a warehouse without one source still builds. */
export async function prepare(warehouse: Warehouse, instruments: readonly Instrument[]) {
  await createLedger(warehouse);
  await createReleases(warehouse);
  await warehouse.run(`
    create table if not exists built_models (model varchar primary key, fingerprint varchar not null, rows bigint, reads varchar[]);
    alter table built_models add column if not exists reads varchar[]`);
  await createTables(warehouse, contracts(instruments));
}
