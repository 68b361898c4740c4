import type { Built } from "../build/build.ts";
import type { CheckResult } from "../build/check.ts";
import { joinsReport } from "../load/commit/joins.ts";
import type { LoadReport } from "../load/load.ts";
import { correctionReport, worseReport } from "./print-quality.ts";
import { table } from "./table.ts";

const number = (n: number): string => n.toLocaleString("en-GB");

/**
 * The ledger of one load, and what was not taken. `flags` name the warehouse in the commands it
 * suggests, where that is not the usual one.
 */
export function loadReport(
  {
    loaded,
    alreadyLoaded,
    passedOver,
    passedOverAs,
    untaken,
    notes,
    corrections,
    worse,
    joins,
  }: LoadReport,
  flags = "",
): string {
  const lines: string[] = [];
  if (loaded.length > 0) {
    lines.push(
      table(
        loaded.map((line) => ({
          load: line.load_id,
          loader: line.loader,
          file: line.file.length > 60 ? `…${line.file.slice(-59)}` : line.file,
          read: line.rows_read,
          loaded: line.rows_loaded,
          refused: line.rows_rejected,
          superseded: line.rows_superseded,
          "out of scope": line.rows_out_of_scope,
          "as of": line.as_of,
          ...(loaded.some(({ mapping }) => mapping !== null) ? { mapping: line.mapping } : {}),
          ...(loaded.some(({ amount_read }) => amount_read !== null)
            ? { "£ read": line.amount_read, "£ loaded": line.amount_loaded }
            : {}),
          ...(loaded.some(({ rows_amount_unread }) => rows_amount_unread)
            ? { "rows, £ unreadable": line.rows_amount_unread }
            : {}),
        })),
      ),
    );
  }
  const refused = loaded.reduce((sum, { rows_rejected }) => sum + rows_rejected, 0);
  if (refused > 0) {
    lines.push(
      `${number(refused)} rows were refused; to see each with its reason:`,
      `  npx vsend query${flags} 'select file, "row", cell, "column", value, message from rejected_rows join loads using (load_id)'`,
      `to have their suppliers correct them: npx vsend return${flags} --out FOLDER`,
    );
  }
  lines.push(
    ...corrections.flatMap(correctionReport),
    ...worseReport(worse),
    ...joinsReport(joins),
  );
  if (alreadyLoaded.length > 0) {
    lines.push(`Loaded before, so left alone: ${alreadyLoaded.join(", ")}`);
  }
  for (const [file, columns] of Object.entries(untaken)) {
    const shown = columns.slice(0, 8).join(", ");
    lines.push(
      `Columns not taken from ${file}: ${shown}${columns.length > 8 ? ` and ${columns.length - 8} more` : ""}`,
    );
  }
  for (const [file, concluded] of Object.entries(notes)) {
    for (const note of concluded) lines.push(`${file} ${note}`);
  }
  if (passedOver.length > 0) {
    lines.push("No loader knows, so passed over:");
    for (const file of passedOver)
      lines.push(`  ${file}${passedOverAs[file] ? `: ${passedOverAs[file]}` : ""}`);
  }
  return lines.join("\n");
}

export const buildSummary = (built: readonly Built[]): string => {
  const made = built.filter(({ action }) => action === "built");
  return `${made.length} of ${built.length} tables built, the others unchanged`;
};

export function checkReport(results: readonly CheckResult[]): string {
  const width = results.some(({ holds, isWarning }) => isWarning && !holds) ? 7 : 6;
  return results
    .map(({ check, holds, isWarning, rows, examples }) =>
      holds
        ? `${"holds".padEnd(width)} ${check}`
        : `${(isWarning ? "warning" : "BROKEN").padEnd(width)} ${check}: ${number(rows)} rows\n${table(examples)}`,
    )
    .join("\n");
}

export const loadSummary = ({ loaded, alreadyLoaded }: LoadReport): string => {
  const rows = loaded.reduce((sum, { rows_loaded }) => sum + rows_loaded, 0);
  const refused = loaded.reduce((sum, { rows_rejected }) => sum + rows_rejected, 0);
  const known = alreadyLoaded.length ? `, ${alreadyLoaded.length} loaded before` : "";
  return `${loaded.length} files, ${number(rows)} rows, ${number(refused)} refused${known}`;
};
