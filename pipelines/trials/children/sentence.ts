import { rule } from "../../warehouse/rules.ts";
import { authoritiesInWords as authorities } from "../shared/words.ts";

/** What may be said of a comparison. */
export type Grade =
  | "evidence of a fall"
  | "evidence of a rise"
  | "no evidence either way"
  | "too few to say";

export interface Comparison {
  /** Difference in change, trial minus comparison, in points of need; negative is less need. Null when refused. */
  estimate: number | null;
  lower: number | null;
  upper: number | null;
  df: number | null;
  trialMean: number | null;
  comparisonMean: number | null;
  trialAuthorities: number;
  comparisonAuthorities: number;
  minimumImportant: number;
  /** The difference allows for the first need, so it is not that of the two means. */
  isAdjusted?: boolean;
  /** Decimals to write points with; one unless given. */
  decimals?: 0 | 1;
  /** In points a year. */
  isYearly?: boolean;
  /** Comparison authorities against each other: one stands in for the trial, nothing was tried. */
  isPlacebo?: boolean;
}

/** Grades a comparison. Few authorities can give an interval but never a verdict. */
export function grade({ estimate, lower, upper, df, ...sides }: Comparison): Grade {
  if (estimate === null || lower === null || upper === null || df === null) return "too few to say";
  const isEnough =
    sides.trialAuthorities >= rule("fewest_trial_authorities") &&
    sides.comparisonAuthorities >= rule("fewest_comparison_authorities") &&
    df >= rule("fewest_degrees_of_freedom_for_a_verdict");
  if (!isEnough) return "too few to say";
  if (upper < 0) return "evidence of a fall";
  if (lower > 0) return "evidence of a rise";
  return "no evidence either way";
}

const points = (value: number, decimals: number): string => Math.abs(value).toFixed(decimals);
const isZero = (value: number, decimals: number): boolean => Number(points(value, decimals)) === 0;

/** What a side did; `scale` says of what its points are, so it stands only beside a number. */
const moved = (change: number, decimals: number, scale = ""): string => {
  if (isZero(change, decimals)) return "did not change";
  return `${change < 0 ? "fell" : "rose"} by ${points(change, decimals)} points${scale}`;
};

/** The interval as a range of points, saying on which side of zero it lies. */
function range(lower: number, upper: number, decimals: number): string {
  const written = (value: number) => points(value, decimals);
  const level = Math.round(rule("confidence_level") * 100);
  const side = (value: number) => (value < 0 ? "in favour" : "against");
  const words =
    lower < 0 === upper < 0
      ? `${written(upper < 0 ? upper : lower)} to ${written(upper < 0 ? lower : upper)} points`
      : `${written(lower)} points ${side(lower)} to ${written(upper)} points ${side(upper)}`;
  return ` (${level}% interval ${words})`;
}

function sides({ trialAuthorities, comparisonAuthorities, isPlacebo }: Comparison) {
  return isPlacebo
    ? {
        trial: `${authorities(trialAuthorities, "comparison")} standing in for the trial`,
        others: authorities(comparisonAuthorities, "other comparison"),
        whom: "the stand-in",
      }
    : {
        trial: authorities(trialAuthorities, "trial"),
        others: authorities(comparisonAuthorities, "comparison"),
        whom: "the trial",
      };
}

/** The comparison as plain English for a reader who has thirty seconds; the same numbers as the chart. */
export function sentence(comparison: Comparison, whose = "Children’s needs"): string {
  const { estimate, lower, upper, trialMean, comparisonMean, decimals = 1 } = comparison;
  const { trial, others, whom } = sides(comparison);
  if (estimate === null || trialMean === null || comparisonMean === null) {
    return `Too few to say: ${trial} and ${others} cannot show whether ${whose[0]!.toLowerCase()}${whose.slice(1)} changed differently.`;
  }
  const difference = isZero(estimate, decimals)
    ? "no difference"
    : `a difference${comparison.isAdjusted ? ", allowing for first need," : ""} of ${points(estimate, decimals)} points ${estimate < 0 ? "in favour of" : "against"} ${whom}`;
  const scale = ` out of 100${comparison.isYearly ? " a year" : ""}`;
  const inOthers = moved(comparisonMean, decimals, isZero(trialMean, decimals) ? scale : "");
  const facts = `${whose} ${moved(trialMean, decimals, scale)} in the ${trial} and ${inOthers} in the ${others}, ${difference}`;
  const interval = lower === null || upper === null ? "" : range(lower, upper, decimals);
  return `${facts}${interval}. ${verdict(comparison)}`;
}

function verdict(comparison: Comparison): string {
  const { estimate, lower, upper, minimumImportant } = comparison;
  switch (grade(comparison)) {
    case "evidence of a fall":
      return (upper as number) < -minimumImportant
        ? "Chance alone is unlikely to explain it, and it is larger than the smallest difference that matters."
        : "Chance alone is unlikely to explain it.";
    case "evidence of a rise":
      return "Chance alone is unlikely to explain it: needs fell less, or rose more, in the trial.";
    case "no evidence either way":
      return Math.max(Math.abs(lower as number), Math.abs(upper as number)) < minimumImportant
        ? "It could be chance, and a difference that matters is unlikely."
        : "It could be chance.";
    default:
      return estimate === null
        ? "There are too few authorities to compare."
        : `${tooFew(comparison)}, so ${comparison.isPlacebo ? "this cannot be separated from chance" : "it is too soon to say whether this is more than chance"}.`;
  }
}

function tooFew({ trialAuthorities, comparisonAuthorities, isPlacebo }: Comparison): string {
  if (isPlacebo) return "There are too few authorities on each side";
  if (trialAuthorities < rule("fewest_trial_authorities")) {
    return `Only ${authorities(trialAuthorities, "trial")} can be compared`;
  }
  if (comparisonAuthorities < rule("fewest_comparison_authorities")) {
    return `Only ${authorities(comparisonAuthorities, "comparison")} can be compared`;
  }
  return "The authorities are too few and too unequal to compare";
}
