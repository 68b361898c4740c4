import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { build } from "../../../pipelines/build/build.ts";
import { countBytes } from "../../../pipelines/forget/byte-search.ts";
import type { Which } from "../../../pipelines/forget/children.ts";
import { type Forgotten, forget } from "../../../pipelines/forget/forget.ts";
import { formsOf } from "../../../pipelines/forget/forms.ts";
import { openLedgerLines } from "../../../pipelines/load/commit/ledger.ts";
import { pseudonym, readKey } from "../../../pipelines/load/judge/pseudonym.ts";
import { load } from "../../../pipelines/load/load.ts";
import type { Row } from "../../../pipelines/warehouse/row.ts";
import { silent, type Task } from "../../../pipelines/warehouse/task.ts";
import { openWarehouse, type Warehouse } from "../../../pipelines/warehouse/warehouse.ts";
import { bladeFiles, children, item, returnXml } from "../../fixtures/sen2-return.ts";
import { shippedInstruments, UNMAPPED } from "../../shipped.ts";
import { assessmentsCsv, spendCsv, spendRows } from "../load/bench.ts";

const HERTS = "E10000015";
const UPN = "Z00000000001A";
const ULN = "1234567890";

const folder = mkdtempSync(join(tmpdir(), "vsend-forget-"));
process.env.VSEND_KEY_FILE = join(folder, "pseudonym.key");
const key = readKey();
const PSEUDONYMS = [UPN, ULN].map((number) => pseudonym(key, HERTS, number));
const FORMS = PSEUDONYMS.flatMap(formsOf);
afterAll(() => rmSync(folder, { recursive: true }));

const at = (path: string) => join(folder, path);
function write(path: string, text: string): string {
  mkdirSync(dirname(at(path)), { recursive: true });
  writeFileSync(at(path), text);
  return at(path);
}

/** The child to be forgotten, with a plan, and one refused need (`XXX`). */
const person = item(
  "person",
  { upn: UPN, uniquelearnernumber: ULN, personbirthdate: "2015-03-09", sex: "F" },
  [
    item(
      "requests",
      { receiveddate: "2024-01-01", requestoutcome: "Y", requestoutcomedate: "2024-01-20" },
      [
        item(
          "assessment",
          { assessmentoutcome: "Y", assessmentoutcomedate: "2024-05-01", week20: "0" },
          [item("namedplan", { startdate: "2024-05-01" }, [item("plandetail", { urn: "100001" })])],
        ),
        item("activeplans", { lastreview: "2024-12-01" }, [
          item("placementdetail", { urn: "100001", placementrank: "1", entrydate: "2024-09-01" }),
          item("senneed", { sentype: "ASD", sentyperank: "1" }),
          item("senneed", { sentype: "XXX", sentyperank: "2" }),
        ]),
      ],
    ),
  ],
);

/** A return and two extracts, with the child (last in each) or without. */
function extracts(name: string, has: boolean, more: readonly string[] = []): string {
  const others = [...children(60)];
  const blade = bladeFiles(has ? [...others, person] : others);
  for (const [module, text] of Object.entries(blade)) write(`${name}/sen2/${module}.csv`, text);
  const spend = spendRows(60, HERTS).map((row) => [...row]);
  if (has) {
    spend.push(
      [HERTS, UPN, "2024-25", "top_up", "5000.00"],
      [HERTS, UPN, "2023-24", "top_up", "70.50"],
    );
    spend.push([HERTS, UPN, "2024-25", "toys", "250.25"]);
  }
  for (const child of more) spend.push([HERTS, child, "2024-25", "transport", "9.00"]);
  write(`${name}/spend.csv`, spendCsv(spend));
  const rows = [
    ["C1", "2025-01-31"],
    ["C1", "2025-09-30"],
    ...(has
      ? [
          [UPN, "2025-01-31"],
          [UPN, "2025-10-15"],
        ]
      : []),
  ];
  write(
    `${name}/assessments.csv`,
    assessmentsCsv(
      rows.map(([child_id, assessed_on]) => ({ authority_code: HERTS, child_id, assessed_on })),
    ),
  );
  return at(name);
}

async function within<T>(file: string, work: (warehouse: Warehouse) => Promise<T>): Promise<T> {
  const warehouse = await openWarehouse(file);
  try {
    return await work(warehouse);
  } finally {
    warehouse.close();
  }
}

const loadInto = (warehouse: Warehouse, ...paths: string[]) =>
  load(warehouse, paths, shippedInstruments(), silent, UNMAPPED);

const made = (name: string, has: boolean) =>
  within(at(name), async (warehouse) => {
    // Packed values could not be searched for.
    await warehouse.run("set force_compression = 'uncompressed'");
    await loadInto(warehouse, extracts(`${name}-files`, has));
    await build(warehouse, shippedInstruments(), [], silent);
  });

const forgetIn = (
  file: string,
  which: Which,
  isDryRun = false,
  task: Task = silent,
): Promise<Forgotten> =>
  forget(
    file,
    { which, reason: "request", signedBy: "tester", isDryRun, evenIfAbsent: false },
    shippedInstruments(),
    [],
    key,
    task,
  );

const THE_CHILD: Which = { authority: HERTS, ids: [UPN] };

/** What stands in every table, as text. */
async function textOfAll(warehouse: Warehouse, some = ""): Promise<Record<string, string>> {
  const tables = await warehouse.rows<{ name: string }>(
    `select table_name as name from information_schema.tables
     where table_catalog = current_database() and table_type = 'BASE TABLE' and table_name like '${some}%' order by 1`,
  );
  const text: Record<string, string> = {};
  for (const { name } of tables)
    text[name] = JSON.stringify(await warehouse.rows(`from "${name}" order by all`));
  return text;
}

const namingTheChild = (all: Record<string, string>): string[] =>
  Object.keys(all).filter((name) => namesTheChild(all[name]!));

const namesTheChild = (text: string): boolean => PSEUDONYMS.some((child) => text.includes(child));

const LEDGER =
  "select load_id, rows_read, rows_loaded, rows_rejected, rows_out_of_scope, amount_read, amount_loaded, amount_rejected, as_of from loads where loader = 'spend'";
let ledgerBefore: Row[];
let forgotten: Forgotten;
let bytesBefore: number;
let stops: string[];
beforeAll(async () => {
  await made("w.duckdb", true);
  await made("never.duckdb", false);
  await within(at("w.duckdb"), async (warehouse) => {
    await warehouse.run(
      `create table by_hand as select 'see ' || '${PSEUDONYMS[0]}' as note union all select 'nobody'; create view seen as from by_hand`,
    );
    ledgerBefore = await warehouse.rows(LEDGER);
    await warehouse.run("checkpoint");
  });
  bytesBefore = await countBytes(at("w.duckdb"), FORMS);
  mkdirSync(at("live"));
  cpSync(at("w.duckdb"), at("live/w.duckdb"));
  stops = [];
  let said = 0;
  forgotten = await forgetIn(at("live/w.duckdb"), THE_CHILD, false, {
    // What is on the disk at this moment is what a killed program would leave.
    report: (message) => {
      if (!message.includes(" ") && said++ % 60 > 0) return;
      const stop = at(`stop-${stops.push(message)}`);
      cpSync(at("live"), stop, { recursive: true });
    },
  });
});

describe("a child forgotten", () => {
  it("stands in no table, built ones included", async () => {
    const before = await within(at("w.duckdb"), (all) => textOfAll(all));
    expect(namingTheChild(before)).toEqual(
      expect.arrayContaining([
        "pairs_vsend_core_2026_1",
        "by_hand",
        "children",
        "loaded_spend",
        "placements",
        "plans",
        "rejected_rows",
      ]),
    );
    const after = await within(at("live/w.duckdb"), (all) => textOfAll(all));
    expect(namingTheChild(after)).toEqual([]);
    expect(after.by_hand).toBe('[{"note":"nobody"}]');
  });

  it("has left no byte in the file, in which they stood before, nor beside it", async () => {
    expect(bytesBefore).toBeGreaterThan(10);
    expect(forgotten).toMatchObject({ bytesBefore, bytesAfter: 0, copies: [] });
    expect(await countBytes(at("live/w.duckdb"), FORMS)).toBe(0);
    expect(readdirSync(at("live"))).toEqual(["w.duckdb"]);
  });

  it("leaves what there would be had it never been loaded", async () => {
    const sql = [
      "children",
      "requests",
      "plans",
      "placements",
      "plan_needs",
      "assessment_scores",
      "changes",
      "loaded_sen2_plandetail",
      "loaded_spend",
    ].map((name) => `from ${name} order by all`);
    const read = (file: string) =>
      within(at(file), async (warehouse) => Promise.all(sql.map((query) => warehouse.rows(query))));
    const [left, never] = [await read("live/w.duckdb"), await read("never.duckdb")];
    for (const [i, rows] of left.entries()) {
      expect(rows.length, sql[i]).toBeGreaterThan(0);
      expect(rows, sql[i]).toEqual(never[i]);
    }
  });

  it("takes the records of a return below it, and its refused rows, along", async () => {
    expect(
      Object.fromEntries(forgotten.rows.map(({ table, rows }) => [table, rows])),
    ).toMatchObject({
      by_hand: 1,
      loaded_assessments_vsend_core_2026_1: 2,
      loaded_sen2_person: 1,
      loaded_sen2_requests: 1,
      loaded_sen2_assessment: 1,
      loaded_sen2_namedplan: 1,
      loaded_sen2_plandetail: 1,
      loaded_sen2_activeplans: 1,
      loaded_sen2_placementdetail: 1,
      loaded_sen2_senneed: 1,
      loaded_spend: 2,
      rejected_rows: 2,
    });
    const refused = await within(at("live/w.duckdb"), (warehouse) =>
      warehouse.rows("from rejected_rows"),
    );
    expect(refused).toEqual([]);
  });

  it("moves from loaded and refused to out of scope in the ledger, which closes; its pounds are in no column", async () => {
    const after = await within(at("live/w.duckdb"), async (warehouse) => {
      expect(await openLedgerLines(warehouse)).toEqual([]);
      return warehouse.rows(LEDGER);
    });
    const [was] = ledgerBefore as Record<string, number>[];
    expect(was).toMatchObject({
      rows_read: 63,
      rows_loaded: 62,
      rows_rejected: 1,
      amount_rejected: 250.25,
    });
    const pounds = spendRows(60).reduce((sum, row) => sum + Number(row[4]), 0);
    expect(after).toEqual([
      {
        ...was,
        rows_loaded: 60,
        rows_rejected: 0,
        rows_out_of_scope: 3,
        amount_read: expect.closeTo(pounds, 2),
        amount_loaded: expect.closeTo(pounds, 2),
        amount_rejected: 0,
      },
    ]);
  });

  it("is signed off in lines that identify no one", async () => {
    const { lines, marks } = await within(at("live/w.duckdb"), async (warehouse) => ({
      lines: await warehouse.rows("from forgotten"),
      marks: await warehouse.rows("from kept_out"),
    }));
    expect(lines).toContainEqual(
      expect.objectContaining({
        reason: "request",
        signed_by: "tester",
        children: 1,
        table_name: "loaded_spend",
        row_count: 2,
      }),
    );
    expect(lines).toHaveLength(forgotten.rows.length);
    expect(Object.keys(lines[0]!)).toEqual([
      "forgotten_at",
      "reason",
      "signed_by",
      "children",
      "table_name",
      "row_count",
    ]);
    expect(marks).toHaveLength(2);
    expect(namesTheChild(JSON.stringify([lines, marks]))).toBe(false);
  });

  it("keeps everything else: views, other children, what was published", async () => {
    await within(at("live/w.duckdb"), async (warehouse) => {
      expect(await warehouse.rows("from seen")).toEqual([{ note: "nobody" }]);
      expect(
        await warehouse.one(
          "select count(*) as n from children where authority_code = 'E10000015'",
        ),
      ).toEqual(
        await within(at("never.duckdb"), (never) =>
          never.one("select count(*) as n from children"),
        ),
      );
    });
  });
});

describe("a forgetting stopped at any moment", () => {
  it("leaves the old file or the new one, and the next removes what it left", async () => {
    expect(stops.length).toBeGreaterThan(6);
    const kinds: string[] = [];
    const [old, fresh] = [
      await within(at("w.duckdb"), (all) => textOfAll(all)),
      await within(at("live/w.duckdb"), (all) => textOfAll(all)),
    ];
    for (const i of stops.keys()) {
      const all = await within(at(`stop-${i + 1}/w.duckdb`), (stopped) => textOfAll(stopped, "l"));
      const isNew = all.loaded_spend === fresh.loaded_spend;
      const whole = isNew ? fresh : old;
      expect(Object.keys(all).length).toBeGreaterThan(9);
      const unlike = Object.keys(all).filter((name) => all[name] !== whole[name]);
      expect({ stop: stops[i], unlike }).toEqual({ stop: stops[i], unlike: [] });
      kinds.push(isNew ? "new" : "old");
    }
    expect(kinds.at(0)).toBe("old");
    expect(kinds.at(-1)).toBe("new");
    const last = kinds.lastIndexOf("old");
    expect(kinds.slice(0, last)).not.toContain("new");
    const left = () => readdirSync(at(`stop-${last + 1}`)).filter((name) => name !== "w.duckdb");
    expect(left()).toHaveLength(1);
    await forgetIn(at(`stop-${last + 1}/w.duckdb`), THE_CHILD, true);
    expect(left()).toEqual([]);
  });
});

describe("a child forgotten does not come back", () => {
  const reload = (...paths: string[]) =>
    within(at("live/w.duckdb"), async (warehouse) => {
      const report = await loadInto(warehouse, ...paths);
      await warehouse.run("checkpoint");
      expect(await openLedgerLines(warehouse)).toEqual([]);
      const text = await textOfAll(warehouse);
      expect(namingTheChild(text)).toEqual([]);
      return report;
    });

  it("with the same files, which are left alone", async () => {
    const { loaded, alreadyLoaded } = await reload(at("w.duckdb-files"));
    expect(loaded).toEqual([]);
    expect(alreadyLoaded).toHaveLength(11);
  });

  it("with changed files, in which its rows are counted as out of scope, not loaded and not refused", async () => {
    const { loaded } = await reload(join(extracts("again", true, ["C61"]), "spend.csv"));
    expect(loaded).toEqual([
      expect.objectContaining({
        rows_read: 64,
        rows_out_of_scope: 3,
        rows_loaded: 61,
        rows_rejected: 0,
      }),
    ]);
    const pounds = spendRows(60).reduce((sum, row) => sum + Number(row[4]), 9);
    expect(loaded[0]!.amount_read).toBeCloseTo(pounds, 2);
    expect(loaded[0]!.amount_out_of_scope).toBe(0);
  });

  it("with one changed file of a return, of which the others are loaded again with it", async () => {
    const files = at("w.duckdb-files/sen2");
    const changed = at("changed");
    cpSync(files, changed, { recursive: true });
    const blade = bladeFiles([...children(60), person]);
    writeFileSync(join(changed, "senneed.csv"), blade.senneed!.replace("ASD", "HI"));
    const { loaded, alreadyLoaded } = await reload(changed);
    expect([alreadyLoaded.length, loaded.length]).toEqual([0, 9]);
    const needs = loaded.find(({ file }) => file.includes("senneed"));
    expect(needs).toMatchObject({ rows_out_of_scope: 2, rows_rejected: 0 });
  });

  it("with a return as XML, whose records below the child are left out as well", async () => {
    const { loaded } = await reload(write("xml/return.xml", returnXml([person, ...children(60)])));
    const outOf = loaded.filter(({ rows_out_of_scope }) => rows_out_of_scope > 0);
    expect(outOf.reduce((sum, line) => sum + line.rows_out_of_scope, 0)).toBe(9);
    expect(outOf).toHaveLength(8);
  });
});

describe("a number of which nothing is held", () => {
  it("is told by its place in the list, not by itself, and nothing is changed", async () => {
    const wrong = forgetIn(at("w.duckdb"), { authority: HERTS, ids: [UPN, "A00000000009X"] });
    await expect(wrong).rejects.toThrow("1 of 2 of whom nothing is held: number 2 of the list");
    await expect(wrong).rejects.not.toThrow("A00000000009X");
    expect(namingTheChild(await within(at("w.duckdb"), (all) => textOfAll(all)))).toContain(
      "loaded_spend",
    );
  });
});
