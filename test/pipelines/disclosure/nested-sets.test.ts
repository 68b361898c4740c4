import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  type CountedChildren,
  countedSql,
  nestedSets,
} from "../../../pipelines/disclosure/nested-sets.ts";
import type { Figure } from "../../../pipelines/disclosure/protect.ts";
import { SumsOfChildren } from "../../../pipelines/disclosure/sums-of-children.ts";
import { auditTogether } from "../../../pipelines/measures/define/audit-together.ts";
import { countsOfChildren } from "../../../pipelines/measures/define/counts.ts";
import type { Measure } from "../../../pipelines/measures/define/measure.ts";
import { sql } from "../../../pipelines/warehouse/sql.ts";
import { openWarehouse, type Warehouse } from "../../../pipelines/warehouse/warehouse.ts";

const counts = countsOfChildren("bands", ["authority_code", "band"]);
const counted: CountedChildren = counts.counted("bands_counted");

let warehouse: Warehouse;
beforeEach(async () => {
  warehouse = await openWarehouse(":memory:");
  await warehouse.run(`
    create table contributors (family varchar, cell varchar, child_id varchar, value ubigint);
    create table bands_counted (child_id varchar, authority_code varchar, band varchar)`);
});
afterEach(() => warehouse.close());

/** Counts the children of numbers from one to another in a band, or has them behind a figure. */
const inBand = (band: string, from: number, to: number) =>
  warehouse.run(
    sql`insert into bands_counted select i::varchar, 'A', ${band} from range(${from}, ${to}) as r(i)`,
  );
const behind = (cell: string, from: number, to: number) =>
  warehouse.run(
    sql`insert into contributors select 'f', ${cell}, i::varchar, 0 from range(${from}, ${to}) as r(i)`,
  );
const found = () => nestedSets(warehouse, [counted], 10);

describe("sets that a table counts", () => {
  it("are found within those of another figure, and who is left over by name", async () => {
    await inBand("low", 0, 30);
    await inBand("high", 30, 56);
    await behind("A: readings", 0, 60);
    await behind("A: not scored", 56, 60);
    expect(await found()).toEqual([
      {
        part: "bands, authority_code A",
        whole: "A: readings",
        rest: 4,
        restIs: "A: not scored",
      },
    ]);
  });

  it("are found to be the same children, or to have another's set in them", async () => {
    await inBand("low", 0, 30);
    await inBand("high", 30, 70);
    await behind("same as low", 0, 30);
    await behind("most of high", 33, 70);
    const ofCells = (await found()).filter(({ part, whole }) =>
      [part, whole].some((name) => name.includes("authority_code A, band")),
    );
    expect(ofCells).toEqual([
      { part: "bands, authority_code A, band low", whole: "same as low", rest: 0, restIs: null },
      {
        part: "most of high",
        whole: "bands, authority_code A, band high",
        rest: 3,
        restIs: null,
      },
    ]);
  });

  it("are left alone where they overlap, or are further apart than any count could tell", async () => {
    await inBand("low", 0, 30);
    await behind("overlaps", 1, 31);
    await behind("much larger", 0, 100);
    expect(await found()).toEqual([]);
  });

  it("are no parts of a whole where a child is in several", async () => {
    await inBand("low", 0, 30);
    await inBand("high", 29, 60);
    await behind("A: readings", 0, 61);
    expect(await found()).toEqual([]);
  });
});

/** A table of another measure: all with a reading, and of them those who could not be scored. */
const readings = (all: number, notScored: number | null): [Measure, Figure[]] => [
  {
    name: "readings",
    key: ["status"],
    audit: (sums: SumsOfChildren, rows: readonly Record<string, number | null>[]) => {
      sums.say("all", { child_count: all });
      sums.isOf("all", "A: readings");
      sums.say("A: not scored", rows[0]!);
    },
  } as unknown as Measure,
  [{ status: "not scored", child_count: notScored }],
];

describe("a new table of counts", () => {
  const bands = { name: "bands", key: ["band"], audit: counts.audit } as unknown as Measure;
  const rows = [
    { authority_code: "A", band: "high", child_count: 5, all_count: 5, share: 100, symbol: null },
  ];

  it("and an old one do not tell together what the old one hides, unknown to who wrote it", async () => {
    await inBand("high", 0, 7);
    await behind("A: readings", 0, 8);
    await behind("A: not scored", 7, 8);
    const [old, hidden] = readings(5, null);
    const tables = new Map<string, readonly Figure[]>([
      ["bands", rows],
      ["readings", hidden],
    ]);
    // Both counts say 5 to 7, so of the hidden ones there can be two at most.
    expect((await auditTogether([bands, old], tables)).told).toEqual([]);
    const { told, covers } = await auditTogether([bands, old], tables, await found());
    expect(told).toEqual(["A: not scored"]);
    expect(covers).toContainEqual({
      table: "bands",
      where: { authority_code: "A" },
      column: "all_count",
    });
  });

  it("are no danger to each other where the counts are wide apart", async () => {
    await inBand("high", 0, 7);
    await behind("A: readings", 0, 16);
    const [old, hidden] = readings(15, null);
    const tables = new Map<string, readonly Figure[]>([
      ["bands", rows],
      ["readings", hidden],
    ]);
    expect((await auditTogether([bands, old], tables, await found())).told).toEqual([]);
  });
});

it("a table counted by one column alone has one whole, and its sets and their whole are compared with earlier ones", async () => {
  const alone = countsOfChildren("bands", ["band"]).counted("bands_counted");
  await inBand("low", 0, 30);
  await inBand("high", 30, 60);
  await behind("everyone", 0, 63);
  expect(await nestedSets(warehouse, [alone], 10)).toEqual([
    { part: "bands", whole: "everyone", rest: 3, restIs: null },
  ]);
  expect(
    await warehouse.rows(
      `select family, cell, count(*) as n from (${countedSql(alone)}) group by all order by cell`,
    ),
  ).toEqual([
    { family: "all counted by bands", cell: "bands", n: 60 },
    { family: "counted by bands", cell: "bands, band high", n: 30 },
    { family: "counted by bands", cell: "bands, band low", n: 30 },
  ]);
});

it("a set goes by its own name until a table says otherwise", () => {
  const sums = new SumsOfChildren();
  expect(sums.nameOf("x")).toBe("x");
  sums.isOf("everyone", "x");
  expect(sums.nameOf("x")).toBe("everyone");
});
