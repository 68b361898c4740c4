import type { EvaluationExclusion } from "../../../pipelines/measures/evaluation-exclusions/measure.ts";
import type { EvaluationOutcome } from "../../../pipelines/measures/evaluation-outcomes/measure.ts";
import { text } from "../columns.js";
import { dataTable } from "../table.js";
import { lowerFirst, plural, upperFirst } from "../words.js";

/** Authorities and years that one comparison does not rest on, each with its reason. */
export function leftOut(
  outcome: EvaluationOutcome,
  rows: readonly EvaluationExclusion[],
): HTMLElement {
  const whole = document.createElement("div");
  const words = document.createElement("p");
  const count = (kind: string) => rows.filter((row) => row.kind === kind).length;
  const title = `${outcome.title}, beside ${lowerFirst(outcome.comparison_title)}`;
  words.textContent =
    rows.length === 0
      ? `${title}: nothing was left out.`
      : `${title}: ${plural(count("authority"), "authority", "authorities")} and ${plural(count("period"), "year", "years")} left out; ${outcome.trial_authorities} trial and ${outcome.comparison_authorities} comparison authorities kept.`;
  whole.append(words);
  if (rows.length > 0) {
    whole.append(
      dataTable(
        rows.map((row) => ({ ...row, symbol: null })),
        {
          caption: `Left out: ${title}`,
          columns: [
            text("Authority or year", "name"),
            text("Reason", (row) => upperFirst(row.reason)),
          ],
        },
      ),
    );
  }
  return whole;
}
