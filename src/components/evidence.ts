import type { EvaluationOutcome } from "../../pipelines/measures/evaluation-outcomes/measure.ts";
import type { TrustStatement } from "../../pipelines/measures/trust-statements/measure.ts";
import { describedBeside, sideOfZero } from "./evaluation/described.js";
import { trustSentences } from "./trust-flags.js";
import { plural, whole } from "./words.js";

export interface EvidenceTables {
  outcomes: readonly EvaluationOutcome[];
  trust: readonly TrustStatement[];
}

/** What the answers rest on, a line each, with the page that says more. */
export function evidence({ outcomes, trust }: EvidenceTables): HTMLElement {
  const list = document.createElement("ul");
  list.className = "evidence";
  const add = (path: string, title: string, said: string) => {
    const item = document.createElement("li");
    const link = document.createElement("a");
    link.href = path;
    link.textContent = title;
    const words = document.createElement("p");
    words.textContent = said;
    item.append(link, words);
    list.append(item);
  };
  if (outcomes.length > 0) {
    // A description has one year before and tests nothing.
    const answered = outcomes.filter((row) => row.estimate !== null && !row.is_descriptive);
    const clear = answered.filter((row) => sideOfZero(row) !== 0);
    add(
      "./evaluation",
      "Did it work?",
      `Trial councils beside others by published figures: of ${plural(answered.length, "comparison", "comparisons")} that can be made, ${whole(clear.length)} ${clear.length === 1 ? "has" : "have"} an interval that excludes zero. By chance alone at most about 1 in 20 would.${describedBeside(outcomes)}`,
    );
    add("./evaluation-authorities", "Each trial council", "What is seen in one may be its own.");
    add(
      "./evaluation-ways",
      "Other ways of asking",
      "The answer for other comparisons, scales and years than the headline’s.",
    );
    add(
      "./evaluation-design",
      "The design",
      "What was fixed beforehand, what was left out, and all figures to work it out again.",
    );
  }
  if (trust.length > 0) {
    const judged = trust.filter((row) => row.is_judged);
    const open = trust.length - judged.length;
    add(
      "./trust",
      "Can the score be trusted?",
      `${trustSentences(judged)}${open > 0 ? ` Of ${whole(open)} more nothing can be said.` : ""}`,
    );
  }
  add(
    "./data",
    "The data",
    "Every row of every file: loaded, refused with a reason, or out of scope; and what is hidden.",
  );
  add("./method/", "Method", "How each figure is worked out, and what the words mean.");
  return list;
}
