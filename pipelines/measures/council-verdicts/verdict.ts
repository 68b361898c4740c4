import { unsigned } from "../../statistics/decimals.ts";
import type { CouncilStanding } from "../council-standings/measure.ts";

/** How a council stands beside its neighbours, in a word. */
export type StandingWord = "Better" | "Worse" | "Much alike" | "Cannot say";

/** The word as the head of a council's page. */
export const HEADINGS: Record<StandingWord, string> = {
  Better: "Better than its neighbours",
  Worse: "Worse than its neighbours",
  "Much alike": "Much like its neighbours",
  "Cannot say": "Cannot say",
};

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

/**
 * Chance that a council is called better or worse, were each figure's place among it and its neighbours
 * dealt out at random and figures independent; related figures make it larger. Null where nothing is said.
 *
 * @param standings as for the verdict
 */
export function chanceOfWord(
  standings: readonly Pick<CouncilStanding, "neighbours">[],
  { clear, fewest, ahead }: StandingRules,
): number | null {
  const known = standings.flatMap(({ neighbours }) =>
    neighbours !== null && neighbours >= clear ? [neighbours] : [],
  );
  if (known.length < fewest) return null;
  let chances = new Map([[0, 1]]);
  for (const neighbours of known) {
    // Of n neighbours a council is as likely to be ahead of none as of one, two and so on to n.
    const oneWay = (neighbours - clear + 1) / (neighbours + 1);
    const next = new Map<number, number>();
    for (const [lead, chance] of chances) {
      for (const [by, share] of [
        [1, oneWay],
        [-1, oneWay],
        [0, 1 - 2 * oneWay],
      ] as const)
        next.set(lead + by, (next.get(lead + by) ?? 0) + chance * share);
    }
    chances = next;
  }
  return [...chances].reduce(
    (sum, [lead, chance]) => sum + (Math.abs(lead) >= ahead ? chance : 0),
    0,
  );
}

/** The verdict in one sentence of at most 25 words. */
export const standingSentence = ({ word, known, better, worse }: StandingVerdict): string =>
  word === "Cannot say"
    ? "Too few of its figures are published beside its neighbours' to say."
    : `Of ${known} measures it is clearly better than its neighbours on ${better} and clearly worse on ${worse}.`;

type OnTime = Pick<CouncilStanding, "period" | "value" | "neighbours" | "behind">;

/** Where it stands on waiting: plans issued within 20 weeks, beside its neighbours'. */
export function waitingSentence(onTime: OnTime | undefined): string {
  if (!onTime) return "No share of plans issued on time is published.";
  const share = `${unsigned(onTime.value, 1)}% of plans were issued within 20 weeks in ${onTime.period}`;
  return onTime.neighbours
    ? `${share}, more than in ${onTime.behind} of its ${onTime.neighbours} neighbours.`
    : `${share}.`;
}
