import { assessmentTable, type Instrument } from "../../loaders/contract/instrument.ts";
import { ASSESSMENT_ID } from "../instruments/scoring/score-sql.ts";

const codes = (...names: string[]) => names.map((name) => `${name}::varchar as ${name}`).join(", ");

/** The public table of assessments, over the loaded table of each instrument version. */
export function assessmentsSql(instruments: readonly Instrument[]): string {
  const parts = instruments.map(
    (instrument) => `select ${ASSESSMENT_ID} as assessment_id, load_id, child_id, authority_code,
  authority_code || '|' || setting_id as setting_id, assessed_on, ${codes("instrument", "version", "rated_by")},
  ${codes("plan", "primary_need", "sex")}, birth_month
from ${assessmentTable(instrument)}`,
  );
  return `-- One row per assessment.\n-- Kept as a view.\n${parts.join("\nunion all\n")}`;
}
