import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openWarehouse } from "../../pipelines/warehouse/warehouse.ts";
import { spendCsv, spendRows } from "./load/bench.ts";
import { vsend, vsendHere } from "./vsend.ts";

const folder = mkdtempSync(join(tmpdir(), "vsend-cli-"));
process.env.VSEND_KEY_FILE = join(folder, "pseudonym.key");
const file = (name: string) => join(folder, name);
const write = (name: string, content: string) => {
  writeFileSync(file(name), content);
  return file(name);
};
const at = (name: string) => ["--warehouse", file(name)];

beforeAll(async () => {
  write("spend.csv", spendCsv(spendRows(40)));
  write("bad.csv", spendCsv(spendRows(40).map((row) => row.with(4, "ten"))));
  write("text.duckdb", "not a database");
  const { code } = await vsendHere("load", file("spend.csv"), ...at("loaded.duckdb"), "--json");
  expect(code).toBe(0);
});
afterAll(() => rmSync(folder, { recursive: true }));

const VERBS = [
  "load",
  "build",
  "check",
  "publish",
  "run",
  "preview",
  "query",
  "return",
  "sample",
  "status",
  "forget",
];

describe("vsend --help", () => {
  it.each(VERBS)("explains %s", async (verb) => {
    const { code, out, err } = await vsendHere(verb, "--help");
    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(out).toContain(`Usage: vsend ${verb}`);
    expect(out).toContain("--json");
  });

  it("lists every verb and the exit codes", async () => {
    const { code, out } = await vsendHere("--help");
    expect(code).toBe(0);
    for (const verb of VERBS) expect(out).toMatch(new RegExp(`^ {2}${verb} `, "m"));
    expect(out).toContain("Exit codes: 0 done, 1 the data failed a check, 2 the call was wrong.");
  });
});

const CALLS: [claim: string, code: number, args: string[], says: string][] = [
  ["2 for an option that is unknown", 2, ["load", "--fast", "x"], "unknown option '--fast'"],
  ["2 for a verb that is unknown", 2, ["laod"], "unknown command 'laod'"],
  ["2 for no verb", 2, [], "Usage: vsend"],
  ["2 for a load of nothing", 2, ["load"], "missing required argument 'paths'"],
  ["2 for a path where nothing is", 2, ["load", file("none.csv"), ...at("a.duckdb")], "none.csv"],
  ["2 for an audience that is unknown", 2, ["publish", "--audience", "all"], "public, authority"],
  [
    "2 for an audience that needs an authority, without one",
    2,
    ["publish", "--audience", "authority", ...at("b.duckdb")],
    "--authority",
  ],
  [
    "2 for a correction that does not say who and why",
    2,
    ["load", file("spend.csv"), "--corrects", "1", ...at("loaded.duckdb")],
    "no --by and no --reason",
  ],
  [
    "2 for a return to an authority that is unknown",
    2,
    ["return", "--authority", "E99", "--out", file("out"), ...at("loaded.duckdb")],
    "X10000001",
  ],
  [
    "0 for a return of nothing, in words",
    0,
    ["return", "--out", file("out"), ...at("loaded.duckdb")],
    "Nothing to return",
  ],
  [
    "2 for a return from no warehouse",
    2,
    ["return", "--out", "x", ...at("none.duckdb")],
    "vsend run",
  ],
  ["2 for a query of no warehouse", 2, ["query", "select 1", ...at("none.duckdb")], "vsend run"],
  ["2 for a query with a typo", 2, ["query", "selec 1", ...at("loaded.duckdb")], "selec"],
  ["2 for a check of no warehouse", 2, ["check", ...at("none.duckdb")], "load something first"],
  ["2 for a check before a build", 2, ["check", ...at("loaded.duckdb")], "vsend build"],
  ["2 for a warehouse that is no database", 2, ["status", ...at("text.duckdb")], "not a valid"],
  ["2 for a warehouse below a file", 2, ["status", ...at("spend.csv/a.duckdb")], "--warehouse"],
  ["2 for forgetting nobody", 2, ["forget", ...at("loaded.duckdb")], "--older-than-retention"],
  [
    "2 for forgetting a number of no authority",
    2,
    ["forget", "--child", "C1", ...at("loaded.duckdb")],
    "--authority",
  ],
  [
    "2 for forgetting in no warehouse",
    2,
    ["forget", "--authority", "X10000001", "--child", "C1", ...at("none.duckdb")],
    "load something first",
  ],
  [
    "1 for forgetting a child of whom nothing is held",
    1,
    ["forget", "--authority", "X10000001", "--child", "D1", ...at("loaded.duckdb")],
    "--even-if-absent",
  ],
  [
    "2 for a sample of a silly size",
    2,
    ["sample", "--children", "x", "--out", folder],
    "--children",
  ],
  ["1 for a file refused", 1, ["load", file("bad.csv"), ...at("c.duckdb")], "40 of 40 refused"],
  [
    "1 for a file that nobody knows",
    1,
    ["load", file("text.duckdb"), ...at("d.duckdb")],
    "text.duckdb",
  ],
  [
    "0 for a file loaded before",
    0,
    ["load", file("spend.csv"), ...at("loaded.duckdb")],
    "left alone",
  ],
  ["0 for a query", 0, ["query", "select 40 + 2 as n", ...at("loaded.duckdb")], "42"],
];

describe("the exit code is", () => {
  it.each(CALLS)("%s", async (_, code, args, says) => {
    const outcome = await vsendHere(...args);
    expect(outcome.code, outcome.err).toBe(code);
    expect(outcome.out + outcome.err).toContain(says);
    expect(outcome.err).not.toContain("fault of the program");
    if (code > 0) expect(outcome.err).not.toBe("");
  });
});

describe("--json prints JSON and nothing else", () => {
  const read = ({ out }: { out: string }): unknown => JSON.parse(out);

  it("for a load, with the ledger", async () => {
    const outcome = await vsendHere("load", file("spend.csv"), ...at("json.duckdb"), "--json");
    expect(outcome).toMatchObject({ code: 0, err: "" });
    expect(read(outcome)).toMatchObject({ loaded: [{ rows_read: 40, rows_loaded: 40 }] });
  });

  it("for a query, with rows", async () => {
    const sql = "select 1.50::decimal(9, 2) as d, date '2024-02-29' as day, null as gap, 'é' as e";
    const outcome = await vsendHere("query", sql, ...at("loaded.duckdb"), "--json");
    expect(read(outcome)).toEqual([{ d: 1.5, day: "2024-02-29", gap: null, e: "é" }]);
  });

  it("for a status and a build", async () => {
    expect(read(await vsendHere("status", ...at("built.duckdb"), "--json"))).toMatchObject({
      sources: [],
    });
    const outcome = await vsendHere("build", ...at("built.duckdb"), "--json");
    expect(outcome).toMatchObject({ code: 0, err: "" });
    expect(read(outcome)).toContainEqual(expect.objectContaining({ model: "changes" }));
    expect(read(await vsendHere("check", ...at("built.duckdb"), "--json"))).toContainEqual(
      expect.objectContaining({ check: "the ledger closes", holds: true }),
    );
  });

  it("for a sample", async () => {
    const args = ["--children", "20", "--authorities", "2", "--out", file("sample"), "--json"];
    expect(read(await vsendHere("sample", ...args))).toHaveProperty("files");
  });

  it.each(CALLS.filter(([, code, args]) => code > 0 && args.length > 1))(
    "for the error, where the exit code is %s",
    async (_, code, args) => {
      const outcome = await vsendHere(...args, "--json");
      expect(outcome.code).toBe(code);
      expect(read(outcome)).toMatchObject({
        error: { came: expect.any(String), todo: expect.any(String) },
      });
    },
  );
});

describe("the program in a process of its own", () => {
  it("exits with the code, and prints one JSON document", async () => {
    const args = ["load", file("bad.csv"), ...at("c.duckdb"), "--json"];
    const outcome = await vsend(...args);
    expect(outcome).toEqual(await vsendHere(...args));
    expect(outcome.code).toBe(1);
  });

  it("exits with 2 and plain words when the call is wrong", async () => {
    const outcome = await vsend("query", "selec 1", ...at("loaded.duckdb"));
    expect(outcome).toEqual(await vsendHere("query", "selec 1", ...at("loaded.duckdb")));
    expect(outcome.code).toBe(2);
  });
});

describe("a warehouse that another program has open", () => {
  it.each([["load", file("spend.csv")], ["build"], ["query", "select 1"]])(
    "is left alone by %s, which says what to do",
    async (...args) => {
      const warehouse = await openWarehouse(file("busy.duckdb"));
      process.env.VSEND_WAIT_SECONDS = "0.3";
      try {
        const { code, err } = await vsend(...args, ...at("busy.duckdb"));
        expect(code).toBe(2);
        expect(err).toContain("a warehouse that another program has open");
        expect(err).toContain("waiting for it");
        expect(err).toContain("wait for the other vsend");
      } finally {
        delete process.env.VSEND_WAIT_SECONDS;
        warehouse.close();
      }
    },
  );
});
