import { writeFileSync } from "node:fs";
import { csvParse } from "d3";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { begunCopy } from "./begun.ts";

let copy: Awaited<ReturnType<typeof begunCopy>>;
beforeAll(async () => {
  copy = await begunCopy();
});
afterAll(() => copy.remove());
const at = (path: string) => copy.at(path);
const read = (path: string) => copy.read(path);

describe("what is generated, together with the program", () => {
  it("passes the linter, the types and its own tests at once", async () => {
    const paths = copy.written.filter((path) => path.endsWith(".ts"));
    const tests = paths.filter((path) => path.startsWith("test/"));
    expect(tests).toHaveLength(9);
    const [lint, types, unit] = await Promise.allSettled([
      copy.bin("@biomejs/biome/bin/biome", "check", ...paths),
      copy.bin("typescript/bin/tsc", "--noEmit"),
      copy.bin("vitest/vitest.mjs", "run", "--project", "unit", ...tests),
    ]);
    const said = (result: PromiseSettledResult<unknown>) =>
      result.status === "fulfilled"
        ? "passes"
        : String((result.reason as { stdout?: string }).stdout);
    expect([lint, types, unit].map(said)).toEqual(["passes", "passes", "passes"]);
  });

  /** Says that tests of the copy pass, or what they say in place of that. */
  const unit = (...args: string[]): Promise<string> =>
    copy.bin("vitest/vitest.mjs", "run", "--project", "unit", "--project", "slow", ...args).then(
      () => "passes",
      ({ stdout, stderr }: { stdout: string; stderr: string }) => stdout + stderr,
    );

  it("is one thing from the folder to the golden file, which is written when asked for", async () => {
    expect(await unit("test/layout.test.ts")).toContain("has one golden file");
    expect(await unit("test/snapshots", "test/pipelines/dictionary", "-u")).toBe("passes");
    expect(await unit("test/layout.test.ts", "test/layout")).toBe("passes");
    expect(read("docs/warehouse.md")).toContain("### support_by_tier");
    expect(read("test/snapshots/sample/children-by-band.csv")).toMatch(/,Under 50,\d+0,/);
    const golden = read("test/snapshots/sample/support-by-tier.csv");
    expect(golden).toMatch(
      /^authority_code,authority_name,tier,child_count,all_count,share,symbol\n/,
    );
    for (const count of csvParse(golden).map(({ child_count }) => child_count)) {
      expect(Number(count) % 5, count).toBe(0);
    }
  });

  it("fails the layout where a table about children is taken out of the audit, or drawn by none", async () => {
    const measure = "pipelines/measures/support-by-tier/measure.ts";
    const [definition, component] = [measure, "src/components/support-by-tier.ts"].map(read);
    writeFileSync(at(measure), definition!.replace("counts.audit", '{ notAudited: "" }'));
    writeFileSync(at("src/components/support-by-tier.ts"), "export const nothing = 1;\n");
    const found = await unit("test/layout.test.ts");
    writeFileSync(at(measure), definition!);
    writeFileSync(at("src/components/support-by-tier.ts"), component!);
    expect(found).toContain("support-by-tier gives no reason");
    expect(found).toContain("does not read support-by-tier");
  });

  it("fails its test where the contract lets a planted fault in", async () => {
    const contract = read("loaders/ep-waiting.ts");
    writeFileSync(
      at("loaders/ep-waiting.ts"),
      contract.replace(/endsAfterStart\("date_referred", "date_seen"\),?/, ""),
    );
    const outcome = await copy
      .bin("vitest/vitest.mjs", "run", "--project", "unit", "test/loaders/ep-waiting.test.ts")
      .catch((error: { stdout: string }) => error);
    writeFileSync(at("loaders/ep-waiting.ts"), contract);
    expect(outcome.stdout).toMatch(/\d failed/);
  });
});
