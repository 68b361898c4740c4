import type { Warehouse } from "../../warehouse/warehouse.ts";
import type { Headline } from "./headline.ts";

/** The primary outcome of the first design over authorities. */
export async function evaluationHeadline(warehouse: Warehouse): Promise<Headline> {
  const [found] = await warehouse.rows<{
    sentence: string;
    trial: number;
    others: number;
    first_period: string;
    last_period: string;
  }>(`select sentence, trial_authorities as trial, comparison_authorities as others, first_period, last_period
    from evaluation_outcomes where is_primary order by evaluation limit 1`);
  return {
    topic: "evaluation",
    question: "Did it work?",
    sentence:
      found?.sentence ??
      "No published figures of the trial authorities are loaded, so they cannot be compared with others.",
    basis: found?.first_period
      ? `Published figures of ${found.trial} trial and ${found.others} comparison authorities, ${found.first_period} to ${found.last_period}. Authorities chose to take part, so a difference may have other causes.`
      : "Load DfE’s local authority interactive tool and its release of EHC plans.",
    page: "./evaluation",
    definition: "./method/evaluation",
  };
}
