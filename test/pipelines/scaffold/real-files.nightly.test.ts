import { execFile } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { newLoader } from "../../../pipelines/scaffold/new-loader.ts";
import { startIn } from "../vsend.ts";
import { projectCopy } from "./project-copy.ts";

const run = promisify(execFile);
const copy = projectCopy();
process.env.VSEND_KEY_FILE = join(copy.root, "tried.key");
const at = (path: string) => join(copy.root, path);
afterAll(() => copy.remove());

const call = (...args: string[]) => startIn(copy.root, args).ended;

const MONTHS = ["Apr-24", "May-24", "Jun-24", "Jul-24", "Aug-24", "Sep-24"];

/** A service's figures as its system writes them: broken lines in headings and notes, NA, long decimals. */
const figures = [
  '"Local\nAuthority",Month,"Age\ngroup",Total referrals,Mean weeks,"Comment, if any"',
  ...["Kent", "Surrey"].flatMap((name) =>
    MONTHS.flatMap((month, m) =>
      ["Under 5", "5 to 10", "11 to 16"].map(
        (age, a) =>
          `${name},${month},${age},${(m + a) % 5 ? m * 10 + a : "NA"},${(m * 1.2345678 + a).toFixed(7)},"first line ${m}\nsecond line"`,
      ),
    ),
  ),
].join("\r\n");

beforeAll(async () => {
  writeFileSync(at("figures.tmp.csv"), `${figures}\r\n`);
  await newLoader("therapy-waits", {
    from: at("figures.tmp.csv"),
    isChildLevel: false,
    root: copy.root,
  });
});

describe("a loader begun from a file with line breaks, NA and names of authorities", () => {
  it("says what the words stand for, and names rows by what they are about", () => {
    const contract = readFileSync(at("loaders/therapy-waits.ts"), "utf8");
    expect(contract).toContain('total_referrals: { NA: "" }');
    expect(contract).toContain('Kent: "E10000016"');
    expect(contract).toMatch(/key: \["authority_code", "month", "age_group"\]/);
    expect(contract).not.toContain("second line");
  });

  it("loads the file whole, NA as a blank and names as codes", async () => {
    const warehouse = at("tried.duckdb");
    const { out, err, code } = await call(
      "load",
      at("figures.tmp.csv"),
      "--warehouse",
      warehouse,
      "--json",
    );
    expect(err).toBe("");
    expect(code).toBe(0);
    expect(JSON.parse(out).loaded).toMatchObject([{ rows_read: 36, rows_loaded: 36 }]);
    const asked = await call(
      "query",
      "select count(*) as n, count(total_referrals) as known, count(distinct authority_code) as authorities from loaded_therapy_waits",
      "--warehouse",
      warehouse,
      "--json",
    );
    expect(JSON.parse(asked.out)).toEqual([{ n: 36, known: 28, authorities: 2 }]);
  });

  it("passes the test that it wrote, and its types hold", async () => {
    await run("npx", ["vitest", "run", "--project", "unit", "test/loaders/therapy-waits.test.ts"], {
      cwd: copy.root,
    });
    await run("npx", ["tsc", "--noEmit"], { cwd: copy.root });
  });
});
