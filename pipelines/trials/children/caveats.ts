import type { Reason } from "../../statistics/result.ts";
import { rule } from "../../warehouse/rules.ts";
import { authoritiesInWords } from "../shared/words.ts";
import type { Comparison } from "./sentence.ts";

/** What holds of every comparison of children, whatever came out. */
export const OF_EVERY_COMPARISON = [
  "authorities chose to take part; children were not assigned by lot",
  "children without a second reading are left out",
];

/** How many authorities of a side are set apart, since nobody of the other was read as they were. */
export interface Apart {
  trial: number;
  comparison: number;
}

export const NONE_APART: Apart = { trial: 0, comparison: 0 };

/** What the children compared were read with. */
export interface ReadWith {
  /** How many instruments. */
  count: number;
  /** Children are compared with children read with the same one. */
  isWithin: boolean;
  apart: Apart;
}

const ONE: ReadWith = { count: 1, isWithin: true, apart: NONE_APART };

function instrumentWords({ count, isWithin, apart }: ReadWith): string[] {
  const found: string[] = [];
  if (count > 1) {
    found.push(
      isWithin
        ? `children were assessed with ${count} instruments: each is compared with children assessed with the same one`
        : `children were assessed with ${count} instruments: change is compared in per cent of the most need each can record, which takes a point of one to mean as much as a point of another`,
    );
  }
  for (const [n, kind] of [
    [apart.trial, "trial"],
    [apart.comparison, "comparison"],
  ] as const) {
    if (n === 0) continue;
    found.push(
      `${authoritiesInWords(n, kind)} ${n === 1 ? "is" : "are"} shown apart: on the other side nobody was assessed with ${n === 1 ? "its" : "their"} instrument`,
    );
  }
  return found;
}

/** Whose readings an estimate is of, each side alike. */
export type WhoCounts =
  | "first_assessed_since_start"
  | "read_since_start"
  | "one_window"
  | "all_readings"
  | "across_start";

const SINCE = "since their authority began (elsewhere, since the first of the trial did)";

/** Who counts, in words: the population is a part of what a figure says. */
export const WHO_COUNTS: Record<WhoCounts, string> = {
  first_assessed_since_start: `only children first assessed ${SINCE} count`,
  read_since_start: `children assessed ${SINCE} count, those assessed before it too from their first reading after it`,
  one_window: "only children first assessed since the last authority began count, on both sides",
  all_readings: `every reading ${SINCE} counts, of children assessed before it too`,
  across_start: "only children assessed both before the start and after it count",
};

/** What a reader must know before using an estimate, in words. */
export function caveats(
  { df, trialAuthorities, comparisonAuthorities }: Comparison,
  method: string,
  reason: Reason | null,
  readWith: ReadWith = ONE,
): string[] {
  const found = instrumentWords(readWith);
  if (reason) found.push(`no interval: ${reason.replaceAll("_", " ")}`);
  if (comparisonAuthorities < rule("fewest_comparison_authorities")) {
    found.push(`only ${comparisonAuthorities} comparison authorities: no verdict is given`);
  }
  if (trialAuthorities < rule("fewest_trial_authorities")) {
    found.push(`only ${trialAuthorities} trial authority: no verdict is given`);
  }
  if (df !== null && df < rule("fewest_degrees_of_freedom")) {
    found.push("fewer than 4 degrees of freedom: the p-value is unreliable and is not given");
  }
  if (method === "difference in change") {
    found.push("regression to the mean is removed only as far as both sides started alike");
  }
  return [...found, ...OF_EVERY_COMPARISON];
}
