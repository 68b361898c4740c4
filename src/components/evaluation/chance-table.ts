import type { EvaluationOutcome } from "../../../pipelines/measures/evaluation-outcomes/measure.ts";
import { interval95, number, text } from "../columns.js";
import { downloadButton } from "../download.js";
import { why } from "../reasons.js";
import { dataTable } from "../table.js";
import { fixed } from "../words.js";
import { differenceUnit, pValue, signed } from "./amounts.js";

/** Could it be chance? Every outcome of one comparison. */
export function chanceTable(rows: readonly EvaluationOutcome[]): HTMLElement {
  const whole = document.createElement("div");
  const caption = "Could each difference be chance?";
  const small = (p: number) => (p < 0.0001 ? "0.00001" : fixed(p, 4));
  whole.append(
    dataTable(
      rows.map((row) => ({ ...row, symbol: null })),
      {
        caption,
        columns: [
          text("Outcome", "title"),
          {
            title: "Difference",
            text: (row) =>
              row.estimate === null
                ? why(row.reason)
                : `${signed(row.estimate)} ${differenceUnit(row)}${row.is_descriptive ? ", described" : ""}`,
          },
          interval95(signed),
          {
            title: "How secure, of 5",
            text: (row) => (row.security === null ? "–" : String(row.security)),
            isNumber: true,
          },
          number("p", "p_value", pValue),
          number("q, false discovery", "q_value", pValue),
          number("Placebo p", "placebo_p", pValue),
          number("Smallest placebo p", "smallest_placebo_p", small),
          number("Drift before, p", "pre_trend_p", pValue),
        ],
      },
    ),
    downloadButton(rows, "evaluation-outcomes.csv", caption),
  );
  return whole;
}
