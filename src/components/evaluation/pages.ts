import type { EvaluationOutcome } from "../../../pipelines/measures/evaluation-outcomes/measure.ts";
import { nothingYet } from "../page-parts.js";
import { lowerFirst } from "../words.js";

/** What a page says where no published figures of trial authorities are loaded. */
export const nothingLoaded = (): HTMLElement =>
  nothingYet(
    "No published figures of the trial authorities are loaded, so they cannot be compared with others: download DfE’s local authority interactive tool and its release of EHC plans.",
    "npx vsend run PATH",
  );

/** What the study could have seen, which comes before what it saw. */
export function couldHaveSeen(outcomes: readonly EvaluationOutcome[]): HTMLElement | null {
  const asked = outcomes.flatMap((row) =>
    row.detectable === null || row.is_descriptive ? [] : [row.detectable / row.minimum_important],
  );
  if (asked.length === 0) return null;
  const blind = asked.filter((times) => times > 1);
  const words = document.createElement("p");
  const most = Math.max(...asked);
  words.textContent =
    blind.length === 0
      ? "In every outcome the interval of a difference that matters would leave out zero at least four times in five."
      : `In ${blind.length === asked.length ? `all ${asked.length}` : `${blind.length} of ${asked.length}`} outcomes that can be compared, the interval would leave out zero four times in five only of a difference larger than the smallest that matters, up to ${Math.round(most)} times as large. That nothing is found says little.`;
  return words;
}

/** The generated sentence of the primary outcome; of the first design where there are several. */
export function primarySentence(outcomes: readonly EvaluationOutcome[]): HTMLElement | null {
  const primary = outcomes.find((row) => row.is_primary);
  if (!primary) return null;
  const box = document.createElement("div");
  box.className = "headline";
  const words = document.createElement("p");
  words.textContent = primary.sentence;
  const could = couldHaveSeen(outcomes.filter((row) => row.comparison === primary.comparison));
  // What could be seen is the headline; what was seen stands below it.
  box.append(could ?? words);
  const about = document.createElement("p");
  about.className = "muted";
  about.textContent = `${primary.security === null ? "" : `How secure this is: ${primary.security_why}. `}The question the design put first: ${lowerFirst(primary.title)}, beside ${lowerFirst(primary.comparison_title)}, from ${primary.first_period} to ${primary.last_period}.`;
  const whole = document.createElement("div");
  whole.append(box, ...(could ? [words] : []), about);
  return whole;
}
