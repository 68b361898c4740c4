import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { build } from "../../../pipelines/build/build.ts";
import { check, warnings } from "../../../pipelines/build/check.ts";
import { load } from "../../../pipelines/load/load.ts";
import { silent } from "../../../pipelines/warehouse/task.ts";
import { openWarehouse, type Warehouse } from "../../../pipelines/warehouse/warehouse.ts";
import { item, returnXml } from "../../fixtures/sen2-return.ts";
import { shippedInstruments, UNMAPPED } from "../../shipped.ts";

const REGISTER = [
  "URN,LA (code),EstablishmentName,TypeOfEstablishment (name),EstablishmentStatus (name),OpenDate,CloseDate,PhaseOfEducation (name),TypeOfResourcedProvision (name)",
  "100001,919,Plain,Community school,Open,,,Primary,Not applicable",
  "100002,919,Based,Academy converter,Open,,,Primary,Resourced provision and SEN unit",
  "100003,919,Special,Community special school,Open,,,Primary,",
  "100004,919,Shut,Community school,Closed,,31-08-2023,Primary,",
  "100005,919,Apart,Pupil referral unit,Open,,,Primary,",
];

const EXTRACT = [
  "authority_code,child_id,setting_id,setting_type,started_on,ended_on,end_reason",
  "E10000015,C1,100003,state_special,2022-01-01,,",
  "E10000015,C2,100001,independent_special,2022-01-01,2024-07-19,planned_move",
];

/** Placements by the last digits of the child's number. */
const PLACES: Record<string, string>[] = [
  { urn: "100001" },
  { urn: "100001", senunitindicator: "1" },
  { urn: "100002" },
  { urn: "100002", senunitindicator: "1" },
  { urn: "100002", resourcedprovisionindicator: "1" },
  { urn: "100003" },
  { urn: "100003", resourcedprovisionindicator: "1" },
  { urn: "100004" },
  { urn: "100004", leavingdate: "2023-07-20" },
  { urn: "100005", sensetting: "OLA" },
  { urn: "100001", res: "A" },
  { urn: "100009" },
  { sensetting: "EHE" },
  { ukprn: "10000001" },
];

const return2025 = returnXml(
  PLACES.map((place, i) =>
    item(
      "person",
      { upn: `Z000000000${String(i).padStart(2, "0")}A`, personbirthdate: "2015-03-09" },
      [
        item("requests", { receiveddate: "2022-01-01", requestoutcome: "Y" }, [
          item("activeplans", { lastreview: "2024-12-01" }, [
            item("placementdetail", {
              placementrank: "1",
              entrydate: `2022-09-${String(i + 1).padStart(2, "0")}`,
              ...place,
            }),
            item("senneed", { sentype: "ASD", sentyperank: "1" }),
          ]),
        ]),
      ],
    ),
  ),
);

let folder: string;
const warehouses: Record<"without" | "with", Warehouse> = {} as never;
const keyBefore = process.env.VSEND_KEY_FILE;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "vsend-places-"));
  process.env.VSEND_KEY_FILE = join(folder, "pseudonym.key");
  await writeFile(join(folder, "return.xml"), return2025);
  await writeFile(join(folder, "gias.csv"), `${REGISTER.join("\n")}\n`);
  await writeFile(join(folder, "extract.csv"), `${EXTRACT.join("\n")}\n`);
  for (const [name, files] of [
    ["without", ["return.xml"]],
    ["with", ["return.xml", "gias.csv", "extract.csv"]],
  ] as const) {
    const warehouse = await openWarehouse(":memory:");
    warehouses[name] = warehouse;
    await load(
      warehouse,
      files.map((file) => join(folder, file)),
      shippedInstruments(),
      silent,
      UNMAPPED,
    );
    await build(warehouse, shippedInstruments(), [], silent);
  }
}, 60_000);
afterAll(async () => {
  for (const warehouse of Object.values(warehouses)) warehouse.close();
  if (keyBefore === undefined) delete process.env.VSEND_KEY_FILE;
  else process.env.VSEND_KEY_FILE = keyBefore;
  await rm(folder, { recursive: true, force: true });
});

const kinds = async (warehouse: Warehouse) =>
  (
    await warehouse.rows<{ setting_type: string; ladder_rung: number }>(
      "select setting_type, ladder_rung from placements where source = 'sen2' order by started_on",
    )
  ).map(({ setting_type, ladder_rung }) => [setting_type, ladder_rung]);

/** Rows by warning, of those that this file is about. */
async function told(warehouse: Warehouse) {
  const broken = (await warnings(warehouse)).filter(({ holds }) => !holds);
  return Object.fromEntries(broken.map(({ check, rows }) => [check, rows]));
}

describe("the kind of a placement in a return", () => {
  test("is that of the school, a base counting once by either name, where the register is loaded", async () => {
    expect(await kinds(warehouses.with)).toEqual([
      ["mainstream", 1],
      ["resourced_provision", 2],
      ["mainstream", 1],
      ["resourced_provision", 2],
      ["resourced_provision", 2],
      ["state_special", 4],
      ["state_special", 4],
      ["mainstream", 1],
      ["mainstream", 1],
      ["alternative_provision", null],
      ["residential_38_51", 7],
      [null, null],
      ["elective_home_education", null],
      [null, null],
    ]);
  });

  test("is what the return's own codes say, and else unknown, where it is not", async () => {
    const [plain, flagged, ...others] = await kinds(warehouses.without);
    expect([plain, flagged]).toEqual([
      [null, null],
      ["resourced_provision", 2],
    ]);
    expect(others.map(([type]) => type)).toEqual([
      ...[
        null,
        "resourced_provision",
        "resourced_provision",
        null,
        "resourced_provision",
        null,
        null,
      ],
      ...["elsewhere", "residential_38_51", null, "elective_home_education", null],
    ]);
  });

  test("never enters a measure of shares by kind, which half of the placements would bias", async () => {
    expect(
      await warehouses.with.rows(
        "select period, sum(child_count) as child_count from placements_by_authority group by period order by period",
      ),
    ).toEqual([
      { period: "2022", child_count: 2 },
      { period: "2023", child_count: 2 },
      { period: "2024", child_count: 2 },
    ]);
  });
});

describe("warnings about schools", () => {
  test("each finds its fault, and stops nothing", async () => {
    expect(await told(warehouses.with)).toEqual({
      "a unit or resourced provision is one that the register has": 1,
      "a unit or resourced provision is in a mainstream school": 1,
      "a special place is not at a mainstream school": 2,
      "a placement is at a school that is open": 1,
      "every school of a return is in the register": 1,
      "a kind of arrangement is given only without a school": 1,
    });
    expect((await check(warehouses.with)).filter(({ holds }) => !holds)).toEqual([]);
  });

  test("hold where no schools are loaded", async () => {
    expect(await told(warehouses.without)).toEqual({
      "a kind of arrangement is given only without a school": 1,
    });
  });
});
