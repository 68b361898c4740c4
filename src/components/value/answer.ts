import type { CostEffectivenessRow } from "../../../pipelines/measures/cost-effectiveness/measure.ts";
import type { Verdict } from "../../../pipelines/measures/headlines/verdict.ts";
import { verdict } from "../verdict.js";

type Row = Pick<
  CostEffectivenessRow,
  "missing" | "is_judged" | "cost_lower_gbp" | "cost_upper_gbp" | "effect_lower" | "effect_upper"
>;

/** Which way an interval tells a difference from none: 1 more, -1 less, 0 neither, null where there is none. */
const told = (lower: number | null, upper: number | null): -1 | 0 | 1 | null =>
  lower === null || upper === null ? null : lower > 0 ? 1 : upper < 0 ? -1 : 0;

const COST = {
  "1": "for more money",
  "0": "at a cost that could be the same",
  "-1": "for less money",
};

/** Whether it was worth the money, in a word and a sentence: both intervals must tell a difference from none, of councils enough for that. */
export function worthAnswer(rows: readonly Row[]): { word: Verdict; sentence: string } {
  const base = rows.find((row) => row.missing === "left out");
  const effect = told(base?.effect_lower ?? null, base?.effect_upper ?? null);
  const cost = told(base?.cost_lower_gbp ?? null, base?.cost_upper_gbp ?? null);
  if (effect === null || cost === null)
    return { word: "Cannot say", sentence: "Too little is known of need and cost on both sides." };
  if (!base?.is_judged)
    return {
      word: "Cannot say",
      sentence: "The councils are too few to tell a difference in need or in cost from chance.",
    };
  if (effect === 0)
    return {
      word: "Cannot say",
      sentence:
        cost === 0
          ? "The differences in need and in cost could both be chance."
          : `Support was ${cost > 0 ? "dearer" : "cheaper"} in the trial, but the difference in need could be chance.`,
    };
  return {
    word: effect > 0 ? "Better" : "Worse",
    sentence: `Needs ${effect > 0 ? "fell more" : "fell less"} in the trial, ${COST[`${cost}`]}.`,
  };
}

/** The same at the head of the page. */
export function worthVerdict(rows: readonly Row[]): HTMLElement {
  if (rows.length === 0) return verdict(undefined);
  const { word, sentence } = worthAnswer(rows);
  return verdict({ verdict: word, short: sentence }, "method/value");
}
