import type { NeedEstimate } from "../../pipelines/measures/need-estimates/measure.ts";
import { ask, choicesOf, controls } from "./choices.js";
import { liveParts } from "./live.js";
import { needEstimates, needSubgroups, subgroupRows } from "./need-estimates.js";
import { heading, paragraph } from "./page-parts.js";
import { upperFirst } from "./words.js";

/** Change in the trial beside change elsewhere: by area of need, then by method and kind of child. */
export function needEstimatesView(estimates: readonly NeedEstimate[]): HTMLElement {
  const ofWhom = ({ compared, whom }: Readonly<Record<string, string>>) =>
    estimates.filter((row) => row.comparison === compared && (row.subgroup ?? "") === whom);
  const { fields, chosen } = ask([
    {
      name: "compared",
      label: "Compared with",
      choices: () =>
        choicesOf(
          estimates,
          (row) => row.comparison,
          (row) => row.comparison_title,
        ),
    },
    {
      name: "whom",
      label: "Children",
      choices: () =>
        choicesOf(
          [...estimates].sort((a, b) => Number(a.subgroup !== null) - Number(b.subgroup !== null)),
          (row) => row.subgroup ?? "",
          (row) => upperFirst(row.subgroup_title ?? "all"),
        ),
    },
    {
      name: "method",
      label: "Method",
      choices: (now) =>
        choicesOf(
          ofWhom(now),
          (row) => row.method,
          ({ method }) => upperFirst(method),
        ),
    },
    {
      name: "outcome",
      label: "Area for the methods and subgroups",
      value: () => "total",
      choices: () =>
        choicesOf(
          estimates,
          (row) => row.outcome,
          (row) => row.outcome_title,
        ),
    },
  ]);
  return liveParts(chosen, [
    heading("Trial and elsewhere, by area of need"),
    controls(fields.compared, fields.whom, fields.method),
    {
      key: ({ compared, whom, method }) => `${compared}|${whom}|${method}`,
      draw: (now, width) => {
        const rows = ofWhom(now).filter((row) => row.method === now.method);
        const whose = rows[0]?.subgroup_title ? `, ${rows[0].subgroup_title}` : "";
        return needEstimates(rows, {
          width,
          title: `Difference in change by area of need${whose}`,
        });
      },
    },
    heading("By method and kind of child"),
    controls(fields.outcome),
    {
      key: ({ compared, outcome }) => `${compared}|${outcome}`,
      draw: (now, width) => {
        const rows = subgroupRows(
          estimates.filter((row) => row.comparison === now.compared && row.outcome === now.outcome),
        );
        const area = rows[0]?.outcome_title ?? "";
        return rows.length ? needSubgroups(rows, { width, area }) : null;
      },
    },
    heading("How many children improved"),
    {
      key: ({ compared }) => compared ?? "",
      draw: ({ compared }) => {
        const improved = estimates.find(
          (row) => row.comparison === compared && row.unit === "per cent of children",
        );
        return improved ? paragraph(improved.sentence) : null;
      },
    },
  ]);
}

/** The sentence of the trial's headline difference, as it was published. */
export const needSentence = (estimates: readonly NeedEstimate[]): string =>
  estimates.find((row) => row.is_primary)?.sentence ??
  "No trial design has enough children with two assessments on both sides to say.";
