import type { Grade } from "../../trials/children/sentence.ts";
import { CANNOT_SAY } from "../../trials/shared/cannot-say.ts";
import { rule } from "../../warehouse/rules.ts";

/** A verdict in a word. */
export const VERDICTS = ["Better", "Worse", "No difference seen", CANNOT_SAY] as const;

export type Verdict = (typeof VERDICTS)[number];

/** Which way of a figure the approach calls better, before anything is known. */
export type Better = "lower" | "higher" | "neither";

/**
 * The rule by which a difference becomes a word; `src/method/index.md` publishes it. The grade holds
 * the rules on how many councils a verdict needs (see `grade`).
 */
export function verdictOf({
  grade,
  estimate,
  better,
}: {
  grade: string;
  estimate: number | null;
  better: Better;
}): Verdict {
  const graded = grade as Grade;
  if (estimate === null || graded === "too few to say") return CANNOT_SAY;
  if (graded === "no evidence either way") return "No difference seen";
  if (better === "neither") return CANNOT_SAY;
  return (graded === "evidence of a fall") === (better === "lower") ? "Better" : "Worse";
}

/** The first of several sentences that is short enough for a reader with thirty seconds; else the last. */
export const shortEnough = (...sentences: readonly string[]): string =>
  sentences.find(
    (sentence) => sentence.split(/\s+/).length <= rule("most_words_of_a_short_answer"),
  ) ?? (sentences.at(-1) as string);

/** What a grade says of chance, as the end of a sentence. */
export const CHANCE: Readonly<Record<Grade, string>> = {
  "evidence of a fall": "unlikely to be chance",
  "evidence of a rise": "unlikely to be chance",
  "no evidence either way": "that could be chance",
  "too few to say": "too few councils to judge",
};
