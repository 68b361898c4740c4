import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { acceptances } from "./acceptance.ts";
import { adapters } from "./adapters/index.ts";
import { CaseFiles } from "./case-files.ts";
import { compare, type Expectation } from "./compare.ts";

export interface CaseOutcome {
  method: string;
  name: string;
  status: "pass" | "FAIL" | "missing";
  matched: number;
  mismatches: string[];
}

/** Every `<method>/*` /`<case>` folder below `folder` that has an expected.json, in name order. */
export function findCases(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith("expected.json"))
    .map((path) => join(folder, dirname(path)))
    .sort();
}

/** Runs our function on one case's own inputs; a throw is a failure, no adapter is `missing`. */
export async function runCase(root: string, folder: string): Promise<CaseOutcome> {
  const expectation = JSON.parse(
    readFileSync(join(folder, "expected.json"), "utf8"),
  ) as Expectation;
  const [method = "", ...rest] = relative(root, folder).split("/");
  const outcome = { method, name: rest.join("/"), matched: 0, mismatches: [] as string[] };
  const adapter = adapters[method];
  if (adapter === undefined) return { ...outcome, status: "missing" };
  try {
    const got = await adapter(new CaseFiles(folder));
    const expected = acceptances[method]?.(expectation.expected, got) ?? expectation.expected;
    const comparison = compare({ ...expectation, expected }, got);
    const passes = comparison.mismatches.length === 0 && comparison.matched > 0;
    return { ...outcome, ...comparison, status: passes ? "pass" : "FAIL" };
  } catch (error) {
    return { ...outcome, status: "FAIL", mismatches: [`threw ${error}`] };
  }
}
