import type { CorrectionLine } from "../suppliers/correction.ts";
import { type Fall, percent } from "../suppliers/hold-to-last.ts";

/** What a correction did, in words; what it left undone on lines of their own. */
export function correctionReport(line: CorrectionLine): string[] {
  const { rows_not_returned: lost, rows_still_held: held } = line;
  const earlier = `load ${line.corrects_load_id}`;
  const lines = [
    `Load ${line.load_id} corrects ${earlier} (${line.file}): ${line.rows_superseded} rows superseded; of ${line.rows_refused_before} refused rows ${line.rows_mended} came in, and ${line.rows_refused_after} rows are refused now`,
  ];
  if (line.is_worse) {
    lines.push(
      `WORSE than before: ${line.rows_refused_after} rows are refused, where ${line.rows_refused_before} were. Return it to the supplier: vsend return`,
    );
  }
  if (lost > 0) {
    lines.push(
      `${lost} of the refused rows did not come back; if they were not left out on purpose, ask for them`,
    );
  }
  // A file of the refused rows alone is not expected to give the others.
  if (held > 0 && line.rows_superseded > line.rows_refused_before) {
    lines.push(`${held} rows of ${earlier} are not in the correction; they stay as they were`);
  }
  return lines;
}

const MOST_WORSE = 5;

/** Loads that are worse than the last of their source and authority. */
export function worseReport(worse: readonly Fall[]): string[] {
  const lines = worse
    .slice(0, MOST_WORSE)
    .map(
      (fall) =>
        `Worse than last time: ${fall.loader} of ${fall.authority_code}, ${percent(fall.refused_share)} of rows refused, ${percent(fall.last_refused_share)} in load ${fall.last_load_id}`,
    );
  const more = worse.length - lines.length;
  return more > 0 ? [...lines, `and ${more} more; vsend status shows them all`] : lines;
}
