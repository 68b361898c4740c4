import type { Identification } from "../../pipelines/measures/identification/measure.ts";
import { ask, controls, councilsOf } from "./choices.js";
import { identification, STAGES } from "./identification.js";
import { identificationYears } from "./identification-years.js";
import { liveParts } from "./live.js";
import { heading, nothingYet } from "./page-parts.js";

/** Norfolk, where nobody has chosen: a council of the trial. */
const FIRST = "E10000020";
const ROOT = ".";

/** Whether schools of a council identify as many pupils as those of councils with as many free meals. */
export function identificationView(rows: readonly Identification[]): HTMLElement {
  if (rows.length === 0)
    return nothingYet(
      "No published shares of pupils with SEN are loaded: download DfE’s local authority interactive tool.",
      "npx vsend run PATH",
    );
  const councils = councilsOf(rows).sort((a, b) => a.label.localeCompare(b.label, "en-GB"));
  const nameOf = (code: string) => councils.find(({ value }) => value === code)?.label ?? "";
  const { fields, chosen } = ask([
    {
      name: "stage",
      label: "Pupils",
      choices: () => Object.entries(STAGES).map(([value, label]) => ({ value, label })),
    },
    {
      name: "council",
      label: "Council",
      choices: () => councils,
      value: () => FIRST,
    },
  ]);
  const key = (now: { stage: string; council: string }) => `${now.stage}|${now.council}`;
  const about = ({ stage, council }: { stage: string; council: string }) => ({
    ...{ stage: stage as Identification["stage"], name: nameOf(council) },
    root: ROOT,
  });
  return liveParts(chosen, [
    heading("One council among all"),
    controls(fields.stage, fields.council),
    {
      key,
      draw: (now, width) =>
        identification(rows, { ...about(now), ...{ width, council: now.council } }),
    },
    {
      key,
      draw: (now, width) =>
        identificationYears(
          rows.filter((row) => row.authority_code === now.council),
          { ...about(now), width },
        ),
    },
  ]);
}
