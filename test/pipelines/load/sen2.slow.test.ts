import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { build } from "../../../pipelines/build/build.ts";
import { check, warnings } from "../../../pipelines/build/check.ts";
import { openLedgerLines } from "../../../pipelines/load/commit/ledger.ts";
import { type LoadReport, load } from "../../../pipelines/load/load.ts";
import { VsendError } from "../../../pipelines/warehouse/errors.ts";
import { silent } from "../../../pipelines/warehouse/task.ts";
import { openWarehouse, type Warehouse } from "../../../pipelines/warehouse/warehouse.ts";
import {
  bladeFiles,
  children,
  HERTFORDSHIRE_2025,
  type Item,
  item,
  returnXml,
  writeBlade,
} from "../../fixtures/sen2-return.ts";
import { howMany } from "../../how-many.ts";
import { shippedInstruments, UNMAPPED } from "../../shipped.ts";

let folder: string;
let count = 0;
const keyBefore = process.env.VSEND_KEY_FILE;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "vsend-sen2-"));
  process.env.VSEND_KEY_FILE = join(folder, "pseudonym.key");
});
afterAll(async () => {
  if (keyBefore === undefined) delete process.env.VSEND_KEY_FILE;
  else process.env.VSEND_KEY_FILE = keyBefore;
  await rm(folder, { recursive: true, force: true });
});

async function xmlFile(text: string | Uint8Array, name = "return.xml"): Promise<string> {
  const own = join(folder, String(count++));
  await mkdir(own);
  await writeFile(join(own, name), text);
  return join(own, name);
}

async function bladeFolder(files: Readonly<Record<string, string>>): Promise<string> {
  const own = join(folder, String(count++));
  await writeBlade(own, files);
  return own;
}

const loadInto = (warehouse: Warehouse, ...paths: string[]): Promise<LoadReport> =>
  load(warehouse, paths, shippedInstruments(), silent, UNMAPPED);

async function loaded(...paths: string[]): Promise<Warehouse & { report: LoadReport }> {
  const warehouse = await openWarehouse(":memory:");
  try {
    const report = await loadInto(warehouse, ...paths);
    return Object.assign(warehouse, { report });
  } catch (error) {
    warehouse.close();
    throw error;
  }
}

const built = (warehouse: Warehouse) => build(warehouse, shippedInstruments(), [], silent);
/** The tables that are made of a return alone. */
const entities = (warehouse: Warehouse) =>
  build(warehouse, shippedInstruments(), [], silent, {
    only: [
      "children",
      "plans",
      "plan_needs",
      "placements",
      "requests",
      "requests_by_authority",
      "timeliness_by_authority",
    ],
  });

async function refusal(path: string): Promise<VsendError> {
  const warehouse = await openWarehouse(":memory:");
  try {
    await loadInto(warehouse, path);
  } catch (error) {
    expect(error).toBeInstanceOf(VsendError);
    const { loads } = await warehouse.one<{ loads: number }>(
      "select count(*) as loads from information_schema.tables where table_name = 'loads'",
    );
    if (loads) expect(await warehouse.rows("from loads")).toEqual([]);
    return error as VsendError;
  } finally {
    warehouse.close();
  }
  throw new Error(`expected ${path} to be refused`);
}

const TABLES: Record<string, string> = {
  children: "from children order by all",
  requests: "from requests order by all",
  plans: "from plans order by all",
  placements: "select * exclude (placement_id) from placements order by all",
  plan_needs: "from plan_needs order by all",
};

async function tables(warehouse: Warehouse): Promise<Record<string, unknown[]>> {
  const found: Record<string, unknown[]> = {};
  for (const [name, sql] of Object.entries(TABLES)) found[name] = await warehouse.rows(sql);
  return found;
}

/** A child with one plan, whose dates and codes a test may set. */
function planned({
  received = "2024-01-01",
  issued = "2024-05-01",
  outcome = "Y",
  week20 = "0",
  upn = "Z00000000001A",
}: Partial<Record<"received" | "issued" | "outcome" | "week20" | "upn", string>> = {}): Item {
  return item("person", { upn, personbirthdate: "2015-03-09", sex: "F", surname: "Zyxwv" }, [
    item(
      "requests",
      { receiveddate: received, requestoutcome: "Y", requestoutcomedate: received },
      [
        item("assessment", { assessmentoutcome: outcome, assessmentoutcomedate: issued, week20 }, [
          item("namedplan", { startdate: issued }, [item("plandetail", { urn: "100001" })]),
        ]),
        item("activeplans", { lastreview: "2024-12-01" }, [
          item("placementdetail", { urn: "100001", placementrank: "1", entrydate: "2024-09-01" }),
          item("senneed", { sentype: "ASD", sentyperank: "1" }),
        ]),
      ],
    ),
  ]);
}

describe("the same return as XML and as CSV", () => {
  const kids = [...children(300)];

  test("gives the same tables, whatever way the days are written", async () => {
    const uk = (text: string) => text.replace(/^([0-9]{4})-([0-9]{2})-([0-9]{2})$/, "$3/$2/$1");
    const warehouses = [
      await loaded(await xmlFile(returnXml(kids))),
      await loaded(await bladeFolder(bladeFiles(kids))),
      await loaded(await bladeFolder(bladeFiles(kids, HERTFORDSHIRE_2025, (text) => text))),
      await loaded(await bladeFolder(bladeFiles(kids, HERTFORDSHIRE_2025, uk))),
    ];
    await built(warehouses[0]!);
    for (const warehouse of warehouses.slice(1)) await entities(warehouse);
    const [first, ...others] = await Promise.all(warehouses.map(tables));
    expect(first!.plans!.length).toBeGreaterThan(200);
    for (const rows of Object.values(first!)) expect(rows.length).toBeGreaterThan(100);
    for (const other of others) expect(other).toEqual(first);
    expect(await check(warehouses[0]!)).toEqual(
      (await check(warehouses[0]!)).filter(({ holds }) => holds),
    );
    for (const warehouse of warehouses) warehouse.close();
  });

  test("names, addresses and numbers of children do not reach the warehouse or the ledger", async () => {
    const file = join(folder, "private.duckdb");
    const warehouse = await openWarehouse(file);
    const wrong = planned();
    wrong.fields.sex = "Zyxwvsmith";
    await loadInto(warehouse, await xmlFile(returnXml([...kids, wrong])));
    await built(warehouse);
    await warehouse.run("checkpoint");
    warehouse.close();
    const bytes = (await readFile(file)).toString("latin1");
    for (const text of ["Zyxwv", "Qwertyjones", "Inventa", "9ZZ", "Z10000000", "2015-03-09"]) {
      expect(bytes).not.toContain(text);
    }
  });

  test("loading it again changes nothing, and a later return replaces it whole", async () => {
    const xml = await xmlFile(returnXml(kids));
    const warehouse = await loaded(xml);
    const before = await warehouse.rows("from loads");
    expect((await loadInto(warehouse, xml)).alreadyLoaded).toHaveLength(9);
    expect(await warehouse.rows("from loads")).toEqual(before);

    await loadInto(warehouse, await xmlFile(returnXml(kids.slice(0, 10))));
    expect(await warehouse.one("select count(*) as n from loaded_sen2_person")).toEqual({ n: 10 });
    expect(await openLedgerLines(warehouse)).toEqual([]);
    await loadInto(warehouse, xml);
    expect(await warehouse.one("select count(*) as n from loaded_sen2_person")).toEqual({ n: 300 });
    expect(await openLedgerLines(warehouse)).toEqual([]);
    warehouse.close();
  });

  test("two years of one authority are held side by side, and one plan is one plan", async () => {
    const warehouse = await loaded(await xmlFile(returnXml([planned()])));
    const next = planned({ outcome: "H" });
    next.items[0]!.fields.requestoutcome = "H";
    next.items[0]!.items[1]!.items[0]!.fields.leavingdate = "2025-07-20";
    await loadInto(
      warehouse,
      await xmlFile(returnXml([next], { lea: "919", year: "2026", referencedate: "2026-01-15" })),
    );
    await entities(warehouse);
    expect(
      await warehouse.rows(
        "select request_outcome, assessment_outcome, is_within_20_weeks, last_active_year from plans",
      ),
    ).toEqual([
      {
        request_outcome: "Y",
        assessment_outcome: "Y",
        is_within_20_weeks: true,
        last_active_year: 2026,
      },
    ]);
    expect(await warehouse.rows("select started_on, ended_on from placements")).toEqual([
      { started_on: "2024-09-01", ended_on: "2025-07-20" },
    ]);
    warehouse.close();
  });
});

describe("entities", () => {
  test("a plan is within 20 weeks up to its 140th day", async () => {
    const kids = [
      planned({ received: "2024-01-01", issued: "2024-05-20", upn: "Z00000000001A" }),
      planned({ received: "2024-01-01", issued: "2024-05-21", upn: "Z00000000002A" }),
      planned({ received: "2024-01-01", issued: "2024-05-22", week20: "1", upn: "Z00000000003A" }),
      planned({ received: "2024-01-01", issued: "2024-02-01", outcome: "H", upn: "Z00000000004A" }),
    ];
    const warehouse = await loaded(await xmlFile(returnXml(kids)));
    await entities(warehouse);
    expect(
      await warehouse.rows(
        "select days_to_plan as days, is_within_20_weeks as ok from plans order by days",
      ),
    ).toEqual([
      { days: 140, ok: true },
      { days: 141, ok: false },
      { days: 142, ok: false },
      { days: null, ok: null },
    ]);
    expect(
      await warehouse.rows(
        "select issued_count, in_time_count, issued_without_exception_count, in_time_without_exception_share as share from timeliness_by_authority",
      ),
    ).toEqual([
      { issued_count: 3, in_time_count: 1, issued_without_exception_count: 2, share: 0.5 },
    ]);
    warehouse.close();
  });

  test("requests that are awaited, withdrawn or historical are in no rate", async () => {
    const kids = ["Y", "N", "A", "W", "H"].map((requestoutcome, i) =>
      item("person", { upn: `Z0000000000${i}A`, personbirthdate: "2015-01-01" }, [
        item("requests", { receiveddate: "2024-03-01", requestoutcome }),
      ]),
    );
    const warehouse = await loaded(await xmlFile(returnXml(kids)));
    await entities(warehouse);
    expect(
      await warehouse.rows(
        "select request_count, decided_count, refused_share from requests_by_authority",
      ),
    ).toEqual([{ request_count: 5, decided_count: 2, refused_share: 0.5 }]);
    warehouse.close();
  });

  test("the second placement counts only where there is no main one", async () => {
    const both = planned();
    both.items[0]!.items[1]!.items.push(
      item("placementdetail", { urn: "100002", placementrank: "2", entrydate: "2024-09-01" }),
    );
    const second = planned({ upn: "Z00000000002A" });
    second.items[0]!.items[1]!.items[0]!.fields.placementrank = "2";
    const elsewhere = planned({ upn: "Z00000000003A" });
    elsewhere.items[0]!.items[1]!.items[0]!.fields = { sensetting: "EHE", placementrank: "1" };
    const warehouse = await loaded(await xmlFile(returnXml([both, second, elsewhere])));
    await entities(warehouse);
    expect(await warehouse.rows("select urn, setting_type from placements order by all")).toEqual([
      { urn: "100001", setting_type: null },
      { urn: "100001", setting_type: null },
      { urn: null, setting_type: "elective_home_education" },
    ]);
    warehouse.close();
  });

  test("known faults of a return are warnings, and stop nothing", async () => {
    const faulty = planned();
    delete faulty.fields.upn;
    faulty.items.push(item("requests", { receiveddate: "2024-01-01", requestoutcome: "N" }));
    faulty.items[0]!.items[1]!.items = [];
    const old = planned({ upn: "Z00000000009A" });
    old.fields.personbirthdate = "1991-01-01";
    const warehouse = await loaded(await xmlFile(returnXml([faulty, old])));
    await built(warehouse);
    expect((await check(warehouse)).every(({ holds }) => holds)).toBe(true);
    const told = (await warnings(warehouse)).filter(({ holds }) => !holds);
    expect(told.map((one) => one.check)).toEqual([
      "a child has a number or a reason for none",
      "a child is of an age for a plan",
      "a child makes one request on a day",
      "a plan has one primary need and at most one more",
      "a plan in force has a placement",
    ]);
    expect(told.every(({ rows, isWarning }) => rows === 1 && isWarning)).toBe(true);
    warehouse.close();
  });
});

describe("an XML return", () => {
  const one = returnXml([planned()]);

  test("is read whatever the case, prefix or spelling of its tags", async () => {
    const odd = one
      .replaceAll("SENsetting", "SENSetting")
      .replaceAll("<PlacementDetail>", "<PlacementDetail><WPB>1</WPB>")
      .replaceAll("<StartDate>", "<PlanWPB>1</PlanWPB><STARTDATE>")
      .replaceAll("</StartDate>", "</STARTDATE>")
      .replace(/(<\/?)(Person|Requests|Persons)>/g, "$1dfe:$2>")
      .replace("<SENneed>", "<SENneeds><senneed>")
      .replace("</SENneed>", "</senneed></SENneeds>");
    const warehouse = await loaded(await xmlFile(odd));
    expect(await warehouse.rows("select planwbp from loaded_sen2_namedplan")).toEqual([
      { planwbp: "1" },
    ]);
    expect(await warehouse.rows("select wbp from loaded_sen2_placementdetail")).toEqual([
      { wbp: "1" },
    ]);
    expect(await warehouse.rows("select sentype from loaded_sen2_senneed")).toEqual([
      { sentype: "ASD" },
    ]);
    warehouse.close();
  });

  test("is read in the encoding it declares or is marked with", async () => {
    const utf16 = Buffer.from(`\ufeff${one.replace("UTF-8", "UTF-16")}`, "utf16le");
    const latin = Buffer.from(one.replace("UTF-8", "ISO-8859-1").replace("Zyxwv", "Zé"), "latin1");
    for (const bytes of [utf16, latin, Buffer.from(`\ufeff${one}`)]) {
      const warehouse = await loaded(await xmlFile(bytes));
      expect(await warehouse.one("select count(*) as n from loaded_sen2_person")).toEqual({ n: 1 });
      warehouse.close();
    }
    const { message } = await refusal(
      await xmlFile(Buffer.from(one.replace("Zyxwv", "Zé"), "latin1")),
    );
    expect(message).toContain("utf-8");
  });

  test("has its unknown elements counted and kept out, and what is in them", async () => {
    const warehouse = await loaded(
      await xmlFile(
        one
          .replace("<Sex>", "<CaseNotes>told by <UPN>Z99999999999Z</UPN></CaseNotes><Sex>")
          .replace("<SENneed>", "<Extra/><Extra/><SENneed>"),
      ),
    );
    const [untaken] = Object.values(warehouse.report.untaken);
    expect(untaken).toEqual(
      expect.arrayContaining(["Extra (2)", "CaseNotes (1)", "UPN (1)", "Surname (1)"]),
    );
    expect(await warehouse.one("select count(*) as n from loaded_sen2_person")).toEqual({ n: 1 });
    warehouse.close();
  });

  test("has refused records told by their number and their Person", async () => {
    const kids = [...children(100)];
    kids[41]!.fields.sex = "Q";
    const warehouse = await loaded(await xmlFile(returnXml(kids)));
    expect(await warehouse.rows('select "row", "column", message from rejected_rows')).toEqual([
      { row: 42, column: "sex", message: "is not one of F, M (in Person 42)" },
    ]);
    warehouse.close();
  });

  test("with an element given twice, otherwise than alike, is refused there", async () => {
    const kids = returnXml([...children(100)]).replace("<Sex>", "<Sex>F</Sex><Sex>M</Sex><Sex>");
    const warehouse = await loaded(await xmlFile(kids));
    expect(await warehouse.rows('select "row", "column" from rejected_rows')).toEqual([
      { row: 1, column: "sex" },
    ]);
    warehouse.close();
  });

  test.each<[string, string, RegExp]>([
    ["cut short", one.slice(0, one.length / 2), /whole XML file/],
    [
      "cut short in a tag",
      one.slice(0, one.lastIndexOf("</Person>") + 4),
      /whole XML file|well-formed/,
    ],
    ["ill-formed", one.replace("</Sex>", "</Sax>"), /well-formed XML/],
    ["with an unknown entity", one.replace("Zyxwv", "&lol;"), /well-formed XML/],
    [
      "with an external entity",
      one
        .replace("<Message>", '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><Message>')
        .replace("Zyxwv", "&x;"),
      /document type/,
    ],
    [
      "with entities that swell",
      `<!DOCTYPE lolz [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;">]><lolz>&b;</lolz>`,
      /document type/,
    ],
    ["of an unknown authority", one.replace("<LEA>919", "<LEA>000"), /three-digit code/],
    [
      "of a year before children were named",
      one.replace("<Year>2025", "<Year>2021"),
      /2023 or later/,
    ],
    ["without a header", one.replace(/<Header>.*<\/Header>/s, ""), /one Header/],
    ["that is another return", one.replace(">SEN2<", ">SchoolCensus<"), /HTML or XML/],
    ["that is nothing", "", /loaders knows/],
  ])("%s is refused with a reason, and nothing is loaded", async (_, text, reason) => {
    expect((await refusal(await xmlFile(text))).message).toMatch(reason);
  });

  test("any damage to it gives a closing ledger or a clear refusal", async () => {
    const text = returnXml([...children(40)]);
    const pieces = [
      ..."1 7 x Q 2024-13-45 é".split(" "),
      ...[
        "<",
        ">",
        "</Person>",
        "<Person>",
        "&",
        "]]>",
        "<!--",
        '"',
        "\u0000",
        "<UPN>",
        "",
        "<![CDATA[",
      ],
    ];
    const file = await xmlFile(text);
    const warehouse = await loaded(file);
    let [taken, refused] = [0, 0];
    await fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.tuple(
            fc.nat(text.length),
            fc.oneof(fc.nat(2), fc.nat(30)),
            fc.constantFrom(...pieces),
          ),
          {
            minLength: 1,
            maxLength: 3,
          },
        ),
        async (edits) => {
          const damaged = edits.reduce(
            (now, [at, cut, piece]) => now.slice(0, at) + piece + now.slice(at + cut),
            text,
          );
          await writeFile(file, damaged);
          try {
            await loadInto(warehouse, file);
            taken++;
          } catch (error) {
            if (!(error instanceof VsendError)) throw error;
            refused++;
          }
          expect(await openLedgerLines(warehouse)).toEqual([]);
        },
      ),
      { numRuns: howMany(20, 250), seed: 20261123 },
    );
    expect(taken).toBeGreaterThan(howMany(0, 10));
    expect(refused).toBeGreaterThan(howMany(4, 50));
    warehouse.close();
  }, 240_000);
});

describe("a CSV return", () => {
  const files = bladeFiles([planned()]);

  test("may have modules without rows, and modules left out", async () => {
    const { plandetail, ...rest } = bladeFiles([item("person", { upn: "Z00000000001A" })]);
    const warehouse = await loaded(await bladeFolder(rest));
    expect(plandetail).toBeDefined();
    expect(warehouse.report.loaded).toHaveLength(8);
    warehouse.close();
  });

  test("may be packed file by file: the header is known by what it is called", async () => {
    const own = await bladeFolder({});
    for (const [module, text] of Object.entries(files))
      await writeFile(join(own, `${module}.csv.gz`), gzipSync(text));
    const warehouse = await loaded(own);
    expect(warehouse.report.loaded).toHaveLength(9);
    warehouse.close();
  });

  test("of an older specification is read by the columns it has", async () => {
    const old = {
      ...files,
      person: files.person!.replace(",sex,", ",gendercurrent,"),
      requests: files.requests!.replace(",requestsource,", ",anything,"),
    };
    const warehouse = await loaded(await bladeFolder(old));
    await entities(warehouse);
    expect(await warehouse.rows("select sex from children")).toEqual([{ sex: "F" }]);
    warehouse.close();
  });

  test("without its header says whose it should be", async () => {
    const { sen2: _, ...rest } = files;
    expect((await refusal(await bladeFolder(rest))).message).toMatch(
      /header of the return beside it/,
    );
  });

  test("that lacks a module which the earlier one had does not half replace it", async () => {
    const warehouse = await loaded(await bladeFolder(files));
    const { senneed: _, ...rest } = bladeFiles([planned(), planned({ upn: "Z00000000002A" })]);
    await expect(loadInto(warehouse, await bladeFolder(rest))).rejects.toThrow(/without senneed/);
    expect(await warehouse.one("select count(*) as n from loaded_sen2_person")).toEqual({ n: 1 });
    warehouse.close();
  });

  test("given twice in one call is refused, as neither is the later one", async () => {
    const own = await bladeFolder(files);
    await writeBlade(join(own, "again"), bladeFiles([planned({ upn: "Z00000000002A" })]));
    expect((await refusal(own)).message).toMatch(/each file of a return once/);
  });

  test("is of the authority that had the code on its census day", async () => {
    const northYorkshire = (year: string) =>
      bladeFiles([planned()], { lea: "815", year, referencedate: `${year}-01-16` });
    const warehouse = await loaded(await bladeFolder(northYorkshire("2023")));
    await loadInto(warehouse, await bladeFolder(northYorkshire("2024")));
    expect(
      await warehouse.rows("select year, authority_code from loaded_sen2_sen2 order by year"),
    ).toEqual([
      { year: 2023, authority_code: "E10000023" },
      { year: 2024, authority_code: "E06000065" },
    ]);
    warehouse.close();
  });
});
