import { existsSync, writeFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { newLoader } from "../../../pipelines/scaffold/new-loader.ts";
import { newMeasure } from "../../../pipelines/scaffold/new-measure.ts";
import { newNotebook } from "../../../pipelines/scaffold/new-notebook.ts";
import { registerLoader } from "../../../pipelines/scaffold/register.ts";
import { begunCopy } from "./begun.ts";
import { SECRETS } from "./example-rows.ts";

let copy: Awaited<ReturnType<typeof begunCopy>>;
beforeAll(async () => {
  copy = await begunCopy();
});
afterAll(() => copy.remove());
const at = (path: string) => copy.at(path);
const read = (path: string) => copy.read(path);

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
    for (const path of copy.written) {
      for (const secret of SECRETS)
        expect(read(path), `${secret} in ${path}`).not.toContain(secret);
    }
  });

  it("is refused where its files are there already, which stay as they were", async () => {
    writeFileSync(at("loaders/ep-waiting.ts"), `${read("loaders/ep-waiting.ts")}// mine\n`);
    const again = { from: copy.example, authority: "X10000001", root: copy.root };
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
    await expect(newLoader("placements", { from: copy.example, root: copy.root })).rejects.toThrow(
      "no table",
    );
    await expect(newLoader("Bad Name", { from: copy.example, root: copy.root })).rejects.toThrow(
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
