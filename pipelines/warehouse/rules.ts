import { readFileSync } from "node:fs";
import { csvParse } from "d3";
import { projectFile } from "./installation.ts";

/** Numbers set by law, policy or choice: the rows of data/reference/rules.csv. */
const RULES = new Map(
  csvParse(readFileSync(projectFile("data/reference/rules.csv"), "utf8")).map((row) => [
    row.rule ?? "",
    Number(row.value),
  ]),
);

/** One number of data/reference/rules.csv. @throws when there is no such rule. */
export function rule(name: string): number {
  const value = RULES.get(name);
  if (value === undefined || Number.isNaN(value)) {
    throw new Error(`expected a rule "${name}" with a number in data/reference/rules.csv`);
  }
  return value;
}

/** Every rule whose value is a number, by name. */
export const allRules = (): Record<string, number> =>
  Object.fromEntries([...RULES].filter(([, value]) => !Number.isNaN(value)));
