import type { CouncilStanding } from "../council-standings/measure.ts";

/** How a council stands beside its neighbours, in a word. */
export type StandingWord = "Better" | "Worse" | "Much alike" | "Cannot say";

export interface StandingRules {
  /** A figure is clearly better or worse where it is so than this many neighbours. */
  clear: number;
  /** Figures needed to say anything. */
  fewest: number;
  /** By how many more figures one must outweigh the other. */
  ahead: number;
}

export interface StandingVerdict {
  word: StandingWord;
  /** Figures with a better way and enough neighbours. */
  known: number;
  better: number;
  worse: number;
}

/**
 * The word for a council from its figures whose better way is known. A figure counts only where at
 * least `clear` neighbours have it in the same period.
 */
export function standingVerdict(
  standings: readonly Pick<CouncilStanding, "neighbours" | "behind" | "ahead">[],
  { clear, fewest, ahead }: StandingRules,
): StandingVerdict {
  const known = standings.filter(({ neighbours }) => (neighbours ?? 0) >= clear);
  const better = known.filter(({ behind }) => (behind ?? 0) >= clear).length;
  const worse = known.filter((row) => (row.ahead ?? 0) >= clear).length;
  const counts = { known: known.length, better, worse };
  if (known.length < fewest) return { word: "Cannot say", ...counts };
  if (better - worse >= ahead) return { word: "Better", ...counts };
  if (worse - better >= ahead) return { word: "Worse", ...counts };
  return { word: "Much alike", ...counts };
}

/** The verdict in one sentence of at most 25 words, with the share of plans issued on time. */
export function standingSentence(
  { word, known, better, worse }: StandingVerdict,
  onTime?: Pick<CouncilStanding, "period" | "value">,
): string {
  const waiting = onTime
    ? `; ${onTime.value.toFixed(1)}% of plans were on time in ${onTime.period}`
    : "";
  return word === "Cannot say"
    ? `Too few of its figures are published beside its neighbours' to say${waiting}.`
    : `Of ${known} measures it is clearly better than its neighbours on ${better} and clearly worse on ${worse}${waiting}.`;
}
