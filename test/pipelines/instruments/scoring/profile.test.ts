import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { instrumentSchema } from "../../../../loaders/contract/instrument.ts";
import { build } from "../../../../pipelines/build/build.ts";
import { prepare } from "../../../../pipelines/load/commit/prepare.ts";
import { load } from "../../../../pipelines/load/load.ts";
import { silent } from "../../../../pipelines/warehouse/task.ts";
import { openWarehouse, type Warehouse } from "../../../../pipelines/warehouse/warehouse.ts";
import { UNMAPPED } from "../../../shipped.ts";

const AREAS = ["p", "q", "r"];
const written = {
  instrument: "profile",
  version: "1",
  title: "Profile",
  source: "this test",
  polarity: "higher_is_more_need",
  effective_from: "2024-01-01",
  effective_to: "2024-12-31",
  scale: Array.from({ length: 6 }, (_, level) => ({ level, label: `${level}` })),
  areas: AREAS.map((id) => ({
    id,
    title: id,
    short: id,
    broad_area: "semh",
    sen2_needs: [],
    weight: id === "p" ? 2 : 1,
  })),
  completeness: { fewest_areas: 2 },
  bands: [
    { from: 0, label: "low" },
    { from: 60, label: "high" },
  ],
  tiers: [
    { from: 0, tier: "universal" },
    { from: 40, tier: "targeted" },
    { from: 80, tier: "specialist" },
  ],
  complexity: { from: 40 },
  readiness: { setting: false, family: false },
  strengths: { scale: [0, 1, 2, 3].map((level) => ({ level, label: `${level}` })) },
  rated_by: ["professional"],
};
const instrument = instrumentSchema.parse(written);
const { strengths: _, ...withoutStrengths } = written;
const earlier = instrumentSchema.parse(withoutStrengths);

let folder: string;
let warehouse: Warehouse;
const before = process.env.VSEND_KEY_FILE;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "vsend-profile-"));
  process.env.VSEND_KEY_FILE = join(folder, "pseudonym.key");
  const header =
    "authority_code,child_id,assessed_on,instrument,version,rated_by,p_need,q_need,r_need,p_strength";
  const row = (day: string, cells: string) =>
    `X10000001,C,2024-${day},profile,1,professional,${cells}`;
  const rows = [
    row("01-01", "3,3,3,2"),
    row("02-01", "0,1,1,"),
    row("03-01", "4,2,,"),
    row("04-01", "5,,,3"),
    "X10000001,C,2025-05-01,profile,1,professional,0,0,0,",
  ];
  await writeFile(join(folder, "assessments.csv"), `${header}\n${rows.join("\n")}\n`);
  await writeFile(
    join(folder, "authorities.csv"),
    "authority_code,authority_name,region\nX10000001,Northmere,\n",
  );
  warehouse = await openWarehouse(":memory:");
  await prepare(warehouse, [earlier]);
  await prepare(warehouse, [instrument]);
  await load(warehouse, [folder], [instrument], silent, UNMAPPED);
  await build(warehouse, [instrument], [], silent);
});
afterAll(async () => {
  warehouse.close();
  if (before === undefined) delete process.env.VSEND_KEY_FILE;
  else process.env.VSEND_KEY_FILE = before;
  await rm(folder, { recursive: true });
});

const totals = () =>
  warehouse.rows(`
    select need, band, tier, peak, peak_domain, complexity from assessment_scores join assessments using (assessment_id)
    where domain = 'total' and assessed_on < '2025-01-01' order by assessed_on`);

describe("a profile", () => {
  test("has the band of its total and the tier of its highest area, cut-offs included, and counts areas at or above the level", async () => {
    const [level, low, weighted] = await totals();
    expect(level).toEqual({
      need: 60,
      band: "high",
      tier: "targeted",
      peak: 60,
      peak_domain: "p",
      complexity: 3,
    });
    expect(low).toEqual({
      need: 10,
      band: "low",
      tier: "universal",
      peak: 20,
      peak_domain: "q",
      complexity: 0,
    });
    // Twice 80 and once 40, the blank left out: 66.7.
    expect(weighted).toMatchObject({ band: "high", tier: "specialist", peak: 80, complexity: 2 });
    expect(weighted!.need).toBeCloseTo(200 / 3, 9);
  });

  test("of too few areas has none of them, though an area is at its highest", async () => {
    expect((await totals())[3]).toEqual({
      need: null,
      band: null,
      tier: null,
      peak: null,
      peak_domain: null,
      complexity: null,
    });
  });

  test("has strengths beside its needs, in a column that a warehouse made before did not have", async () => {
    const rows = await warehouse.rows(
      "select domain, raw, round(strength, 6) as strength from strengths order by raw",
    );
    expect(rows).toEqual([
      { domain: "p", raw: 2, strength: 66.666667 },
      { domain: "p", raw: 3, strength: 100 },
    ]);
  });

  test("of a day outside the version's dates is warned of", async () => {
    const { warnings } = await import("../../../../pipelines/build/check.ts");
    const found = (await warnings(warehouse)).find(({ check }) =>
      check.startsWith("an assessment lies within"),
    );
    expect(found).toMatchObject({ holds: false, rows: 1 });
  });
});
