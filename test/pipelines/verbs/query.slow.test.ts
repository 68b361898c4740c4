import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openWarehouse } from "../../../pipelines/warehouse/warehouse.ts";
import { vsendHere } from "../vsend.ts";

let folder: string;
let warehouse: string;
let secret: string;
let bytes: Buffer;

const file = (name: string) => join(folder, name);
const query = (...args: string[]) => vsendHere("query", ...args, "--warehouse", warehouse);

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "vsend-query-"));
  warehouse = file("w.duckdb");
  secret = file("pseudonym.key");
  writeFileSync(secret, "f00d".repeat(16));
  const made = await openWarehouse(warehouse);
  await made.run(`
    create table needs as select i::bigint as n, '=' || i as label, -1.5::double as change from range(5000) t (i)`);
  made.close();
  bytes = readFileSync(warehouse);
});

afterAll(() => rmSync(folder, { recursive: true }));

/** Ways to write, to read what is not the warehouse, or to open a way to either. */
const ATTACKS = (to: string): string[] => [
  `copy needs to '${to}'`,
  `copy needs to '${warehouse}'`,
  `copy (select 1) to '${warehouse}' (format parquet)`,
  `explain analyze copy needs to '${to}'`,
  `EXPLAIN /* */ ANALYZE copy needs to '${to}'`,
  `explain analyze create temp table t as select 1`,
  `export database '${to}'`,
  `from read_text('${secret}')`,
  `select (select content from read_blob('${secret}')) as k`,
  `from read_csv('${secret}')`,
  `from '${secret}'`,
  `from glob('${folder}/*')`,
  `from query('from read_text(''${secret}'')')`,
  `attach '${to}' as other`,
  `attach '${warehouse}' as other`,
  "detach w",
  "load json",
  "install httpfs",
  "load httpfs",
  "from 'https://example.org/a.csv'",
  "set enable_external_access = true",
  "set threads = 1",
  "pragma threads = 1",
  "set variable x = 1",
  "use temp",
  "create temp table t as select 1",
  "create table t as select 1",
  "insert into needs values (1, 'a', 1)",
  "with gone as (delete from needs returning n) from gone",
  "update needs set n = 0",
  "delete from needs",
  "truncate needs",
  "drop table needs",
  "alter table needs drop column n",
  "checkpoint",
  "vacuum",
  "call pragma_version()",
  "prepare q as select 1",
  "begin transaction",
  "select 1; select 2",
  `select 1; copy needs to '${to}'`,
  "",
  " -- nothing\n",
  ";",
];

describe("vsend query refuses", () => {
  it("whatever writes, reads other files, loads an extension, changes a setting, or is not one question", async () => {
    const before = readdirSync(folder);
    for (const sql of ATTACKS(file("out.csv"))) {
      const { code, out, err } = await query(sql);
      expect(code, `${sql}\n${out}`).toBe(2);
      expect(out + err).not.toContain("f00d");
      expect(err, sql).not.toContain("fault of the program");
    }
    expect(readdirSync(folder)).toEqual(before);
    expect(readFileSync(warehouse).equals(bytes)).toBe(true);
  }, 120_000);

  it("to let a function that DuckDB calls a select write a log", async () => {
    const before = readdirSync(folder);
    await query(`from enable_logging(storage = 'file', storage_path = '${file("log")}')`);
    expect(readdirSync(folder)).toEqual(before);
  });

  it("a table that a build makes, and says where what was loaded stands", async () => {
    const loaded = file("loaded.duckdb");
    const made = await openWarehouse(loaded);
    await made.run(`
      create table loads (source_table varchar, rows_loaded bigint);
      insert into loads values ('loaded_spend', 3), ('loaded_assessments_core_1', 2), ('loaded_support', 0);
      create table built_models (model varchar)`);
    made.close();
    const asked = async (sql: string) =>
      (await vsendHere("query", sql, "--warehouse", loaded)).err.replace(/\s+/g, " ");
    const notYet = "are made by `vsend build`, and it has not been run here yet";
    expect(await asked("from spend")).toContain(
      `tables such as spend ${notYet}; what was loaded stands in loaded_spend;`,
    );
    expect(await asked("select * from ASSESSMENTS")).toContain(
      "stands in loaded_assessments_core_1;",
    );
    expect(await asked("select count(*) from child.children")).toContain(
      "stands in loaded_assessments_core_1, loaded_spend;",
    );
    const again = await openWarehouse(loaded);
    await again.run("insert into built_models values ('children')");
    again.close();
    expect(await asked("from childern")).not.toContain("loaded_");
    expect(await asked("from spend")).toContain("what was loaded stands in loaded_spend;");
    expect(await asked("from needs")).not.toContain("\\u000a");
  });

  it("a query both in the call and in a file, and neither", async () => {
    expect((await query()).code).toBe(2);
    expect((await query("select 1", "--file", secret)).code).toBe(2);
  });

  it("to write over a file that is there, the warehouse and the key among them", async () => {
    for (const there of [warehouse, secret]) {
      for (const option of ["--csv", "--parquet"]) {
        const { code, err } = await query("from needs", option, there);
        expect([code, err]).toEqual([2, expect.stringContaining("there is no file yet")]);
      }
    }
    expect(readFileSync(warehouse).equals(bytes)).toBe(true);
    const nowhere = await query("from needs", "--csv", file("none/a.csv"));
    expect([nowhere.code, nowhere.err]).toEqual([2, expect.stringContaining("make the folder")]);
  });

  it("to leave half a file where the rows cannot all be read", async () => {
    const sql = "select if(n = 4999, error('gone'), n) as n from needs";
    for (const option of ["--csv", "--parquet"]) {
      expect((await query(sql, option, file("half"))).code).toBe(2);
      expect(readdirSync(folder).filter((name) => name.startsWith("half"))).toEqual([]);
    }
  });
});

describe("vsend query answers", () => {
  it.each([
    "from needs limit 1",
    "with few as (from needs limit 1) select * from few",
    "values (1)",
    "describe needs",
    "show tables",
    "summarize needs",
    "explain from needs",
    "explain analyze select count(*) from needs",
    "explain (format json) from needs",
    "pivot (from needs limit 3) on label in ('=1', '=2') using count(*)",
    "select 1; -- and no more",
    "select n, row_number() over () from needs limit 2",
    "select json_extract('{\"a\": 1}', '$.a'), now()",
  ])("%s", async (sql) => {
    const { code, out, err } = await query(sql, "--json");
    expect(code, err).toBe(0);
    expect(JSON.parse(out).length).toBeGreaterThan(0);
  });

  it("from a file, and into CSV with every row, nothing in which is a formula", async () => {
    writeFileSync(
      file("q.sql"),
      "select n, label, change, null as gap, n as n from needs order by n",
    );
    const { code, err } = await query("--file", file("q.sql"), "--csv", file("a.csv"));
    expect(code, err).toBe(0);
    const lines = readFileSync(file("a.csv"), "utf8").trimEnd().split("\n");
    expect(lines).toHaveLength(5001);
    expect(lines.slice(0, 2)).toEqual(["n,label,change,gap,n:1", "0,'=0,-1.5,,0"]);
    expect(lines.at(-1)).toBe("4999,'=4999,-1.5,,4999");
  });

  it("into Parquet, with types and every row", async () => {
    const sql =
      "select n, label, 1.5::decimal(4, 2) as d, [n] as l, {x: n} as s, null as gap, 'a'::enum('a', 'b') as e, uuid() as u from needs order by n";
    const { code, out, err } = await query(sql, "--parquet", file("a.parquet"), "--json");
    expect(code, err).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ rows: 5000 });
    const reader = await openWarehouse(":memory:");
    const read = await reader.one(
      `select count(*) as rows, sum(n) as n, min(d) as d, max(s.x) as x, max(label) as label from '${file("a.parquet")}'`,
    );
    reader.close();
    expect(read).toEqual({ rows: 5000, n: 12_497_500, d: 1.5, x: 4999, label: "=999" });
  });

  it.skipIf(process.platform === "win32")("with files that their owner alone may read", () => {
    for (const name of ["a.csv", "a.parquet"]) {
      expect(existsSync(file(name))).toBe(true);
      expect(statSync(file(name)).mode & 0o077).toBe(0);
    }
  });
});

describe("any connection of the program", () => {
  it("has no extension to load and fetches none", async () => {
    const open = await openWarehouse(":memory:");
    for (const sql of ["install httpfs", "load httpfs", "from 'https://example.org/a.csv'"]) {
      await expect(open.run(sql), sql).rejects.toThrow();
    }
    expect(
      await open.one(
        "select count(*) as n from duckdb_extensions() where loaded and install_mode <> 'STATICALLY_LINKED'",
      ),
    ).toEqual({ n: 0 });
    open.close();
  });
});
