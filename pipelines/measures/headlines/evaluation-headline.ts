import type { Warehouse } from "../../warehouse/warehouse.ts";
import { evaluationOutcomes } from "../evaluation-outcomes/measure.ts";
import type { Headline } from "./headline.ts";

/** The published row of the primary outcome of the first design over authorities. */
export async function evaluationHeadline(warehouse: Warehouse): Promise<Headline> {
  const { rows } = await evaluationOutcomes.rows(warehouse);
  const found = rows.find(({ is_primary }) => is_primary);
  return {
    topic: "evaluation",
    question: "Did it work?",
    sentence:
      found?.sentence ??
      "No published figures of the trial authorities are loaded, so they cannot be compared with others.",
    basis: found?.first_period
      ? `Published figures of ${found.trial_authorities} trial and ${found.comparison_authorities} comparison authorities, ${found.first_period} to ${found.last_period}. Authorities chose to take part, so a difference may have other causes.`
      : "Load DfE’s local authority interactive tool and its release of EHC plans.",
    page: "./evaluation",
    definition: "./method/evaluation",
  };
}
