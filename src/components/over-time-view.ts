import type { NeedByPeriod } from "../../pipelines/measures/need-by-period/measure.ts";
import { authorityNames } from "./authority-name.js";
import { ask, choicesOf, controls } from "./choices.js";
import { liveParts } from "./live.js";
import { needByPeriod } from "./need-by-period.js";
import { heading, paragraph } from "./page-parts.js";

const keyOf = (row: NeedByPeriod) => `${row.authority_code} ${row.instrument} ${row.version}`;

/** Need at the first reading and change since, period by period, of one authority. */
export function overTimeView(periods: readonly NeedByPeriod[]): HTMLElement {
  const ones = [...new Map(periods.map((row) => [keyOf(row), row])).values()];
  const nameOf = authorityNames(ones);
  const { fields, chosen } = ask([
    { name: "council", label: "Council", choices: () => choicesOf(ones, keyOf, nameOf) },
  ]);
  const part = (measure: NeedByPeriod["measure"], title: string) => ({
    key: ({ council }: { council: string }) => council,
    draw: ({ council }: { council: string }, width: number) => {
      const one = ones.find((row) => keyOf(row) === council);
      return needByPeriod(
        periods.filter((row) => keyOf(row) === council && row.measure === measure),
        { width, title: `${title}${one ? `, ${nameOf(one)}` : ""}` },
      );
    },
  });
  return liveParts(chosen, [
    controls(fields.council),
    heading("Do children come with more need?"),
    paragraph(
      "Need at the first reading. If it rises, children come later or with more need than before; if it falls while more are read, more may be recognised, and not more be in need.",
    ),
    part("first need", "Need at the first reading"),
    heading("Do needs fall more than they used to?"),
    paragraph("Change from the first reading to the last, by when the last was."),
    part("change", "Change in need"),
  ]);
}
