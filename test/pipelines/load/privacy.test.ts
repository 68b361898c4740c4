import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { assessmentsCsv, type Bench, makeBench, spendCsv, spendRows } from "./bench.ts";

const upn = (i: number) => `A1234567${String(i).padStart(5, "0")}`;
const bornOn = (i: number) => `2014-0${(i % 9) + 1}-1${i % 7}`;

/** Strings of which none may be found in the warehouse. */
const SECRETS = {
  upn: upn(0).slice(0, 8),
  surname: "Featherstonehaugh",
  forename: "Persephone",
  note: "asked about respite",
  nhs: "4857773456",
  born: "2013-11-29",
  bornHere: "29/11/2013",
  bornInFigures: "20131129",
};

const good = Array.from({ length: 400 }, (_, i) => ({
  child_id: upn(i),
  date_of_birth: bornOn(i),
  surname: SECRETS.surname,
  notes: `Mother ${SECRETS.note}`,
}));

/** Rows to refuse, each holding something about a child where it does not belong. */
const bad = [
  { cl_need: SECRETS.surname },
  { cl_need: `${SECRETS.forename} ${SECRETS.surname}` },
  { cl_need: upn(900) },
  { cl_need: SECRETS.nhs },
  { cl_need: SECRETS.born },
  { cl_need: SECRETS.bornHere },
  { cl_need: SECRETS.bornInFigures },
  { rated_by: SECRETS.surname },
  { version: SECRETS.born, cl_need: "7" },
  { authority_code: SECRETS.forename },
  { assessed_on: `${SECRETS.note} twice` },
  { date_of_birth: SECRETS.surname },
  { date_of_birth: `${SECRETS.born} 10:30` },
  { child_id: `${SECRETS.forename}; ${SECRETS.surname}` },
  { cl_need: "x", setting_id: upn(901) },
  { cl_need: "x", setting_id: SECRETS.surname },
  { cl_need: "x", setting_id: SECRETS.born },
  { cl_need: "x", date_of_birth: SECRETS.born },
].map((row, i) => ({ child_id: upn(500 + i), surname: SECRETS.surname, ...row }));

const MORE = ["setting_id", "surname", "notes"];

let bench: Bench;
beforeEach(async () => {
  bench = await makeBench("warehouse.duckdb");
  // Compressed text would hide from a search of the bytes.
  await bench.warehouse.run("set force_compression = 'uncompressed'");
});
afterEach(() => bench.remove());

const bytesOf = (ending: string): string =>
  readdirSync(bench.folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => path.includes("warehouse.duckdb") && path.endsWith(ending))
    .map((path) => readFileSync(path, "latin1"))
    .join("");

function expectNoSecret(text: string) {
  for (const [what, secret] of Object.entries(SECRETS)) {
    expect(text.includes(secret), `${what} is in the text`).toBe(false);
  }
}

async function loadAll() {
  const ragged = `X10000001,${upn(950)},${SECRETS.born},2025-01-31,${SECRETS.surname}\n`;
  const text = assessmentsCsv([...good, ...bad], MORE) + ragged;
  const { loaded } = await bench.load(bench.write("assessments.csv", text));
  expect(loaded[0]).toMatchObject({ rows_loaded: good.length, rows_rejected: bad.length + 1 });
  const rows = spendRows(100).map((row, i) => row.with(1, upn(i)));
  rows.push([...rows[0]!.with(4, "1.00")] as (typeof rows)[0], rows[1]!);
  rows.push(["X10000001", upn(960), "2024-25", SECRETS.surname, "100.00"]);
  await bench.load(bench.write("spend.csv", spendCsv(rows)));
}

describe("nothing by which a child could be known is in the warehouse", () => {
  it("in its log, before it is written to the file", async () => {
    await bench.warehouse.run("set checkpoint_threshold = '1GB'");
    await loadAll();
    const log = bytesOf(".wal");
    expect(log).toContain("X10000001");
    expectNoSecret(log);
    expectNoSecret(bytesOf(""));
  });

  it("in the file, once it is written", async () => {
    await loadAll();
    await bench.warehouse.run("checkpoint");
    const file = bytesOf(".duckdb");
    expect(file).toContain("X10000001");
    expect(file).toContain("is not a whole number from 0 to 5");
    expectNoSecret(file);
    expectNoSecret(bytesOf(""));
  });

  it("in any table, a date of birth being kept as its month", async () => {
    await loadAll();
    const state = await bench.state();
    expect(Object.keys(state)).toContain("rejected_rows");
    expectNoSecret(JSON.stringify(state));
    expect(
      await bench.warehouse.rows(
        "select distinct day(birth_month) as day from loaded_assessments_vsend_core_2026_1",
      ),
    ).toEqual([{ day: 1 }]);
  });

  it("after a load that was refused", async () => {
    const text = assessmentsCsv(bad, MORE);
    const error: unknown = await bench
      .load(bench.write("bad.csv", text))
      .catch((thrown: unknown) => thrown);
    expectNoSecret(String(error));
    await bench.warehouse.run("checkpoint");
    expectNoSecret(bytesOf(""));
  });
});

describe("of a refused cell is kept", () => {
  const kept = async (cell: Record<string, string>) => {
    const rows = [...good.slice(0, 40), { child_id: "C", ...cell }];
    await bench.load(bench.write("assessments.csv", assessmentsCsv(rows, MORE)));
    const [refusal] = await bench.warehouse.rows("select value from rejected_rows");
    return refusal?.value;
  };

  it.each([
    ["a number out of range", { cl_need: "17" }, "17"],
    ["a number with a letter in it", { cl_need: "3x" }, "3x"],
    ["a letter for a number", { cl_need: "O" }, "O"],
    ["a word for no answer", { cl_need: "N/A" }, "N/A"],
    ["a code in other letters", { rated_by: "Young Person" }, "Young Person"],
    ["a day out of range", { assessed_on: "31/04/2025" }, "31/04/2025"],
    ["an authority code too short", { authority_code: "X1000001" }, "X1000001"],
  ])("%s, as it was", async (_, cell, value) => {
    expect(await kept(cell)).toBe(value);
  });

  it.each([
    ["a word in a number", { cl_need: "Smith" }, "(text of 5 characters)"],
    ["a day in a number", { cl_need: "14/03/2015" }, "(text of 10 characters)"],
    ["a code that is not listed", { rated_by: "Smith" }, "(text of 5 characters)"],
  ])("the length only of %s", async (_, cell, value) => {
    expect(await kept(cell)).toBe(value);
  });

  it("nothing of an identifier or a date of birth", async () => {
    expect(await kept({ child_id: "Jo; Smith" })).toBe("(withheld)");
  });
});
