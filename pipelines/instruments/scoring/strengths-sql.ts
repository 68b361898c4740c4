import {
  assessmentTable,
  type Instrument,
  scaleRange,
} from "../../../loaders/contract/instrument.ts";
import { strengthColumn } from "../../../loaders/contract/instrument-items.ts";
import { quote } from "../../warehouse/sql.ts";
import { ASSESSMENT_ID } from "./score-sql.ts";

/** Strengths recorded beside the needs, in the long form; they never lower a need. */
export function strengthsSql(instruments: readonly Instrument[]): string {
  const parts = instruments.flatMap((instrument) => {
    const { strengths, areas, version } = instrument;
    if (!strengths) return [];
    const { min, max } = scaleRange(strengths);
    return areas.map(({ id }) => {
      const column = strengthColumn(id);
      return `select ${ASSESSMENT_ID} as assessment_id, ${quote(instrument.instrument)} as instrument, ${quote(version)} as version,
  ${quote(id)} as domain, ${column}::double as raw, 100.0::double * (${column} - ${min}) / ${max - min} as strength
from ${assessmentTable(instrument)} where ${column} is not null`;
    });
  });
  const none = `select null::bigint as assessment_id, null::varchar as instrument, null::varchar as version,
  null::varchar as domain, null::double as raw, null::double as strength where false`;
  return `-- One row per assessment and area with a strength recorded, 0 to 100.
-- Kept as a view.
${[none, ...parts].join("\nunion all\n")}`;
}
