import type { EvaluationOutcome } from "../../../pipelines/measures/evaluation-outcomes/measure.ts";
import { downloadButton } from "../download.js";
import { dataTable } from "../table.js";
import { interval } from "../words.js";
import { differenceUnit, pValue, signed } from "./amounts.js";
import { why } from "./reasons.js";

/** Could it be chance? Every outcome of one comparison. */
export function chanceTable(rows: readonly EvaluationOutcome[]): HTMLElement {
  const whole = document.createElement("div");
  const caption = "Could each difference be chance?";
  const small = (p: number | null) => (p === null ? null : p < 0.0001 ? "0.00001" : p.toFixed(4));
  whole.append(
    dataTable(
      rows.map((row) => ({ ...row, symbol: null })),
      {
        caption,
        columns: [
          { title: "Outcome", text: (row) => row.title },
          {
            title: "Difference",
            text: (row) =>
              row.estimate === null
                ? why(row.reason)
                : `${signed(row.estimate)} ${differenceUnit(row)}`,
          },
          {
            title: "95% interval",
            text: (row) => interval(row.lower, row.upper, signed),
            isNumber: true,
          },
          { title: "p", text: (row) => pValue(row.p_value), isNumber: true },
          { title: "q, false discovery", text: (row) => pValue(row.q_value), isNumber: true },
          { title: "Placebo p", text: (row) => pValue(row.placebo_p), isNumber: true },
          {
            title: "Smallest placebo p",
            text: (row) => small(row.smallest_placebo_p),
            isNumber: true,
          },
          { title: "Drift before, p", text: (row) => pValue(row.pre_trend_p), isNumber: true },
        ],
      },
    ),
    downloadButton(rows, "evaluation-outcomes.csv", caption),
  );
  return whole;
}
