import type { ChangeByAuthority } from "../../pipelines/measures/change-by-authority/measure.ts";
import type { NeedEstimate } from "../../pipelines/measures/need-estimates/measure.ts";
import { choicesOf, type Question } from "./choices.js";

/** A group of children in a choice: its kind and its name. */
export const groupOf = (row: ChangeByAuthority): string => `${row.group_kind}: ${row.group_name}`;

export const EVERYONE = "Everyone: Everyone";

/** What areas are called: as the trial's design has it, where instruments have their own names. */
export const areaTitles = (
  change: readonly ChangeByAuthority[],
  estimates: readonly NeedEstimate[],
): Map<string, string> =>
  new Map([
    ...change.map((row) => [row.domain, row.domain_title] as const),
    ...estimates.map((row) => [row.outcome, row.outcome_title] as const),
  ]);

/** The choice of an area of need that children's change is published for. */
export const areaQuestion = (
  change: readonly ChangeByAuthority[],
  titles: ReadonlyMap<string, string>,
): Question<"area"> => ({
  name: "area",
  label: "Area of need",
  choices: () =>
    choicesOf(
      change,
      (row) => row.domain,
      (row) => titles.get(row.domain) ?? "",
    ),
});
