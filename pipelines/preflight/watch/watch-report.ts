import { table } from "../../printing/table.ts";
import type { Outcome } from "./watch.ts";

const number = (n: number): string => n.toLocaleString("en-GB");

/** One trial in words: how many rows are accepted and refused, and the first refused ones. */
export function watchReport(outcome: Outcome): string {
  const time = `${new Date().toTimeString().slice(0, 8)}, ${outcome.seconds.toFixed(1)} s`;
  if ("fault" in outcome) return `${time}: a contract cannot be read: ${outcome.fault}`;
  const { lines, refusals, problem } = outcome.report;
  if (problem) {
    const { expected, came, where, todo, details = [] } = problem;
    return [
      `${time}: nothing could be judged`,
      `expected ${expected}`,
      `     got ${came}${where ? ` in ${where}` : ""}`,
      ...details.map((detail) => `         ${detail}`),
      `   to do ${todo}`,
    ].join("\n");
  }
  const said = lines.map(
    (line) =>
      `${time}: ${line.file} as ${line.loader}: ${number(line.accepted)} accepted, ${number(line.refused)} refused${line.passed_over ? `, ${number(line.passed_over)} passed over` : ""} of ${number(line.read)}${line.is_refused_whole ? "; too many, so a load would refuse the file" : ""}`,
  );
  return [...said, ...(refusals.length > 0 ? [table(refusals)] : [])].join("\n");
}
