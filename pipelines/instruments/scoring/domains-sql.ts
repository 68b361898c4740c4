import type { Instrument } from "../../../loaders/contract/instrument.ts";
import { quote } from "../../warehouse/sql.ts";
import { commonAreas, SEVERAL } from "./common-areas.ts";

/** What each area of need is called, and in which order the areas are shown, the total first. */
export function domainsSql(instruments: readonly Instrument[]): string {
  const several = { ...SEVERAL, areas: commonAreas(instruments) };
  const rows = [...instruments, several].flatMap(({ instrument, version, areas }) => [
    `(${[instrument, version, "total", "All areas together"].map(quote).join(", ")}, 0)`,
    ...areas.map(
      ({ id, title }, i) => `(${[instrument, version, id, title].map(quote).join(", ")}, ${i + 1})`,
    ),
  ]);
  return `-- One row per instrument version (and "several" for figures across them) and area of need, and one for the total.
select instrument, version, domain, domain_title, domain_order
from (values ${rows.join(", ")}) as domains(instrument, version, domain, domain_title, domain_order)`;
}
