import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { tableFromIPC } from "apache-arrow";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Engine } from "../../../pipelines/notebook/engine/engine.ts";
import {
  completions,
  readExamples,
  readSchema,
} from "../../../pipelines/notebook/engine/schema.ts";
import { openWarehouse } from "../../../pipelines/warehouse/warehouse.ts";

const folder = mkdtempSync(join(tmpdir(), "vsend-engine-"));
const file = join(folder, "w.duckdb");
let engine: Engine;

beforeAll(async () => {
  const made = await openWarehouse(file);
  await made.run(`
    create table needs as select i::bigint as n, 'x' || i % 3 as code, -1.5::decimal(9, 2) as change,
      date '2024-01-01' + i::int as seen_on, timestamp '2024-01-01 10:00:00' as at, [i, 2] as list,
      uuid() as child_id, i % 2 = 0 as is_even, null::int as nothing from range(5000) t (i);
    comment on table needs is 'One row per need';
    comment on column needs.n is 'A number'`);
  made.close();
  engine = new Engine(file, { rows: 3000, seconds: 2, idleSeconds: 0.2, waitSeconds: 3 });
});

afterAll(async () => {
  await engine.letGo();
  rmSync(folder, { recursive: true });
});

const rowsOf = async (sql: string, values: unknown[] = []) => {
  const { arrow } = await engine.ask(sql, values);
  return [...tableFromIPC(arrow)].map((row) => row.toJSON());
};

/** What the prototype of this found to run although the file is open read only, and its like. */
const REFUSED = [
  "copy (select 1) to '/tmp/x.csv'",
  "copy needs to '$FOLDER/x.csv'",
  "attach '/tmp/y.duckdb'",
  "install httpfs",
  "load json",
  "set memory_limit='20GB'",
  "set variable x = 1",
  "set lock_configuration = false",
  "create table z as select 1",
  "create temp table z as select 1",
  "create temp view z as select 1",
  "create macro f() as 1",
  "pragma enable_profiling",
  "call pragma_version()",
  "checkpoint",
  "export database '/tmp/q'",
  "use memory",
  "drop table needs",
  "delete from needs",
  "update needs set n = 1",
  "insert into needs select * from needs",
  "prepare q as select 1",
  "execute q",
  "begin",
  "select 1; select 2",
  "select 1; drop table needs",
  "explain analyze create temp table z as select 1",
  "from read_csv('/etc/passwd', header = false, delim = ':')",
  "select content from read_text('/etc/hostname')",
  "select content from read_blob('/etc/hostname')",
  "from glob('/etc/*')",
  "from 'x.parquet'",
  "from parquet_scan('x.parquet')",
  "from query('from read_text(''/etc/hostname'')')",
  "from 'https://example.org/a.csv'",
  "from sniff_csv('/etc/passwd')",
  "vacuum",
  "reset memory_limit",
  "",
  "-- nothing",
  "selec 1",
];

describe("questions of a notebook", () => {
  it.each(REFUSED)("%s is refused, and leaves the folder as it was", async (sql) => {
    const before = readFileSync(file);
    await expect(engine.ask(sql.replaceAll("$FOLDER", folder))).rejects.toThrow(/expected/);
    expect(readdirSync(folder)).toEqual(["w.duckdb"]);
    expect(readFileSync(file).equals(before)).toBe(true);
  });

  it("cannot read the environment of the program", async () => {
    await expect(engine.ask("select getenv('HOME')")).rejects.toThrow();
  });

  it("are answered with their values, each kind as pages have it", async () => {
    const [row] = await rowsOf("select * exclude child_id from needs order by n limit 1");
    expect(row).toMatchObject({
      n: 0,
      code: "x0",
      change: -1.5,
      list: "[0,2]",
      is_even: true,
      nothing: null,
    });
    expect(new Date(row!.seen_on).toISOString()).toBe("2024-01-01T00:00:00.000Z");
    expect(new Date(row!.at).toISOString()).toBe("2024-01-01T10:00:00.000Z");
    expect(await rowsOf("show tables")).toEqual([{ name: "needs" }]);
    expect(await rowsOf("describe needs")).toHaveLength(9);
    expect((await rowsOf("explain select 1")).length).toBeGreaterThan(0);
    expect(await rowsOf("select * from needs where false")).toEqual([]);
  });

  it("take inputs as values, never as SQL", async () => {
    const counted = "select count(*) as n from needs where ";
    expect(await rowsOf(`${counted} code = $1`, ["x1' or true --"])).toEqual([{ n: 0 }]);
    expect(await rowsOf(`${counted} n >= $1 and seen_on < $2`, [10, "2024-01-21"])).toEqual([
      { n: 10 },
    ]);
    expect(await rowsOf(`${counted} code in $1`, [["x1", "x2"]])).toEqual([{ n: 3333 }]);
    await expect(engine.ask(`${counted} n = $1`, [{ a: 1 }])).rejects.toThrow(/inputs that are/);
    await expect(engine.ask(`${counted} n = $1`, "x")).rejects.toThrow(/inputs that are/);
  });

  it("never round a whole number that a double cannot hold", async () => {
    await expect(engine.ask("select 9007199254740993::bigint as n")).rejects.toThrow(/too large/);
  });

  it("are cut at the limit, and say so", async () => {
    const all = await engine.ask("from needs");
    expect(all).toMatchObject({ rows: 3000, isCut: true });
    expect(tableFromIPC(all.arrow).numRows).toBe(3000);
    expect(await engine.ask("from needs limit 3000")).toMatchObject({ rows: 3000, isCut: false });
  });

  const LONG = "select count(*) from range(100000000000) a where hash(range) % 7 = 1";

  it("are stopped when they take too long, and when nobody waits for them", async () => {
    await expect(engine.ask(LONG)).rejects.toThrow(/within 2 seconds/);
    const gone = new AbortController();
    setTimeout(() => gone.abort(), 200);
    const started = performance.now();
    await expect(engine.ask(LONG, [], gone.signal)).rejects.toThrow(/cancelled/);
    expect(performance.now() - started).toBeLessThan(1500);
    expect(await rowsOf("select 1 as a")).toEqual([{ a: 1 }]);
  });

  it("that need more memory than there is are refused, and nothing is spilled", async () => {
    const sql = "select list(range) from range(160000000)";
    const patient = new Engine(file, { seconds: 60, idleSeconds: 0.1 });
    await expect(patient.ask(sql)).rejects.toThrow(/[Mm]emory/);
    await patient.letGo();
    expect(readdirSync(folder)).toEqual(["w.duckdb"]);
  });

  it("let go of the file when idle, so that it can be written, and see what was written", async () => {
    await rowsOf("select 1 as a");
    await new Promise((done) => setTimeout(done, 400));
    const writer = await openWarehouse(file);
    const words: string[] = [];
    const waiting = new Engine(file, { waitSeconds: 5, idleSeconds: 0 }, (said) =>
      words.push(said),
    );
    // Another process would hold the lock; in one process DuckDB refuses a second configuration.
    await writer.run("create table later as select 42 as answer");
    writer.close();
    const { arrow } = await waiting.ask("from later");
    expect(tableFromIPC(arrow).get(0)!.toJSON()).toEqual({ answer: 42 });
    await waiting.letGo();
  });
});

describe("the schema that a notebook shows", () => {
  it("has every table with its words, and examples only of codes that many rows have", async () => {
    const tables = await engine.use(readSchema);
    const needs = tables.find(({ name }) => name === "needs")!;
    expect(needs).toMatchObject({ layer: "child", meaning: "One row per need", rows: 5000 });
    expect(needs.columns[0]).toEqual({ name: "n", type: "BIGINT", meaning: "A number" });
    expect(await engine.use((one) => readExamples(one, "needs"))).toEqual({
      code: ["x0", "x1", "x2"],
    });
    expect(await engine.use((one) => readExamples(one, "x' or 1"))).toEqual({});
  });

  it("completes what is begun", async () => {
    const found = await engine.use((one) => completions(one, "select n from nee"));
    expect(found[0]).toMatchObject({ text: "needs", from: 14 });
  });
});
