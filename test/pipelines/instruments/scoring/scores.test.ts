import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { scoreSql } from "../../../../pipelines/instruments/scoring/score-sql.ts";
import type { Warehouse } from "../../../../pipelines/warehouse/warehouse.ts";
import { shippedInstruments } from "../../../shipped.ts";
import { builtWarehouse } from "../../sample-warehouse.ts";

const AREAS = ["cl", "sl", "ca", "se", "pn", "hi", "vi", "ms"];

/** One assessment: levels of need by area, blank where null. */
interface Reading {
  child: string;
  on: string;
  levels: (number | null)[];
  readiness?: number;
  rater?: string;
}

function csv(readings: readonly Reading[]): string {
  const items = AREAS.flatMap((area) => [`${area}_need`, `${area}_setting_readiness`]);
  const header = `authority_code,child_id,assessed_on,instrument,version,rated_by,${items.join(",")}`;
  const lines = readings.map(({ child, on, levels, readiness, rater = "professional" }) => {
    const cells = levels.flatMap((level) => [level ?? "", readiness ?? ""]);
    return `X10000001,${child},${on},vsend-core,2026.1,${rater},${cells.join(",")}`;
  });
  return `${header}\n${lines.join("\n")}\n`;
}

const all = (level: number | null) => AREAS.map(() => level);

let folder: string;
let warehouse: Warehouse;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "vsend-scores-"));
  await writeFile(
    join(folder, "authorities.csv"),
    "authority_code,authority_name,region\nX10000001,Northmere,\n",
  );
  await writeFile(
    join(folder, "assessments.csv"),
    csv([
      { child: "paired", on: "2024-01-01", levels: all(4), readiness: 1 },
      { child: "paired", on: "2024-02-01", levels: all(5) },
      { child: "paired", on: "2024-12-01", levels: all(3) },
      { child: "paired", on: "2025-12-01", levels: all(0) },
      { child: "partial", on: "2024-01-01", levels: [5, 5, 5, 5, 5, null, null, null] },
      { child: "six", on: "2024-01-01", levels: [5, 4, 3, 2, 1, 0, null, null] },
      { child: "ready", on: "2024-01-03", levels: [5, 4, 3, 2, 1, 0, null, null], readiness: 1 },
      { child: "close", on: "2024-01-01", levels: all(2) },
      { child: "close", on: "2024-03-30", levels: all(1) },
      { child: "edges", on: "2024-01-01", levels: all(2) },
      { child: "edges", on: "2024-03-31", levels: all(1) },
      { child: "views", on: "2024-01-01", levels: all(2) },
      { child: "views", on: "2024-12-01", levels: all(1), rater: "family" },
      { child: "recent", on: "2025-11-15", levels: all(1) },
    ]),
  );
  warehouse = await builtWarehouse([folder], [], ["assessment_scores", "follow_up", "changes"]);
});
afterAll(async () => {
  warehouse.close();
  await rm(folder, { recursive: true, force: true });
});

const scoresOn = (day: string, area: string, extra = "") =>
  warehouse.rows(`
    select need, raw, readiness, gap, is_complete from assessment_scores join assessments using (assessment_id)
    where assessed_on = '${day}' and domain = '${area}' ${extra} order by need desc nulls last`);

describe("scores", () => {
  test("an area that is not answered has no gap, and none of nought in the total", async () => {
    const { gaps, total } = await warehouse.one<{ gaps: number; total: number }>(`
      select count(gap) filter (domain <> 'total')::integer as gaps, max(gap) filter (domain = 'total') as total
      from assessment_scores join assessments using (assessment_id)
      where assessed_on = '2024-01-03'`);
    expect(gaps).toBe(6);
    expect(total).toBeCloseTo((80 + 60 + 40 + 20) / 6, 10);
  });

  test("need is the percentage of the highest level, and the gap is need above the setting's readiness", async () => {
    const [score] = await scoresOn("2024-01-01", "cl", "and readiness is not null");
    expect(score).toEqual({ need: 80, raw: 4, readiness: 20, gap: 60, is_complete: true });
  });

  test("a total is the mean of the areas answered, and is given from six areas on, never counting a blank as zero", async () => {
    const totals = await warehouse.rows(`
      select need, raw, is_complete from assessment_scores join assessments using (assessment_id)
      where domain = 'total' and assessed_on = '2024-01-01' order by need nulls first`);
    expect(totals[0]).toEqual({ need: null, raw: null, is_complete: false });
    expect(totals).toContainEqual({ need: 50, raw: 20, is_complete: true });
    expect(totals).toContainEqual({ need: 80, raw: 32, is_complete: true });
  });

  test("turning the polarity round turns need exactly round", () => {
    const instrument = shippedInstruments().find(({ instrument }) => instrument === "vsend-core")!;
    const turned = scoreSql({ ...instrument, polarity: "higher_is_more_strength" });
    expect(scoreSql(instrument)).toContain("100.0::double * (cl_need - 0) / 5 as cl_n");
    expect(turned).toContain("100.0::double - 100.0::double * (cl_level - 0) / 5 as cl_n");
  });
});

describe("change", () => {
  test("pairs the first complete reading with the last one 90 to 550 days later", async () => {
    const rows = await warehouse.rows(
      "select first_on, last_on, days, first_need, last_need, change from changes where domain = 'total' order by days",
    );
    expect(rows).toEqual([
      {
        first_on: "2024-01-01",
        last_on: "2024-03-31",
        days: 90,
        first_need: 40,
        last_need: 20,
        change: -20,
      },
      {
        first_on: "2024-01-01",
        last_on: "2024-12-01",
        days: 335,
        first_need: 80,
        last_need: 60,
        change: -20,
      },
    ]);
  });

  test("says of everyone else why there is no pair", async () => {
    const rows = await warehouse.rows(
      "select status, count(*) as n from follow_up group by status order by status",
    );
    expect(rows).toEqual([
      { status: "no complete reading", n: 1 },
      { status: "one reading", n: 4 },
      { status: "readings too close together", n: 1 },
      { status: "too recent", n: 1 },
      { status: "two readings", n: 2 },
    ]);
  });
});
