import type { Instrument } from "../../../loaders/contract/instrument.ts";
import { pairsTable } from "../../instruments/scoring/names.ts";
import { type Cell, insertRows } from "../../warehouse/insert-rows.ts";
import { rule } from "../../warehouse/rules.ts";
import type { Warehouse } from "../../warehouse/warehouse.ts";

/**
 * Fills a table of instruments that some children were read twice with by a professional, and no more
 * than may be compared one by one. Each row gets the instrument, its version and the day of the latest
 * reading, unless `rowsOf` says another, beside what it says.
 */
export async function fillByInstrument(
  warehouse: Warehouse,
  instruments: readonly Instrument[],
  table: string,
  rowsOf: (instrument: Instrument) => Promise<readonly Readonly<Record<string, Cell>>[]>,
): Promise<void> {
  for (const instrument of instruments) {
    const { n, as_of } = await warehouse.one<{ n: number; as_of: string | null }>(
      `select count(*) as n, strftime(max(last_on), '%Y-%m-%d') as as_of from ${pairsTable(instrument)} where rated_by = 'professional'`,
    );
    if (n === 0 || n > rule("most_children_compared")) continue;
    const rows = await rowsOf(instrument);
    await insertRows(
      warehouse,
      table,
      rows.map((row) => ({
        instrument: instrument.instrument,
        version: instrument.version,
        as_of,
        ...row,
      })),
    );
  }
}
