import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Bounds, knowable, type Sum } from "../../../pipelines/disclosure/audit.ts";
import { withEnoughCovers } from "../../../pipelines/disclosure/covers.ts";
import type { Figure } from "../../../pipelines/disclosure/protect.ts";
import { auditTogether } from "../../../pipelines/measures/define/audit-together.ts";
import { releases } from "../../../pipelines/measures/index.ts";
import type { Warehouse } from "../../../pipelines/warehouse/warehouse.ts";
import { builtWarehouse } from "../sample-warehouse.ts";

const exactly = (n: number): Bounds => ({ least: n, most: n });
const hidden: Bounds = { least: 0, most: Number.POSITIVE_INFINITY };

describe("what can be known of hidden numbers", () => {
  test("is what the Handbook on Statistical Disclosure Control works out (example 3, Geurts 1992)", () => {
    const given = new Map<string, Bounds>([
      ["row 1", exactly(7)],
      ["row 2", exactly(3)],
      ["column 1", exactly(6)],
      ["column 2", exactly(4)],
      ...["11", "12", "21", "22"].map((name) => [name, hidden] as const),
    ]);
    const known = knowable(given, [
      { whole: "row 1", parts: ["11", "12"] },
      { whole: "row 2", parts: ["21", "22"] },
      { whole: "column 1", parts: ["11", "21"] },
      { whole: "column 2", parts: ["12", "22"] },
    ]);
    expect(["11", "12", "21", "22"].map((name) => known.get(name))).toEqual([
      { least: 3, most: 6 },
      { least: 1, most: 4 },
      { least: 0, most: 3 },
      { least: 0, most: 3 },
    ]);
  });

  test("is no wider and no narrower than trying every number, for a whole divided in two ways", () => {
    const bounds = fc
      .tuple(fc.nat(6), fc.nat(4))
      .map(([least, more]) => ({ least, most: least + more }));
    fc.assert(
      fc.property(fc.array(bounds, { minLength: 5, maxLength: 5 }), ([whole, a, b, c, d]) => {
        const names = ["whole", "a", "b", "c", "d"];
        const given = new Map(names.map((name, i) => [name, [whole!, a!, b!, c!, d!][i]!]));
        const sums: Sum[] = [
          { whole: "whole", parts: ["a", "b"] },
          { whole: "whole", parts: ["c", "d"] },
        ];
        const possible = everyWay([whole!, a!, b!, c!, d!]).filter(
          ([w, p, q, r, s]) => w === p! + q! && w === r! + s!,
        );
        if (possible.length === 0) {
          expect(() => knowable(given, sums)).toThrow("no number");
          return;
        }
        const known = knowable(given, sums);
        names.forEach((name, i) => {
          const own = possible.map((values) => values[i]!);
          expect(known.get(name)).toEqual({ least: Math.min(...own), most: Math.max(...own) });
        });
      }),
      { numRuns: 300 },
    );
  });
});

const everyWay = (bounds: readonly Bounds[]): number[][] =>
  bounds.reduce<number[][]>(
    (ways, { least, most }) =>
      ways.flatMap((way) =>
        Array.from({ length: most - least + 1 }, (_, i) => [...way, least + i]),
      ),
    [[]],
  );

describe("all tables of the sample together", () => {
  let warehouse: Warehouse;
  beforeAll(async () => {
    warehouse = await builtWarehouse();
  }, 120_000);
  afterAll(() => warehouse.close());

  const make = async () => {
    const tables = new Map<string, Figure[]>();
    for (const release of releases) {
      tables.set(release.name, (await release.rows(warehouse)).rows as Figure[]);
    }
    return tables;
  };

  test("tell of no hidden count that it is 1 to 4, but would where each table covers its own", async () => {
    const found: number[] = [];
    const { audit } = await withEnoughCovers(make, async (tables) => {
      const own = await auditTogether(releases, tables);
      found.push(own.told.length);
      return own;
    });
    const { counts, hidden: many } = audit;
    expect(found[0]).toBeGreaterThan(0);
    expect(found.at(-1)).toBe(0);
    expect(counts).toBeGreaterThan(400);
    expect(many).toBeGreaterThan(50);
  });
});

describe("several tables, each harmless by itself", () => {
  const of = { authority_code: "X10000001", instrument: "core", version: "1", domain: "total" };
  const row = (group_kind: string, group_name: string, child_count: number | null): Figure => ({
    ...of,
    group_kind,
    group_name,
    child_count,
  });
  const empty = new Map<string, readonly Figure[]>(releases.map(({ name }) => [name, []]));
  const groups = [
    row("Everyone", "Everyone", 30),
    row("Sex", "Boys", 25),
    row("Sex", "Girls", null),
    row("Plan", "EHC plan", 30),
    row("Plan", "SEN support", null),
  ];

  test("tell of a group left over by its siblings, and of no group with room for five", async () => {
    const { told } = await auditTogether(
      releases,
      new Map([...empty, ["change-by-authority", groups]]),
    );
    expect(told).toEqual(["X10000001, core 1: Plan, SEN support"]);
  });

  test("tell of a group of one authority by that of all of them", async () => {
    const hidesTwo = [
      row("Everyone", "Everyone", 100),
      row("Support", "None recorded", 85),
      row("Support", "Enhanced support", null),
      row("Support", "Targeted or universal support", null),
    ];
    const elsewhere = [
      { ...row("Everyone", "Everyone", 130), authority_code: "X10000002" },
      { ...row("Support", "None recorded", 100), authority_code: "X10000002" },
      { ...row("Support", "Enhanced support", 30), authority_code: "X10000002" },
    ];
    const alone = new Map<string, readonly Figure[]>([
      ...empty,
      ["change-by-authority", [...hidesTwo, ...elsewhere]],
    ]);
    expect((await auditTogether(releases, alone)).told).toEqual([]);
    const { authority_code, ...version } = of;
    const together = [{ ...version, support: "Enhanced support", child_count: 30 }];
    const { told } = await auditTogether(
      releases,
      new Map([...alone, ["change-by-support", together]]),
    );
    expect(told).toEqual(["X10000001, core 1: Support, Enhanced support"]);
  });

  test("tell of the settings of a kind that stand beside those shown by themselves", async () => {
    const kinds = [
      row("Everyone", "Everyone", 100),
      row("Placement", "State special school", 30),
      row("Placement", "Mainstream school", 70),
    ];
    const settings = [
      {
        ...of,
        kind: "setting",
        setting_name: "A",
        setting_type: "State special school",
        child_count: 20,
      },
      { ...of, kind: "smaller settings", setting_name: null, setting_type: null, child_count: 80 },
    ];
    const withOne = (one: number) =>
      auditTogether(
        releases,
        new Map([
          ...empty,
          ["change-by-authority", kinds],
          [
            "change-by-setting",
            settings.map((own, i) => ({ ...own, child_count: i ? 100 - one : one })),
          ],
        ]),
      );
    expect(await withOne(20)).toMatchObject({ hidden: 1, told: [] });
    // A setting cannot be larger than all of its kind.
    await expect(withOne(40)).rejects.toThrow("can be no number at all");
  });

  test("tell of no few who improved at a setting, by how many did in the authority and elsewhere", async () => {
    const tables = (improved_share: number) =>
      new Map<string, readonly Figure[]>([
        ...empty,
        ["change-by-authority", [row("Everyone", "Everyone", 60)]],
        ["verdicts-by-authority", [{ ...of, domain: "total", child_count: 60, improved_share }]],
        [
          "improved-by-setting",
          [
            { ...of, setting_name: "A", child_count: 30, improved_count: 15, reason: null },
            { ...of, setting_name: "B", child_count: 30, improved_count: null, reason: null },
          ],
        ],
      ]);
    // 25 per cent of about 60 are 13 to 17, of whom 13 to 17 at A: at B up to 4, or none.
    expect((await auditTogether(releases, tables(25))).told).toEqual([]);
    expect((await auditTogether(releases, tables(33))).told).toEqual([]);
    await expect(auditTogether(releases, tables(8))).rejects.toThrow("no number");
  });
});
