import { execFile } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { csvParse } from "d3";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { newLoader } from "../../../pipelines/scaffold/new-loader.ts";
import { newMeasure } from "../../../pipelines/scaffold/new-measure.ts";
import { newNotebook } from "../../../pipelines/scaffold/new-notebook.ts";
import { registerLoader } from "../../../pipelines/scaffold/register.ts";
import { SECRETS, waitingList } from "./example-rows.ts";
import { projectCopy } from "./project-copy.ts";

const run = promisify(execFile);
const copy = projectCopy();
const at = (path: string) => join(copy.root, path);
const read = (path: string) => readFileSync(at(path), "utf8");
const example = at("waiting list.tmp");

let written: string[];
beforeAll(async () => {
  writeFileSync(example, waitingList());
  const options = { from: example, authority: "X10000001", root: copy.root };
  const loader = await newLoader("ep-waiting", options);
  const measure = await newMeasure("support-by-tier", {
    of: "support",
    by: ["authority_code", "tier"],
    root: copy.root,
  });
  const notebook = newNotebook("spring-term", { root: copy.root });
  const ofRows = await newMeasure("figures-by-indicator", {
    of: "indicators",
    by: ["indicator"],
    notAudited: "its rows are figures of whole authorities that DfE has published",
    root: copy.root,
  });
  const ofOne = await newMeasure("assessed-by-month", {
    of: "assessments",
    by: ["rated_by", "assessed_on"],
    root: copy.root,
  });
  writeFileSync(
    at("bands.tmp.sql"),
    `select child_id, authority_code, case when need < 50 then 'Under 50' else '50 and over' end as band
    from assessment_scores join assessments using (assessment_id)
    where domain = 'total' and rated_by = 'professional' and need is not null
    qualify row_number() over (partition by child_id order by assessed_on desc, assessment_id desc) = 1;\n`,
  );
  const ofSelect = await newMeasure("children-by-band", {
    of: at("bands.tmp.sql"),
    by: ["authority_code", "band"],
    root: copy.root,
  });
  const measures = [measure, ofRows, ofOne, ofSelect].flatMap(({ files }) => files);
  written = [...new Set([...loader.files, ...measures, ...notebook.files])];
});
afterAll(() => copy.remove());

describe("a loader begun from an example", () => {
  it("leaves out what is personal, hashes the child and keeps the month of birth", () => {
    const contract = read("loaders/ep-waiting.ts");
    expect(contract).toContain(
      'privacy: { child_id: "pseudonym", d_o_b: { monthAs: "birth_month" } }',
    );
    expect(contract).toContain('aliases: { child_id: ["pupil_ref"] }');
    expect(contract).toContain('key: ["authority_code", "child_id", "date_referred"]');
    expect(contract).toContain('endsAfterStart("date_referred", "date_seen")');
    expect(contract).toContain('amount: "cost"');
    for (const column of [
      "upn",
      "post_code",
      "child_s_name",
      "reason_for_referral",
      "ep_allocated",
    ]) {
      expect(contract).not.toContain(`${column}:`);
    }
  });

  it("writes no text of the example that could be a child's", () => {
    for (const path of written) {
      for (const secret of SECRETS)
        expect(read(path), `${secret} in ${path}`).not.toContain(secret);
    }
  });

  it("is refused where its files are there already, which stay as they were", async () => {
    writeFileSync(at("loaders/ep-waiting.ts"), `${read("loaders/ep-waiting.ts")}// mine\n`);
    const again = { from: example, authority: "X10000001", root: copy.root };
    await expect(newLoader("ep-waiting", again)).rejects.toThrow("--force");
    expect(read("loaders/ep-waiting.ts")).toContain("// mine");
    await newLoader("ep-waiting", { ...again, isForced: true });
    expect(read("loaders/ep-waiting.ts")).not.toContain("// mine");
    expect(read("loaders/index.ts").match(/epWaiting/g)).toHaveLength(2);
  });

  it("is refused for a file that a loader knows, and for a name that a table has", async () => {
    const known = at("known.tmp");
    writeFileSync(known, "authority_code,authority_name,region\nX10000001,Northmere,North\n");
    await expect(newLoader("names", { from: known, root: copy.root })).rejects.toThrow(
      '"authorities" takes',
    );
    await expect(newLoader("placements", { from: example, root: copy.root })).rejects.toThrow(
      "no table",
    );
    await expect(newLoader("Bad Name", { from: example, root: copy.root })).rejects.toThrow(
      "small letters",
    );
  });
});

describe("a list of loaders of another form", () => {
  it("is left alone, and what to add by hand is said", () => {
    writeFileSync(at("odd.tmp"), "export const contracts = all;\n");
    expect(() => registerLoader(at("odd.tmp"), "x-y")).toThrow("xY");
    expect(read("odd.tmp")).toBe("export const contracts = all;\n");
  });
});

describe("a measure or a notebook", () => {
  it("is refused where the table, the column or the name will not do", async () => {
    const measure = (name: string, of: string, by: string[]) =>
      newMeasure(name, { of, by, root: copy.root });
    await expect(measure("support", "support", ["tier"])).rejects.toThrow("by-<grain>");
    await expect(measure("a-by-b", "suport", ["tier"])).rejects.toThrow("support");
    await expect(measure("a-by-b", "support", ["teir"])).rejects.toThrow("tier");
    await expect(measure("a-by-b", "support", ["child_id"])).rejects.toThrow("children share");
    await expect(measure("need-by-period", "support", ["tier"])).rejects.toThrow("no table");
    await expect(measure("a-by-b", "indicators", ["indicator"])).rejects.toThrow(
      "--not-about-children",
    );
    const notAudited = "nobody could be told from these";
    await expect(
      newMeasure("a-by-b", { of: "support", by: ["tier"], notAudited, root: copy.root }),
    ).rejects.toThrow("which has child_id");
    writeFileSync(at("bad.tmp.sql"), "select nothing from support");
    await expect(measure("a-by-b", at("bad.tmp.sql"), ["tier"])).rejects.toThrow('"nothing"');
    await expect(measure("a-by-b", at("none.sql"), ["tier"])).rejects.toThrow("no such file");
    expect(existsSync(at("pipelines/measures/a-by-b"))).toBe(false);
    expect(() => newNotebook("n", { table: "children", root: copy.root })).toThrow(
      "a published table",
    );
    expect(() => newNotebook("spring-term", { root: copy.root })).toThrow("--force");
  });
});

describe("what is generated, together with the program", () => {
  const bin = (name: string, ...args: string[]) =>
    run(process.execPath, [at(`node_modules/${name}`), ...args], { cwd: copy.root });

  it("passes the linter, the types and its own tests at once", async () => {
    const paths = written.filter((path) => path.endsWith(".ts"));
    const tests = paths.filter((path) => path.startsWith("test/"));
    expect(tests).toHaveLength(9);
    const [lint, types, unit] = await Promise.allSettled([
      bin("@biomejs/biome/bin/biome", "check", ...paths),
      bin("typescript/bin/tsc", "--noEmit"),
      bin("vitest/vitest.mjs", "run", "--project", "unit", ...tests),
    ]);
    const said = (result: PromiseSettledResult<unknown>) =>
      result.status === "fulfilled"
        ? "passes"
        : String((result.reason as { stdout?: string }).stdout);
    expect([lint, types, unit].map(said)).toEqual(["passes", "passes", "passes"]);
  });

  /** Says that tests of the copy pass, or what they say in place of that. */
  const unit = (...args: string[]): Promise<string> =>
    bin("vitest/vitest.mjs", "run", "--project", "unit", ...args).then(
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
    const outcome = await bin(
      "vitest/vitest.mjs",
      "run",
      "--project",
      "unit",
      "test/loaders/ep-waiting.test.ts",
    ).catch((error: { stdout: string }) => error);
    writeFileSync(at("loaders/ep-waiting.ts"), contract);
    expect(outcome.stdout).toMatch(/\d failed/);
  });
});
