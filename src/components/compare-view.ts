import type { ChangeByAuthority } from "../../pipelines/measures/change-by-authority/measure.ts";
import type { NeedEstimate } from "../../pipelines/measures/need-estimates/measure.ts";
import type { VerdictsByAuthority } from "../../pipelines/measures/verdicts-by-authority/measure.ts";
import { changeByAuthority } from "./change-by-authority.js";
import { areaQuestion, areaTitles, EVERYONE, groupOf } from "./change-groups.js";
import { ask, choicesOf, controls } from "./choices.js";
import { liveParts } from "./live.js";
import { heading, nothingYet, paragraph } from "./page-parts.js";
import { verdictsByAuthority } from "./verdicts-by-authority.js";

export interface CompareTables {
  change: readonly ChangeByAuthority[];
  verdicts: readonly VerdictsByAuthority[];
  estimates: readonly NeedEstimate[];
}

/** Change in need of each council beside the others, for one area and one group of children. */
export function compareView({ change, verdicts, estimates }: CompareTables): HTMLElement {
  if (change.length === 0) {
    return nothingYet(
      "No assessments are loaded, so change in need cannot be compared.",
      "npx vsend run PATH",
    );
  }
  const titles = areaTitles(change, estimates);
  const { fields, chosen } = ask([
    areaQuestion(change, titles),
    {
      name: "children",
      label: "Children",
      choices: () => {
        const groups = choicesOf(change, groupOf);
        const isEveryone = ({ value }: { value: string }) => value === EVERYONE;
        return [
          ...groups.filter(isEveryone).map(({ value }) => ({ value, label: "Everyone" })),
          ...groups.filter((group) => !isEveryone(group)),
        ];
      },
    },
  ]);
  const areaTitle = (area: string) => titles.get(area) ?? "";
  return liveParts(chosen, [
    heading("Change in need, by council and area"),
    controls(fields.area, fields.children),
    {
      key: ({ area, children }) => `${area}|${children}`,
      draw: ({ area, children }, width) =>
        changeByAuthority(
          change.filter((row) => row.domain === area && groupOf(row) === children),
          {
            width,
            title: `Change in need by council: ${areaTitle(area)}, ${children === EVERYONE ? "everyone" : children}`,
          },
        ),
    },
    heading("More than error?"),
    paragraph(
      "A change counts for a child only where it is larger than two readings of the same child would differ by through error alone. The area is the one chosen above, for everyone.",
    ),
    {
      key: ({ area }) => area,
      draw: ({ area }, width) =>
        verdictsByAuthority(
          verdicts.filter((row) => row.domain === area),
          { width, title: `Children who changed by more than error: ${areaTitle(area)}` },
        ),
    },
  ]);
}
