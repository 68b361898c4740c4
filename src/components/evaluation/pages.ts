import type { EvaluationOutcome } from "../../../pipelines/measures/evaluation-outcomes/measure.ts";
import { nothingYet } from "../page-parts.js";
import { lowerFirst } from "../words.js";

/** What a page says where no published figures of trial authorities are loaded. */
export const nothingLoaded = (): HTMLElement =>
  nothingYet(
    "No published figures of the trial authorities are loaded, so they cannot be compared with others: download DfE’s local authority interactive tool and its release of EHC plans.",
    "npx vsend run PATH",
  );

/** The generated sentence of the primary outcome; of the first design where there are several. */
export function primarySentence(outcomes: readonly EvaluationOutcome[]): HTMLElement | null {
  const primary = outcomes.find((row) => row.is_primary);
  if (!primary) return null;
  const box = document.createElement("div");
  box.className = "headline";
  const words = document.createElement("p");
  words.textContent = primary.sentence;
  box.append(words);
  const about = document.createElement("p");
  about.className = "muted";
  about.textContent = `The question the design put first: ${lowerFirst(primary.title)}, beside ${lowerFirst(primary.comparison_title)}, from ${primary.first_period} to ${primary.last_period}.`;
  const whole = document.createElement("div");
  whole.append(box, about);
  return whole;
}
