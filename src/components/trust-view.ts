import type { ScoreTrust } from "../../pipelines/measures/score-trust/measure.ts";
import type { TrustStatement } from "../../pipelines/measures/trust-statements/measure.ts";
import { ask, choicesOf, controls } from "./choices.js";
import { liveParts } from "./live.js";
import { nothingYet } from "./page-parts.js";
import { trustSection } from "./trust-figures.js";

const keyOf = (row: { authority_code: string; instrument: string; version: string }) =>
  `${row.authority_code} ${row.instrument} ${row.version}`;

/** Whether scores of one authority and instrument may have moved although no need did. */
export function trustView(
  statements: readonly TrustStatement[],
  figures: readonly ScoreTrust[],
): HTMLElement {
  if (statements.length === 0) {
    return nothingYet(
      "No assessments are loaded, so there are no scores to judge.",
      "npx vsend run PATH",
    );
  }
  const { fields, chosen } = ask([
    {
      name: "council",
      label: "Council and instrument",
      choices: () =>
        choicesOf(
          statements,
          keyOf,
          (row) => `${row.authority_name}: ${row.instrument_title}, ${row.version}`,
        ),
    },
  ]);
  return liveParts(chosen, [
    controls(fields.council),
    {
      key: ({ council }) => council,
      draw: ({ council }, width) => {
        const whole = document.createElement("div");
        for (const said of statements.filter((row) => keyOf(row) === council)) {
          const own = figures.filter((row) => keyOf(row) === council && row.threat === said.threat);
          whole.append(trustSection(said, own, { width }));
        }
        return whole;
      },
    },
  ]);
}
