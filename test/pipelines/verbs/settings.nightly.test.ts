import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { projectFile } from "../../../pipelines/warehouse/installation.ts";
import { assessmentsCsv, spendCsv, spendRows } from "../load/bench.ts";
import { start, vsendHere } from "../vsend.ts";

let folder: string;
let instruments: string;
let evaluations: string;
let own: string;
let file: string;
const before = process.env.VSEND_KEY_FILE;

/** A folder with one instrument that the program is not shipped with, and a file scored with it. */
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "vsend-settings-"));
  process.env.VSEND_KEY_FILE = join(folder, "pseudonym.key");
  instruments = join(folder, "instruments");
  evaluations = join(folder, "evaluations");
  mkdirSync(instruments);
  const core = readFileSync(projectFile("data/instruments/vsend-core-2026.1.yaml"), "utf8");
  writeFileSync(
    join(instruments, "elsewhere-1.yaml"),
    core
      .replace(/^instrument: .*/m, "instrument: elsewhere")
      .replace(/^version: .*/m, 'version: "1"'),
  );
  cpSync(projectFile("data/evaluations"), evaluations, { recursive: true });
  own = join(folder, "own.duckdb");
  file = join(folder, "assessed.csv");
  const children = Array.from({ length: 30 }, (_, n) => ({
    child_id: `C${n}`,
    instrument: "elsewhere",
    version: "1",
  }));
  writeFileSync(file, assessmentsCsv(children));
});
afterAll(() => {
  if (before === undefined) delete process.env.VSEND_KEY_FILE;
  else process.env.VSEND_KEY_FILE = before;
  rmSync(folder, { recursive: true });
});

/** A verb with the folders of its own, as JSON. */
async function asked<T>(...args: string[]): Promise<T> {
  const { out, err } = await vsendHere(...args, "--instruments", instruments, "--json");
  if (!out) throw new Error(err);
  return JSON.parse(out) as T;
}

describe("the instruments that a call names are those of every part of it", () => {
  it("of a dry run", async () => {
    const { files } = await asked<{ files: { recognised: { title: string } | null }[] }>(
      ...["load", "--dry-run", file],
    );
    expect(files[0]!.recognised?.title).toMatch(/ 1$/);
  });

  it("of help", async () => {
    const { out } = await vsendHere("load", "--help", "--instruments", instruments);
    expect(out).toMatch(/elsewhere/i);
    expect(out).not.toMatch(/hertfordshire/i);
    expect((await vsendHere("run", "--help")).out).toMatch(/hertfordshire/i);
  });

  it("of a watch", async () => {
    const { child, ended } = start([
      "load",
      "--watch",
      "--json",
      "--instruments",
      instruments,
      file,
    ]);
    const first = await new Promise<string>((heard) => {
      child.stdout!.once("data", (text) => heard(String(text)));
    });
    child.kill("SIGINT");
    await ended;
    expect(JSON.parse(first).report).toMatchObject({ lines: [{ accepted: 30 }] });
  });

  it("of a load, a return, a status and a build", async () => {
    const { loaded } = await asked<{ loaded: { rows_loaded: number }[] }>(
      ...["load", file, "--warehouse", own],
    );
    expect(loaded).toMatchObject([{ rows_loaded: 30 }]);
    const back = join(folder, "back");
    await asked("return", "--out", back, "--warehouse", own);
    const tables = async () => {
      const { out } = await vsendHere(
        "query",
        "from duckdb_tables()",
        "--warehouse",
        own,
        "--json",
      );
      return (JSON.parse(out) as { table_name: string }[]).map(({ table_name }) => table_name);
    };
    expect((await tables()).filter((name) => /hertfordshire|norfolk/.test(name))).toEqual([]);
    await asked("build", "--warehouse", own);
    expect((await asked<{ stale: string[] }>("status", "--warehouse", own)).stale).toEqual([]);
    expect((await tables()).filter((name) => /hertfordshire|norfolk/.test(name))).toEqual([]);
  });
});

describe("the designs that a call names", () => {
  it("are those that status compares with, and its advice names them", async () => {
    const spend = join(folder, "spend.csv");
    writeFileSync(spend, spendCsv(spendRows(10)));
    const warehouse = join(folder, "designs.duckdb");
    writeFileSync(
      join(evaluations, "sample-trial.yaml"),
      readFileSync(join(evaluations, "sample-trial.yaml"), "utf8").replace(
        /^title: .*/m,
        "title: Another title",
      ),
    );
    const named = ["--warehouse", warehouse, "--evaluations", evaluations];
    await vsendHere("load", spend, "--warehouse", warehouse);
    await vsendHere("build", ...named);
    expect((await vsendHere("status", ...named)).out).toContain("Nothing is stale");
    const { out } = await vsendHere("status", "--warehouse", warehouse);
    expect(out).toMatch(/Stale: .*estimates/);
    await vsendHere("load", writeMore(), "--warehouse", warehouse);
    expect((await vsendHere("status", ...named)).out).toContain(
      `vsend build --warehouse ${warehouse} --evaluations ${evaluations}`,
    );
  });
});

function writeMore(): string {
  const more = join(folder, "more.csv");
  writeFileSync(more, spendCsv(spendRows(12, "X10000002")));
  return more;
}
