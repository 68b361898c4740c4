import type { SchoolIdentification } from "../../pipelines/measures/school-identification/measure.ts";
import { ask, choicesOf, controls, councilsOf } from "./choices.js";
import { STAGES } from "./identification.js";
import { liveParts } from "./live.js";
import { heading, nothingYet } from "./page-parts.js";
import { schoolIdentification } from "./school-identification.js";
import { upperFirst } from "./words.js";

const TITLE = "Does a school identify like its peers?";

/** Whether schools identify as many pupils as schools with as many free meals, one council at a time. */
export function schoolIdentificationView(schools: readonly SchoolIdentification[]): HTMLElement {
  if (schools.length === 0) {
    const empty = document.createElement("div");
    const missing = nothingYet(
      "No school census is loaded of a council whose extracts are loaded or that a design is about: download it, and the list of schools, from DfE’s performance tables.",
      "npx vsend run PATH",
    );
    empty.append(heading(TITLE), missing);
    return empty;
  }
  const councils = councilsOf(schools);
  const nameOf = (code: string) => councils.find(({ value }) => value === code)?.label ?? "";
  const of = (council?: string, phase?: string) =>
    schools.filter((row) => row.authority_code === council && (!phase || row.phase === phase));
  const { fields, chosen } = ask([
    {
      name: "area",
      label: "Council",
      choices: () => councils,
    },
    {
      name: "phase",
      label: "Schools",
      choices: ({ area }) =>
        choicesOf(
          of(area),
          (row) => row.phase,
          (row) => upperFirst(row.phase),
        ),
    },
    {
      name: "identified",
      label: "Pupils",
      choices: () => Object.entries(STAGES).map(([value, label]) => ({ value, label })),
    },
    {
      name: "school",
      label: "School",
      choices: ({ area, phase }) =>
        choicesOf(
          of(area, phase),
          (row) => row.urn,
          (row) => row.school_name,
        ),
    },
  ]);
  return liveParts(chosen, [
    heading(TITLE),
    controls(fields.area, fields.phase, fields.identified, fields.school),
    {
      key: (now) => Object.values(now).join("|"),
      draw: ({ area, phase, identified, school }, width) =>
        schoolIdentification(
          of(area, phase).filter(({ stage }) => stage === identified),
          { ...{ width, urn: school, name: nameOf(area) }, root: "." },
        ),
    },
  ]);
}
