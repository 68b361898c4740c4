import { rule } from "../../warehouse/rules.ts";
import type { Grade } from "../children/sentence.ts";
import type { DesignedOutcome } from "../designs/authority-design.ts";
import { CANNOT_SAY } from "../shared/cannot-say.ts";
import { couldJudge, couldSeeFrom } from "../shared/could-judge.ts";
import { sideOfNought } from "../shared/side-of-nought.ts";
import { amongMany, authoritiesInWords, lowerFirst } from "../shared/words.ts";

/** What the sentence is made of: the same numbers as the chart, in the outcome's unit. */
export interface OutcomeAnswer {
  outcome: Pick<
    DesignedOutcome,
    "title" | "unit" | "better" | "scale" | "minimum_important_difference" | "descriptive"
  >;
  /** Not the outcome that was fixed as the main one. */
  isOneOfMany?: boolean;
  estimate: number | null;
  lower: number | null;
  upper: number | null;
  df: number | null;
  trialBefore: number | null;
  trialAfter: number | null;
  comparisonBefore: number | null;
  comparisonAfter: number | null;
  trialAuthorities: number;
  comparisonAuthorities: number;
  detectable: number | null;
  partingMultiple: number | null;
  reason: string | null;
  /** What single trial authorities did, in the outcome's unit. */
  authorities?: { name: string; estimate: number }[];
  /** The years on each side of the start, in order; of a description one each. */
  years: { before: readonly string[]; after: readonly string[] };
}

/** Grades the difference by its interval; few authorities can give an interval but never a verdict. */
export function gradeOutcome(answer: OutcomeAnswer): Grade {
  const { estimate, lower, upper } = answer;
  if (estimate === null || lower === null || upper === null) return "too few to say";
  // With two or three trial authorities the degrees of freedom are near 2: too few for a verdict.
  if (answer.outcome.descriptive || !couldJudge(answer)) return "too few to say";
  const side = sideOfNought(lower, upper, figureDecimals);
  return side === 0
    ? "no evidence either way"
    : side < 0
      ? "evidence of a fall"
      : "evidence of a rise";
}

/** The answer for one outcome and comparison, for a reader who has thirty seconds. */
export function outcomeSentence(answer: OutcomeAnswer): string {
  const { outcome, estimate, lower, upper } = answer;
  const trial = authoritiesInWords(answer.trialAuthorities, "trial");
  const others = authoritiesInWords(answer.comparisonAuthorities, "comparison");
  if (estimate === null || answer.trialBefore === null || answer.trialAfter === null) {
    return `${CANNOT_SAY} of ${lowerFirst(outcome.title)}: ${why(answer.reason)}.`;
  }
  // "Fell by less" and "0.4 more" are easily read the wrong way round: the level is compared, not the fall.
  const difference = isZero(estimate)
    ? `is ${amount(0, outcome)} more or less than if they had followed the ${others}`
    : `is ${amount(Math.abs(estimate), outcome)} ${estimate < 0 ? "less" : "more"} than if they had followed the ${others}`;
  const level = Math.round(rule("confidence_level") * 100);
  const interval =
    lower === null || upper === null
      ? ""
      : ` (${level}% interval ${sided(lower)} to ${sided(upper)})`;
  const title = outcome.title.includes(",") ? `${outcome.title},` : outcome.title;
  const facts = `${title} ${moved(answer)} in the ${trial}${outcome.scale === "log" ? " (geometric mean)" : ""}. That ${difference}${interval}.${opposite(answer)}`;
  if (outcome.descriptive) {
    const { before, after } = answer.years;
    return `${DESCRIPTION}: ${after.join()} beside ${before.join()} alone, the last year before the start. ${facts}`;
  }
  const graded = gradeOutcome(answer);
  if (graded.startsWith("evidence")) return `${facts} ${verdict(answer)}`;
  return graded === "too few to say"
    ? `${couldSee(answer)}${CANNOT_SAY}: ${tooFew(answer)}. ${facts}`
    : `${couldSee(answer)}${facts} ${verdict(answer)}`;
}

/** Of figures under a thousand, in words. */
const figureDecimals = 1;

const DESCRIPTION = "A description, no test";

/** What the comparison could have seen at all, which comes first where nothing was found. */
function couldSee(answer: OutcomeAnswer): string {
  const { outcome, detectable } = answer;
  if (detectable === null) return "";
  const times = detectable / outcome.minimum_important_difference;
  return couldSeeFrom(amount(detectable, outcome), times, couldJudge(answer));
}

/** Differences both ways, each large enough to matter, are no one number. */
function opposite({ outcome, authorities = [] }: OutcomeAnswer): string {
  const large = authorities.filter(
    ({ estimate }) => Math.abs(estimate) > outcome.minimum_important_difference,
  );
  const isBothWays =
    large.some(({ estimate }) => estimate < 0) && large.some(({ estimate }) => estimate > 0);
  if (!isBothWays) return "";
  const words = authorities.map(({ name, estimate }) => `${name} ${sided(estimate)}`);
  return ` That is the mean of opposite differences: ${words.join(", ")}.`;
}

function moved({ outcome, trialBefore, trialAfter, years }: OutcomeAnswer): string {
  const [from, to] = [trialBefore as number, trialAfter as number];
  const verb = isZero(to - from) ? "stayed at" : to < from ? "fell" : "rose";
  return verb === "stayed at"
    ? `stayed at ${figure(to)} ${outcome.unit} from ${years.before[0]} to ${years.after.at(-1)}`
    : `${verb} from ${figure(from)} ${outcome.unit} ${during(years.before)} to ${figure(to)} ${during(years.after)}`;
}

/** Of one year, or of some on average; years that have no figure are not counted among them. */
function during(years: readonly string[]): string {
  const [first, last] = [years[0]!, years.at(-1)!];
  if (years.length === 1) return `in ${first}`;
  const span = Number(last.slice(0, 4)) - Number(first.slice(0, 4)) + 1;
  const some = span > years.length ? `${years.length} years from ` : "";
  return `(mean of ${some}${first} to ${last})`;
}

function verdict(answer: OutcomeAnswer): string {
  const { outcome, lower, upper, partingMultiple } = answer;
  const least = outcome.minimum_important_difference;
  switch (gradeOutcome(answer)) {
    case "evidence of a fall":
    case "evidence of a rise": {
      const nearer = Math.min(Math.abs(lower as number), Math.abs(upper as number));
      const large = nearer > least ? ", and it is larger than the smallest that matters" : "";
      const trends =
        partingMultiple === null
          ? ""
          : ` It would vanish if the sides had parted by themselves ${partingMultiple.toFixed(1)} times as far as they ever did before the start.`;
      return `Chance alone is unlikely to explain it${judged(outcome, answer.estimate as number)}${large}.${trends}${amongMany(answer)}`;
    }
    default: {
      const most = Math.max(Math.abs(lower as number), Math.abs(upper as number));
      if (most < least) return "It could be chance, and a difference that matters is unlikely.";
      const could = isZero(answer.estimate as number)
        ? "That does not prove that nothing happened"
        : "It could be chance";
      return `${could}.`;
    }
  }
}

/** Why there is no verdict. */
function tooFew({ trialAuthorities, comparisonAuthorities }: OutcomeAnswer): string {
  if (trialAuthorities < rule("fewest_trial_authorities"))
    return `only ${authoritiesInWords(trialAuthorities, "trial")} can be compared`;
  if (comparisonAuthorities < rule("fewest_comparison_authorities"))
    return `only ${authoritiesInWords(comparisonAuthorities, "comparison")} can be compared`;
  return `${authoritiesInWords(trialAuthorities, "trial")} are too few to tell a difference from chance`;
}

const REASONS: Record<string, string> = {
  below_minimum_size: "there are too few years before the start to compare with",
  too_few_treated_clusters: "too few trial authorities have figures",
  too_few_comparison_clusters: "too few comparison authorities have figures",
  zero_variance: "the figures do not vary",
};

const why = (reason: string | null): string =>
  (reason && REASONS[reason]) ?? "the figures do not allow a comparison";

/** Says which way is better only where the approach claims one and chance is unlikely. */
const judged = ({ better }: OutcomeAnswer["outcome"], estimate: number): string =>
  better === "neither"
    ? ""
    : `, and is for the ${(better === "lower") === estimate < 0 ? "better" : "worse"}`;

const isZero = (value: number): boolean => figure(Math.abs(value)) === figure(0);
const figure = (value: number): string =>
  value >= 1000 ? Math.round(value).toLocaleString("en-GB") : value.toFixed(figureDecimals);
const amount = (value: number, { unit, scale }: OutcomeAnswer["outcome"]): string => {
  if (scale === "log") return `${figure(value)} per cent`;
  return `${figure(value)} ${unit.startsWith("per cent") ? "percentage points" : unit}`;
};
const sided = (value: number): string =>
  isZero(value) ? "none" : `${figure(Math.abs(value))} ${value < 0 ? "less" : "more"}`;
