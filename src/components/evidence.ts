import { rollup } from "d3";
import type { EvaluationOutcome } from "../../pipelines/measures/evaluation-outcomes/measure.ts";
import type { TrustStatement } from "../../pipelines/measures/trust-statements/measure.ts";
import { inList, plural, whole } from "./words.js";

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
    const clear = answered.filter((row) => (row.lower ?? 0) > 0 || (row.upper ?? 0) < 0);
    add(
      "./evaluation",
      "Did it work?",
      `Trial councils beside others by published figures: of ${plural(answered.length, "comparison", "comparisons")} that can be made, ${whole(clear.length)} ${clear.length === 1 ? "has" : "have"} an interval that excludes zero. By chance alone about 1 in 20 would.`,
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

/** What a flag is of: what may move a score although no need changed, and what bounds how it is read. */
const FLAGS: Record<TrustStatement["threat"], { of: string; moves: boolean }> = {
  heaping: { of: "scores drawn to a cut-off", moves: true },
  funding_change: { of: "scores that rose with money", moves: true },
  setting_change: { of: "moves to another setting", moves: true },
  rater_view: { of: "another kind of rater", moves: true },
  agreement: { of: "views that differ", moves: true },
  lateness: { of: "late readings", moves: false },
  floor_ceiling: { of: "many children at the least or the most need", moves: false },
};

/** How many statements are flagged, apart by whether what is flagged can move a score. */
function trustSentences(judged: readonly TrustStatement[]): string {
  const flagged = judged.filter((row) => row.is_flagged);
  const saidOf = (moves: boolean): string => {
    const counts = rollup(
      flagged.filter((row) => FLAGS[row.threat].moves === moves),
      (some) => some.length,
      (row) => FLAGS[row.threat].of,
    );
    return inList([...counts].map(([of, count]) => `${of} (${whole(count)})`));
  };
  const [moved, bounds] = [saidOf(true), saidOf(false)];
  const first = `Of ${plural(judged.length, "statement", "statements")} that could be judged, ${moved ? `these say that scores may have moved although no need changed: ${moved}` : "none says that scores may have moved although no need changed"}.`;
  return bounds
    ? `${first} Flagged for another reason, that change is seen less fully: ${bounds}.`
    : first;
}
