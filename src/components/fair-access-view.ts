import type { FairAccess } from "../../pipelines/measures/fair-access/measure.ts";
import { ask, choicesOf, controls, councilsOf } from "./choices.js";
import { fairAccessFigure, OUTCOMES } from "./fair-access.js";
import { liveParts } from "./live.js";
import { nothingYet } from "./page-parts.js";

/** Whether access falls alike on groups of children, of one outcome and one authority or all. */
export function fairAccessView(rows: readonly FairAccess[]): HTMLElement {
  if (rows.length === 0)
    return nothingYet("No requests or placements are loaded.", "npx vsend run PATH");
  const first = rows.filter((row) => row.authority_code === "all");
  const { fields, chosen } = ask([
    {
      name: "access",
      label: "What",
      choices: () =>
        choicesOf(
          first,
          (row) => row.outcome,
          (row) => OUTCOMES[row.outcome]?.title ?? row.outcome,
        ),
    },
    {
      name: "whose",
      label: "Whose",
      choices: () => councilsOf([...first, ...rows]),
    },
  ]);
  return liveParts(chosen, [
    controls(fields.access, fields.whose),
    {
      key: (now) => `${now.access}|${now.whose}`,
      draw: (now, width) =>
        fairAccessFigure(
          rows.filter((row) => row.authority_code === now.whose),
          { width, outcome: now.access as FairAccess["outcome"], root: "." },
        ),
    },
  ]);
}
