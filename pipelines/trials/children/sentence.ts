import { rule } from "../../warehouse/rules.ts";
import { CANNOT_SAY } from "../shared/cannot-say.ts";
import { couldJudge, couldSeeFrom } from "../shared/could-judge.ts";
import { sideOfNought } from "../shared/side-of-nought.ts";
import { amongMany, type Units, unitsInWords } from "../shared/words.ts";

/** What may be said of a comparison. */
export type Grade =
  | "evidence of a fall"
  | "evidence of a rise"
  | "no evidence either way"
  | "too few to say";

/** What a difference is measured in. */
export type Unit = "points" | "points a year" | "standard deviations" | "per cent of children";

/** How a share is said: "Need fell for" 30 in 100 "children" in the trial "and for" 20 in the others. */
export interface Happened {
  begins: string;
  whom: string;
  again: string;
}

const IMPROVED: Happened = {
  begins: "Need fell by more than error for",
  whom: "children",
  again: "and for",
};

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
  /** Smallest true difference whose interval leaves out zero four times in five. */
  detectable?: number | null;
  /** The difference allows for the first need, so it is not that of the two means. */
  isAdjusted?: boolean;
  /** Decimals to write points with; one unless given. */
  decimals?: 0 | 1;
  /** Points of need unless given. */
  unit?: Unit;
  /** What the clusters are, where they are not authorities. */
  units?: Units;
  /** How many settings the sides are of, where settings are compared whose authorities are not the same. */
  settings?: { trial: number; comparison: number };
  /** Of a share of children, what happened to them and who they are; need that fell by more than error unless given. */
  happened?: Happened;
  /** One of several ways of asking, areas or subgroups, and not the answer that was fixed beforehand. */
  isOneOfMany?: boolean;
  /** Comparison authorities against each other: one stands in for the trial, nothing was tried. */
  isPlacebo?: boolean;
}

/** Grades a comparison. Few authorities can give an interval but never a verdict. */
export function grade(comparison: Comparison): Grade {
  const { estimate, lower, upper } = comparison;
  if (estimate === null || lower === null || upper === null) return "too few to say";
  if (!couldJudge(comparison)) return "too few to say";
  const side = sideOfNought(lower, upper, writtenOf(comparison).decimals);
  return side === 0
    ? "no evidence either way"
    : side < 0
      ? "evidence of a fall"
      : "evidence of a rise";
}

/** How numbers are written: so many decimals, and in what. */
interface Written {
  decimals: number;
  unit: string;
}

const writtenOf = ({
  decimals = 1,
  unit = "points",
}: Pick<Comparison, "decimals" | "unit">): Written => {
  if (unit === "per cent of children") return { decimals: 0, unit: "in 100" };
  return unit === "standard deviations"
    ? { decimals: decimals + 1, unit: "standard deviations" }
    : { decimals, unit: "points" };
};

const size = (value: number, { decimals }: Written): string => Math.abs(value).toFixed(decimals);
/** "1 point", "2 points", "1.0 points". */
const amount = (value: number, how: Written): string => {
  const written = size(value, how);
  return `${written} ${written === "1" ? how.unit.replace(/s$/, "") : how.unit}`;
};
const isZero = (value: number, how: Written): boolean => Number(size(value, how)) === 0;

/** What a side did; `scale` says of what its points are, so it stands only beside a number. */
const moved = (change: number, how: Written, scale = ""): string => {
  if (isZero(change, how)) return "did not change";
  return `${change < 0 ? "fell" : "rose"} by ${amount(change, how)}${scale}`;
};

/** The interval as a range, saying on which side of zero it lies. */
function range(lower: number, upper: number, how: Written): string {
  const level = Math.round(rule("confidence_level") * 100);
  const side = (value: number) => (value < 0 ? "in favour" : "against");
  const words =
    lower < 0 === upper < 0
      ? `${size(upper < 0 ? upper : lower, how)} to ${amount(upper < 0 ? lower : upper, how)}${sideOfNought(lower, upper, how.decimals) === 0 ? ` ${side(lower)}` : ""}`
      : `${amount(lower, how)} ${side(lower)} to ${amount(upper, how)} ${side(upper)}`;
  return ` (${level}% interval ${words})`;
}

function sides(comparison: Comparison) {
  const { trialAuthorities, comparisonAuthorities, isPlacebo, units, settings } = comparison;
  const authorities = (n: number, kind: string) => unitsInWords(n, kind, units);
  if (settings)
    return {
      trial: `${unitsInWords(settings.trial, "trial", "settings")} of ${authorities(trialAuthorities, "")}`,
      others: `${unitsInWords(settings.comparison, "comparison", "settings")} of ${authorities(comparisonAuthorities, "")}`,
      whom: "the trial",
    };
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

/**
 * The comparison as plain English for a reader who has thirty seconds; the same numbers as the chart.
 * Where there are too few authorities for a verdict it begins with that.
 */
export function sentence(comparison: Comparison, whose = "Children’s needs"): string {
  const { estimate, lower, upper, trialMean, comparisonMean } = comparison;
  const { trial, others, whom } = sides(comparison);
  if (estimate === null || trialMean === null || comparisonMean === null) {
    return `${CANNOT_SAY}: ${trial} and ${others} cannot show whether ${whose[0]!.toLowerCase()}${whose.slice(1)} changed differently.`;
  }
  if (comparison.unit === "per cent of children") return shareSentence(comparison);
  const how = writtenOf(comparison);
  const difference = isZero(estimate, how)
    ? "no difference"
    : `a difference${comparison.isAdjusted ? ", allowing for first need," : ""} of ${amount(estimate, how)} ${estimate < 0 ? "in favour of" : "against"} ${whom}`;
  const of100 = how.unit === "points" ? " out of 100" : " of first need";
  const scale = `${of100}${comparison.unit === "points a year" ? " a year" : ""}`;
  const inOthers = moved(comparisonMean, how, isZero(trialMean, how) ? scale : "");
  const facts = `${whose} ${moved(trialMean, how, scale)} in the ${trial} and ${inOthers} in the ${others}, ${difference}`;
  const interval = lower === null || upper === null ? "" : range(lower, upper, how);
  if (grade(comparison) === "too few to say")
    return `${couldSee(comparison, how)}${noVerdict(comparison)} ${facts}${interval}.`;
  const first = grade(comparison) === "no evidence either way" ? couldSee(comparison, how) : "";
  return `${first}${facts}${interval}. ${verdict(comparison)}`;
}

/** Whether a subgroup's difference is another than that of all other children. */
export function interactionSentence(comparison: Comparison, whose: string): string {
  const { estimate, lower, upper } = comparison;
  if (estimate === null) {
    return `${CANNOT_SAY} whether the difference is another for ${whose} than for all other children.`;
  }
  const how = writtenOf(comparison);
  const facts = isZero(estimate, how)
    ? `For ${whose} the sides show no difference beyond that of all other children`
    : `For ${whose} the sides show a difference of ${amount(estimate, how)} ${estimate < 0 ? "in favour of" : "against"} the trial beyond that of all other children`;
  const interval = lower === null || upper === null ? "" : range(lower, upper, how);
  const graded = grade(comparison);
  if (graded === "too few to say") return `${noVerdict(comparison)} ${facts}${interval}.`;
  return `${facts}${interval}. ${graded === "no evidence either way" ? "It could be chance." : `Chance alone is unlikely to explain it.${amongMany(comparison)}`}`;
}

/** A share of children: more is better, so the sides are compared in plain words. */
function shareSentence(comparison: Comparison): string {
  const { estimate, lower, upper, trialMean, comparisonMean, happened = IMPROVED } = comparison;
  const { trial, others } = sides(comparison);
  const whole = (value: number) => Math.round(Math.abs(value)).toString();
  const more = (value: number) => `${whole(value)} ${value < 0 ? "fewer" : "more"}`;
  const level = Math.round(rule("confidence_level") * 100);
  const interval =
    lower === null || upper === null
      ? ""
      : ` (${level}% interval ${more(lower)} to ${more(upper)})`;
  const { begins, whom, again } = happened;
  const difference =
    Math.round(estimate as number) === 0
      ? "0 in 100 more or less"
      : `${more(estimate as number)} in 100`;
  const facts = `${begins} ${whole(trialMean as number)} in 100 ${whom} in the ${trial} ${again} ${whole(comparisonMean as number)} in 100 in the ${others}, ${difference}${interval}.`;
  const graded = grade(comparison);
  const could = couldSee(comparison, writtenOf(comparison));
  if (graded === "too few to say") return `${could}${noVerdict(comparison)} ${facts}`;
  return graded === "no evidence either way"
    ? `${could}${facts} It could be chance.`
    : `${facts} Chance alone is unlikely to explain it.${amongMany(comparison)}`;
}

/** What the comparison could have seen at all, which comes first where nothing was found. */
function couldSee(comparison: Comparison, how: Written): string {
  const { detectable, minimumImportant } = comparison;
  if (detectable == null || !Number.isFinite(minimumImportant)) return "";
  const times = detectable / minimumImportant;
  return couldSeeFrom(amount(detectable, how), times, couldJudge(comparison));
}

function verdict(comparison: Comparison): string {
  const { lower, upper, minimumImportant } = comparison;
  switch (grade(comparison)) {
    case "evidence of a fall":
      return (upper as number) < -minimumImportant
        ? `Chance alone is unlikely to explain it, and it is larger than the smallest difference that matters.${amongMany(comparison)}`
        : `Chance alone is unlikely to explain it.${amongMany(comparison)}`;
    case "evidence of a rise":
      return `Chance alone is unlikely to explain it: needs fell less, or rose more, in the trial.${amongMany(comparison)}`;
    default:
      return Math.max(Math.abs(lower as number), Math.abs(upper as number)) < minimumImportant
        ? "It could be chance, and a difference that matters is unlikely."
        : "It could be chance.";
  }
}

const noVerdict = (comparison: Comparison): string => `${CANNOT_SAY}: ${tooFew(comparison)}.`;

function tooFew({
  trialAuthorities,
  comparisonAuthorities,
  isPlacebo,
  units = "authorities",
  settings,
}: Comparison): string {
  if (settings)
    return `the trial settings are in ${unitsInWords(trialAuthorities, "")} and the others in ${unitsInWords(comparisonAuthorities, "")}, not the same ones: too few to tell the trial from what authorities differ by`;
  const authorities = (n: number, kind: string) => unitsInWords(n, kind, units);
  if (isPlacebo) return "there are few authorities on each side";
  if (trialAuthorities < rule("fewest_trial_authorities")) {
    return `only ${authorities(trialAuthorities, "trial")} can be compared`;
  }
  if (comparisonAuthorities < rule("fewest_comparison_authorities")) {
    return `only ${authorities(comparisonAuthorities, "comparison")} can be compared`;
  }
  return `the ${units} are too few, or too unequal, to tell a difference from chance`;
}
