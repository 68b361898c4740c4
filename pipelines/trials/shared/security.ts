import { rule } from "../../warehouse/rules.ts";
import { timesInWords } from "./could-judge.ts";

/** Of whom a share is lost; children with nobody to be compared with are not in a finding either. */
export const LOST = {
  children: "the children due are not in it, on the side that lost more",
  childrenOfAll: "the children due are not in that of everyone, on the side that lost more",
  authorities: "authorities lost, on the side that lost more",
} as const;

/** What is known of how far a finding can be relied on, whatever it says. */
export interface SecurityFacts {
  /** The design was written down before the figures could be seen. */
  isRegisteredBefore: boolean;
  /** Smallest true difference whose interval leaves out zero four times in five, and the smallest that matters; in one unit. */
  detectable: number | null;
  minimumImportant: number;
  /** Whether a verdict can come of so many; of too few none is given, whatever the difference. */
  isJudged: boolean;
  /** Largest share of a side that was due and is not in the finding. */
  lost: number | null;
  /** Of whom that share is, and what became of them, in words. */
  lostOf: (typeof LOST)[keyof typeof LOST];
  /** How far apart the sides began, in standard deviations. */
  imbalance: number | null;
  /** Whatever else may have moved one side alone, in words. */
  threats: readonly string[];
}

export interface Security {
  /** From 0, nothing can be relied on, to 5. */
  grade: number;
  words: string;
}

const STEPS = [5, 4, 3, 2, 1] as const;

/** The highest step whose limit the value keeps; 0 beyond the last, or where it is not known. */
const stepOf = (value: number | null, name: string): number =>
  value === null ? 0 : (STEPS.find((step) => value <= rule(`${name}_${step}`)) ?? 0);

const powerInWords = (times: number | null, isJudged: boolean): string => {
  const size = times === null ? "" : `${timesInWords(times)} times the smallest that matters`;
  if (isJudged)
    return times === null
      ? "what it could have found is not known"
      : `would have found ${size} four times in five`;
  return `so few give no verdict, whatever the difference${times === null ? "" : `; of less than ${size} the interval would include zero more than one time in five`}`;
};

/**
 * How secure a finding is, by fixed rules in the manner of the Education Endowment Foundation's
 * padlocks: the least of design, power and attrition, less one where the sides began unlike and less
 * one or two for threats. Authorities that choose to take part can have no more than the design's 3.
 */
export function securityOf(facts: SecurityFacts): Security {
  const { detectable, minimumImportant, isJudged, lost, imbalance, threats } = facts;
  const design = rule(
    facts.isRegisteredBefore ? "security_design_before" : "security_design_after",
  );
  const times = detectable === null ? null : Math.abs(detectable) / minimumImportant;
  const power = isJudged ? stepOf(times, "security_detectable") : 0;
  const attrition = stepOf(lost, "security_lost");
  const isUnlike = imbalance !== null && Math.abs(imbalance) > rule("security_imbalance");
  const lessThreats =
    threats.length === 0 ? 0 : threats.length < rule("security_many_threats") ? 1 : 2;
  const grade = Math.max(0, Math.min(design, power, attrition) - Number(isUnlike) - lessThreats);
  const parts = [
    `design ${design} (not drawn by lot${facts.isRegisteredBefore ? "" : ", written down after the figures"})`,
    `power ${power} (${powerInWords(times, isJudged)})`,
    `attrition ${attrition} (${lost === null ? "not known" : `${Math.round(100 * lost)} in 100 of ${facts.lostOf}`})`,
  ];
  const less = [...(isUnlike ? ["the sides began unlike"] : []), ...threats];
  const words = `${grade} of 5: the least of ${parts.join(", ")}${less.length ? `; less for ${less.join("; ")}` : ""}`;
  return { grade, words };
}
