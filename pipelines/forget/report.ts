import { table } from "../printing/table.ts";
import type { Forgotten } from "./forget.ts";

const number = (n: number): string => n.toLocaleString("en-GB");
const many = (n: number, one: string, several: string): string =>
  `${number(n)} ${n === 1 ? one : several}`;

const total = ({ rows }: Forgotten): number => rows.reduce((sum, { rows: n }) => sum + n, 0);

export const forgetSummary = (forgotten: Forgotten): string =>
  `${forgotten.isDryRun ? "would remove " : ""}${many(forgotten.children, "child", "children")}, ${many(total(forgotten), "row", "rows")}`;

/** What was removed, in words. */
export function forgetReport(forgotten: Forgotten): string {
  const { isDryRun, children, shared, alike, rows, bytesBefore, bytesAfter, copies } = forgotten;
  if (children === 0) return "Nobody is past the age at which records go; nothing was changed.";
  const lines = rows.length > 0 ? [table(rows)] : ["Nothing was held."];
  if (shared > 0) {
    lines.push(
      `${many(shared, "learner number stands", "learner numbers stand")} beside several children in the returns, so what is known by that number alone was left: forget it by itself if it is this child's.`,
    );
  }
  if (alike > 0) {
    lines.push(
      `${many(alike, "other number is", "other numbers are")} held that differ in leading zeros, a .0, capitals or spaces alone: they were left; forget them too if they are this child's.`,
    );
  }
  lines.push(
    bytesBefore > 0
      ? `The bytes of the pseudonym stood in the file ${many(bytesBefore, "time", "times")}.`
      : "The bytes of the pseudonym could not be seen in the file, where values may be packed.",
  );
  if (isDryRun) lines.push("Nothing was removed: this was a dry run.");
  else {
    lines.push(
      `The new file holds ${bytesAfter === 0 ? "none" : number(bytesAfter)}: no table names it, and its rows were never written there. The table "forgotten" says when, why, by whom and how much.`,
      "What is published still counts the child: run vsend publish, and replace what you put elsewhere.",
    );
  }
  for (const { file, times } of copies) {
    lines.push(`STILL HELD in ${file} (${many(times, "time", "times")}): delete that copy.`);
  }
  return lines.join("\n");
}
