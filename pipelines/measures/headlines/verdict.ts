import type { Grade } from "../../trials/children/sentence.ts";
import { rule } from "../../warehouse/rules.ts";

/** A verdict in a word. */
export const VERDICTS = [
  "Better",
  "Worse",
  "No difference seen",
  "Too soon",
  "Cannot say",
] as const;

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
  if (estimate === null) return "Cannot say";
  const graded = grade as Grade;
  if (graded === "too few to say") return "Too soon";
  if (graded === "no evidence either way") return "No difference seen";
  if (better === "neither") return "Cannot say";
  return (graded === "evidence of a fall") === (better === "lower") ? "Better" : "Worse";
}

/** The first of several sentences that is short enough for a reader with thirty seconds; else the last. */
export const shortEnough = (...sentences: readonly string[]): string =>
  sentences.find(
    (sentence) => sentence.split(/\s+/).length <= rule("most_words_of_a_short_answer"),
  ) ?? (sentences.at(-1) as string);

/** What a verdict says of chance, as the end of a sentence. */
export const CHANCE: Readonly<Record<Verdict, string>> = {
  Better: "unlikely to be chance",
  Worse: "unlikely to be chance",
  "No difference seen": "that could be chance",
  "Too soon": "too few councils to judge",
  "Cannot say": "neither way is claimed to be better",
};
