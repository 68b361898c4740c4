import type { ScoreTrust } from "../../pipelines/measures/score-trust/measure.ts";
import type { TrustStatement } from "../../pipelines/measures/trust-statements/measure.ts";
import { ask, choicesOf, controls } from "./choices.js";
import { liveParts } from "./live.js";
import { note } from "./page-parts.js";
import { trustSection } from "./trust-figures.js";

const keyOf = (row: { authority_code: string; instrument: string; version: string }) =>
  `${row.authority_code} ${row.instrument} ${row.version}`;

/** Whether scores of one authority and instrument may have moved although no need did. */
export function trustView(
  statements: readonly TrustStatement[],
  figures: readonly ScoreTrust[],
): HTMLElement {
  if (statements.length === 0) {
    return note("No assessments are loaded, so there are no scores to judge.");
  }
  const { fields, chosen } = ask([
    {
      name: "authority",
      label: "Authority and instrument",
      choices: () =>
        choicesOf(
          statements,
          keyOf,
          (row) => `${row.authority_name}: ${row.instrument_title}, ${row.version}`,
        ),
    },
  ]);
  return liveParts(chosen, [
    controls(fields.authority),
    {
      key: ({ authority }) => authority,
      draw: ({ authority }, width) => {
        const whole = document.createElement("div");
        for (const said of statements.filter((row) => keyOf(row) === authority)) {
          const own = figures.filter(
            (row) => keyOf(row) === authority && row.threat === said.threat,
          );
          whole.append(trustSection(said, own, { width }));
        }
        return whole;
      },
    },
  ]);
}
