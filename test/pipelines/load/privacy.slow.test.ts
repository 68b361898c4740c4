import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { countBytes } from "../../../pipelines/forget/byte-search.ts";
import { load } from "../../../pipelines/load/load.ts";
import { silent } from "../../../pipelines/warehouse/task.ts";
import { openWarehouse, type Warehouse } from "../../../pipelines/warehouse/warehouse.ts";
import {
  bladeFiles,
  children,
  HERTFORDSHIRE_2025,
  item,
  returnXml,
} from "../../fixtures/sen2-return.ts";
import { shippedInstruments, UNMAPPED } from "../../shipped.ts";
import { assessmentsCsv, SPEND_HEADER, spendCsv, spendRows } from "./bench.ts";
import { book } from "./book.ts";
import { zip } from "./zip.ts";

const upn = (i: number) => `A1234567${String(i).padStart(5, "0")}`;
const bornOn = (i: number) => `2014-0${(i % 9) + 1}-1${i % 7}`;

/** What may be known of a child: none of it may be found in the warehouse, however it came. */
const SECRETS = {
  upn: upn(0).slice(0, 8),
  temporaryUpn: "B76543210987C",
  uln: "6543219876",
  nhs: "4857773456",
  nhsInGroups: "485 777 3456",
  surname: "Featherstonehaugh",
  forename: "Perséphone",
  plainForename: "Persephone",
  street: "14 Acacia Avenue",
  town: "Little Snoring",
  postcode: "NR21 0QX",
  plainPostcode: "NR210QX",
  email: "p.featherstone@example.org",
  telephone: "07700 900123",
  plainTelephone: "07700900123",
  insurance: "QQ123456C",
  note: "asked about respite",
  born: "2013-11-29",
  bornHere: "29/11/2013",
  bornInFigures: "20131129",
  bornInWords: "29-Nov-2013",
};
const FORMS = Object.values(SECRETS).flatMap((secret) => [
  Buffer.from(secret),
  Buffer.from(secret, "latin1"),
  Buffer.from(secret, "utf16le"),
]);

const inputs = mkdtempSync(join(tmpdir(), "vsend-planted-"));
const home = mkdtempSync(join(tmpdir(), "vsend-private-"));
const tempBefore = process.env.TMPDIR;
process.env.VSEND_KEY_FILE = join(inputs, "pseudonym.key");
let warehouse: Warehouse;
beforeAll(async () => {
  mkdirSync(join(home, "temporary"));
  process.env.TMPDIR = join(home, "temporary");
  warehouse = await openWarehouse(join(home, "warehouse.duckdb"));
  // Packed text would hide from a search of the bytes; a checkpoint would empty the log.
  await warehouse.run("set force_compression = 'uncompressed'; set checkpoint_threshold = '1GB'");
});
afterAll(() => {
  warehouse.close();
  if (tempBefore === undefined) delete process.env.TMPDIR;
  else process.env.TMPDIR = tempBefore;
  for (const folder of [inputs, home]) rmSync(folder, { recursive: true });
});

function write(path: string, content: string | Buffer): string {
  const parts = path.split("/");
  mkdirSync(join(inputs, ...parts.slice(0, -1)), { recursive: true });
  writeFileSync(join(inputs, ...parts), content);
  return join(inputs, ...parts);
}
const loadAll = (...paths: string[]) =>
  load(warehouse, paths, shippedInstruments(), silent, UNMAPPED);

/** The same as they are planted: of the children's UPNs only the beginning is looked for. */
const PLANTED = Object.values({ ...SECRETS, upn: upn(950) });
const EVERYTHING = PLANTED.join("; ");
/** Columns that no contract takes; the heading of one is a child's name. */
const EXTRA = {
  surname: SECRETS.surname,
  notes: EVERYTHING,
  address: SECRETS.street,
  [`Notes on ${SECRETS.surname}`]: SECRETS.nhs,
};

const good = Array.from({ length: 2600 }, (_, i) => ({
  child_id: upn(i),
  date_of_birth: bornOn(i),
  setting_id: "S77-1",
  ...EXTRA,
}));

/** Every secret in every column where it does not belong, a row each; and some rows more. */
const bad = [
  ...["cl_need", "rated_by", "authority_code", "assessed_on", "version", "setting_id"].flatMap(
    (column) =>
      PLANTED.filter(
        (secret) =>
          !(
            column === "assessed_on" &&
            [SECRETS.born, SECRETS.bornHere, SECRETS.bornInWords].includes(secret)
          ),
      ).map((secret) => ({
        [column]: column === "setting_id" ? secret.replaceAll(" ", "") : secret,
        ...(column === "version" ? { cl_need: "7" } : {}),
      })),
  ),
  { date_of_birth: SECRETS.surname },
  { date_of_birth: `${SECRETS.born} 10:30 or so` },
  { child_id: `${SECRETS.plainForename}; ${SECRETS.surname}` },
  { cl_need: "x", setting_id: upn(901) },
  { cl_need: "x", date_of_birth: SECRETS.born },
].map((row, i) => ({ child_id: upn(5000 + i), ...EXTRA, ...row }));

const HEADER_OF_MORE = ["setting_id", ...Object.keys(EXTRA)];

async function loadPlanted(): Promise<void> {
  const ragged = `X10000001,${upn(9500)},${SECRETS.born},2025-01-31,${SECRETS.surname}\n`;
  const text = assessmentsCsv([...good, ...bad], HEADER_OF_MORE) + ragged;
  const named = `${SECRETS.surname} ${SECRETS.plainForename} ${SECRETS.born} ${SECRETS.nhs}.csv`;
  const { loaded } = await loadAll(write(`${SECRETS.surname}/${named}`, text));
  expect(loaded[0]).toMatchObject({ rows_loaded: good.length, rows_rejected: bad.length + 1 });

  const rows = spendRows(100).map((row, i) => row.with(1, upn(i)));
  rows.push([...rows[0]!.with(4, "1.00")] as (typeof rows)[0], rows[1]!);
  rows.push(["X10000001", upn(960), "2024-25", SECRETS.surname, "100.00"]);
  await loadAll(
    write(
      `${SECRETS.town}.zip`,
      zip({ [`${SECRETS.surname}/${SECRETS.email}.csv`]: spendCsv(rows) }),
    ),
  );

  const cells = (row: readonly string[]) => row.map((cell) => ({ text: cell }));
  const sheet = [
    [{ text: `${SECRETS.surname}, born ${SECRETS.bornHere}` }],
    [],
    cells([...SPEND_HEADER, SECRETS.surname]),
  ];
  const more = spendRows(60).map((row, i) => cells([...row.with(1, upn(200 + i)), EVERYTHING]));
  const spoilt = cells(["X10000001", upn(961), "2024-25", "top_up", SECRETS.note, ""]);
  await loadAll(
    write(
      `${SECRETS.surname}.xlsx`,
      book({
        [`${SECRETS.forename} ${SECRETS.bornHere.replaceAll("/", ".")}`]: [
          ...sheet,
          ...more,
          spoilt,
        ],
      }),
    ),
  );
}

/** Children of a return of 2024, as XML, and of 2025, as files: what no contract takes is in each. */
async function loadReturns(): Promise<void> {
  const aside = await openWarehouse(join(home, "returns.duckdb"));
  await aside.run("set force_compression = 'uncompressed'; set checkpoint_threshold = '1GB'");
  const child = item(
    "person",
    {
      upn: SECRETS.temporaryUpn,
      uniquelearnernumber: SECRETS.uln,
      personbirthdate: SECRETS.born,
      sex: "F",
      surname: SECRETS.surname,
      forename: SECRETS.forename,
      postcode: SECRETS.postcode,
      ethnicity: SECRETS.note,
    },
    [
      item(
        "requests",
        {
          receiveddate: "2023-01-01",
          requestoutcome: "Y",
          requestoutcomedate: "2023-01-02",
          exported: SECRETS.surname,
        },
        [
          item("activeplans", { lastreview: "2023-12-01" }, [
            item("placementdetail", {
              ukprn: SECRETS.bornInFigures,
              sensettingother: EVERYTHING,
              entrydate: "2023-09-01",
            }),
            item("senneed", { sentype: SECRETS.surname, sentyperank: "1" }),
          ]),
        ],
      ),
    ],
  );
  const others = [...children(200)];
  const earlier = { ...HERTFORDSHIRE_2025, year: "2024", referencedate: "2024-01-18" };
  const xml = write(`${SECRETS.surname}.xml`, returnXml([...others, child], earlier));
  for (const [module, text] of Object.entries(bladeFiles([...others, child])))
    write(`${SECRETS.forename}/${module}.csv`, text);
  try {
    await load(
      aside,
      [xml, join(inputs, SECRETS.forename)],
      shippedInstruments(),
      silent,
      UNMAPPED,
    );
    expect(await aside.one("select count(*) as n from rejected_rows")).toMatchObject({ n: 6 });
    expect(
      await countBytes(join(home, "returns.duckdb.wal"), [Buffer.from("E10000015")]),
    ).toBeGreaterThan(0);
    await expectNothingFound();
    await aside.run("checkpoint");
  } finally {
    aside.close();
  }
}

const files = (): string[] =>
  readdirSync(home, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));

async function expectNothingFound() {
  for (const file of files()) {
    if ((await countBytes(file, FORMS)) === 0) continue;
    const bytes = readFileSync(file);
    expect(
      Object.keys(SECRETS).filter((what) => bytes.includes(SECRETS[what as keyof typeof SECRETS])),
      file,
    ).toEqual([]);
  }
}

describe("nothing by which a child could be known is in the warehouse", () => {
  it("in its log, before it is written to the file, or in the temporary folder", async () => {
    await loadPlanted();
    const log = readFileSync(join(home, "warehouse.duckdb.wal"));
    for (const known of ["X10000001", "S77-1", "is not a whole number from 0 to 5"])
      expect(log.includes(known), known).toBe(true);
    await expectNothingFound();
    expect(readdirSync(join(home, "temporary"))).toEqual([]);
  });

  it("in the file, once it is written", async () => {
    await warehouse.run("checkpoint");
    const file = readFileSync(join(home, "warehouse.duckdb"));
    for (const known of ["X10000001", "S77-1", "is not a whole number from 0 to 5"])
      expect(file.includes(known), known).toBe(true);
    await expectNothingFound();
  });

  it("of a statutory return, as XML or as files", async () => {
    await loadReturns();
    await expectNothingFound();
    expect(readdirSync(join(home, "temporary"))).toEqual([]);
  });

  it("in the name of a file or sheet", async () => {
    expect(await warehouse.rows("select file from loads order by load_id")).toEqual([
      { file: "* * 2013-11-## #.csv" },
      { file: "* *.zip/*/p.***.*.csv" },
      { file: "*.xlsx, sheet * ##.11.2013" },
    ]);
    expect(
      await warehouse.rows("select distinct sheet from rejected_rows where sheet is not null"),
    ).toEqual([{ sheet: "* ##.11.2013" }]);
  });

  it("in a date, a date of birth being kept as its month", async () => {
    expect(
      await warehouse.rows(
        "select distinct day(birth_month) as day from loaded_assessments_vsend_core_2026_1",
      ),
    ).toEqual([{ day: 1 }]);
  });

  it("after a load that was refused, nor in what is said of it", async () => {
    const error: unknown = await loadAll(
      write("bad.csv", assessmentsCsv(bad, HEADER_OF_MORE)),
    ).catch((thrown: unknown) => thrown);
    expect(String(error)).toContain("refused");
    for (const secret of Object.values(SECRETS)) expect(String(error)).not.toContain(secret);
    await warehouse.run("checkpoint");
    await expectNothingFound();
    expect(readdirSync(join(home, "temporary"))).toEqual([]);
  });
});

/** Cells that are refused, and what of each is kept. */
const KEPT: [what: string, cell: Record<string, string>, value: string][] = [
  ["a number out of range, as it was", { cl_need: "17" }, "17"],
  ["a number with a letter in it, as it was", { cl_need: "3x" }, "3x"],
  ["a letter for a number, as it was", { cl_need: "O" }, "O"],
  ["a word for no answer, as it was", { cl_need: "N/A" }, "N/A"],
  ["a code in other letters, as it was", { rated_by: "Young Person" }, "Young Person"],
  ["a day out of range, as it was", { assessed_on: "31/04/2025" }, "31/04/2025"],
  ["an authority code too short, as it was", { authority_code: "X1000001" }, "X1000001"],
  [
    "a word in a number, the length and form only",
    { cl_need: "Smith" },
    "(text of 5 characters: Aaaaa)",
  ],
  [
    "a day in a number, the length and form only",
    { cl_need: "14/03/2015" },
    "(text of 10 characters: 99/99/9999)",
  ],
  [
    "a code that is not listed, the length and form only",
    { rated_by: "Smith" },
    "(text of 5 characters: Aaaaa)",
  ],
  [
    "a UPN for a setting, the length and form only",
    { setting_id: upn(1) },
    "(text of 13 characters: A999999999999)",
  ],
  ["an identifier, nothing", { child_id: "Jo; Smith" }, "(withheld)"],
  ["a date of birth, nothing", { date_of_birth: "14 March" }, "(withheld)"],
];

describe("of a refused cell is kept", () => {
  let values: unknown[];
  beforeAll(async () => {
    const rows = [
      ...KEPT.map(([, cell], i) => ({ child_id: `K${i}`, setting_id: "S77-1", ...cell })),
      ...Array.from({ length: 400 }, (_, i) => ({ child_id: `L${i}`, setting_id: "S77-1" })),
    ];
    const memory = await openWarehouse(":memory:");
    await load(
      memory,
      [write("kept.csv", assessmentsCsv(rows, ["setting_id"]))],
      shippedInstruments(),
      silent,
      UNMAPPED,
    );
    values = (await memory.rows(`select value from rejected_rows order by "row"`)).map(
      ({ value }) => value,
    );
    memory.close();
  });

  it.each(KEPT.map(([what, , value], i) => [what, i, value] as const))("%s", (_, i, value) => {
    expect(values).toHaveLength(KEPT.length);
    expect(values[i]).toBe(value);
  });
});
