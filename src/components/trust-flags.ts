import { rollup } from "d3";
import type { TrustStatement } from "../../pipelines/measures/trust-statements/measure.ts";
import { inList, plural, whole } from "./words.js";

/** What a flag is of: what may move a score although no need changed, and what bounds how it is read. */
const FLAGS: Record<TrustStatement["threat"], { of: string; moves: boolean }> = {
  heaping: { of: "scores drawn to a cut-off", moves: true },
  funding_change: { of: "scores that rose with money", moves: true },
  setting_change: { of: "moves to another setting", moves: true },
  rater_view: { of: "another kind of rater", moves: true },
  agreement: { of: "views that differ", moves: true },
  lateness: { of: "readings that came late or children overdue for one", moves: false },
  floor_ceiling: { of: "many children at the least or the most need", moves: false },
};

/** How many statements are flagged, apart by whether what is flagged can move a score. */
export function trustSentences(judged: readonly TrustStatement[]): string {
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
  const open = rollup(
    judged.filter((row) => !row.is_flagged && !row.is_settled),
    (some) => some.length,
    (row) => FLAGS[row.threat].of,
  );
  const unsettled = inList(
    [...open].map(
      ([of, count]) => `${whole(count)} ${count === 1 ? "does" : "do"} not settle it (${of})`,
    ),
  );
  const first = `Of ${plural(judged.length, "statement", "statements")} that could be judged, ${moved ? `these say that scores may have moved although no need changed: ${moved}` : "none says that scores may have moved although no need changed"}${unsettled ? `; ${unsettled}` : ""}.`;
  return bounds
    ? `${first} Flagged for another reason, that change is seen less fully: ${bounds}.`
    : first;
}
