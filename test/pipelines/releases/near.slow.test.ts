import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Measure } from "../../../pipelines/measures/define/measure.ts";
import { tooNear } from "../../../pipelines/releases/hold.ts";
import { comeAndGone, nearSets, unchangedSets } from "../../../pipelines/releases/near.ts";
import { sameSets, shownAndHidden } from "../../../pipelines/releases/one-rule.ts";
import { createReleases } from "../../../pipelines/releases/tables.ts";
import { sql } from "../../../pipelines/warehouse/sql.ts";
import { openWarehouse, type Warehouse } from "../../../pipelines/warehouse/warehouse.ts";

let warehouse: Warehouse;
beforeEach(async () => {
  warehouse = await openWarehouse(":memory:");
  await createReleases(warehouse);
  await warehouse.run(`
    create table contributors (family varchar, cell varchar, child_id uuid, value ubigint);
    create table children as
    select md5(i::varchar)::uuid as child_id, 'X1000000' || (i // 100) as authority_code from range(500) as r(i)`);
});
afterEach(() => warehouse.close());

/** Adds the children of numbers from one to another, all with a value. */
const now = (cell: string, from: number, to: number, value = 1, family = "f") =>
  warehouse.run(sql`
    insert into contributors select ${family}, ${cell}, md5(i::varchar)::uuid, ${value} from range(${from}, ${to}) as r(i)`);
/** Keeps the same as published before. */
async function then(
  cell: string,
  from: number,
  to: number,
  count = to - from,
  value = 1,
  isShown = true,
) {
  await warehouse.run(sql`
    insert into release_cells values (1, 1, 'f', ${cell}, ${count}, ${isShown});
    insert into release_children
    select 1, md5(i::varchar)::uuid, ${value}, 'X1000000' || (i // 100) from range(${from}, ${to}) as r(i)`);
}
const found = async () =>
  (await nearSets(warehouse)).map(({ cell, other, release_id, children, changed }) => [
    cell,
    other,
    release_id,
    children,
    changed,
  ]);

describe("sets of several authorities", () => {
  it("are near where the children of one differ by a few, however many of another do", async () => {
    await then("all", 0, 200);
    await now("all", 20, 199);
    expect(await found()).toEqual([["all", "all", 1, 1, 0]]);
  });

  it("are near where one child of one has another value", async () => {
    await then("all", 0, 200);
    await now("all", 20, 199);
    await now("all", 199, 200, 7);
    expect(await found()).toEqual([["all", "all", 1, 1, 0]]);
  });

  it("are all near where a few of one authority differ in anything, that it is not said in what", async () => {
    await then("all, boys", 0, 150);
    await then("all, girls", 50, 200);
    await then("X10000001: boys", 100, 150);
    await warehouse.run(
      "update release_cells set version_id = rowid + 1; delete from release_children",
    );
    for (const [version, from, to] of [
      [1, 0, 150],
      [2, 50, 200],
      [3, 100, 150],
    ] as const)
      await warehouse.run(sql`
        insert into release_children
        select ${version}, md5(i::varchar)::uuid, 1, 'X1000000' || (i // 100) from range(${from}, ${to}) as r(i)`);
    await now("all, boys", 20, 149);
    await now("all, girls", 70, 200);
    await now("X10000001: boys", 100, 149);
    // Of the girls nobody of the second authority differs.
    expect(await found()).toEqual([
      ["X10000001: boys", "X10000001: boys", 1, 1, 0],
      ["all, boys", "all, boys", 1, 1, 0],
      ["all, girls", "all, girls", 1, 1, 0],
    ]);
  });

  it("are no longer near once a forgotten child is one of many of its authority", async () => {
    await then("all", 0, 199, 200);
    await warehouse.run(
      "insert into release_pieces values (1, 'X10000000', 100), (1, 'X10000001', 100)",
    );
    await now("all", 0, 199);
    expect(await found()).toEqual([["all", "all", 1, 1, 0]]);
    await warehouse.run("delete from contributors");
    await now("all", 0, 150);
    expect(await found()).toEqual([]);
  });

  it("are near where a child was forgotten, of whose authority nothing is known any more", async () => {
    await then("all", 0, 199, 200);
    await now("all", 20, 199);
    expect(await found()).toEqual([["all", "all", 1, 1, 0]]);
  });

  it("are not near where every authority differs by ten or not at all, nor are sets of one", async () => {
    await then("all", 0, 300);
    await now("all", 20, 180);
    await now("all", 200, 300);
    expect(await found()).toEqual([]);
    await warehouse.run(
      "delete from release_cells; delete from release_children; delete from contributors",
    );
    await then("X10000001: boys", 0, 200);
    await now("X10000001: boys", 20, 199);
    expect(await found()).toEqual([]);
  });
});

describe("sets that were hidden before", () => {
  it("are near themselves, and near no other set", async () => {
    await then("a", 0, 200, 200, 1, false);
    await now("a", 1, 200);
    await now("b", 2, 200, 1);
    expect(await found()).toContainEqual(["a", "a", 1, 1, 0]);
    expect((await found()).filter(([one, , release]) => one === "b" && release !== null)).toEqual(
      [],
    );
  });
});

describe("sets that are as they were", () => {
  it("have the same children with the same values as when they were last published", async () => {
    await then("a", 0, 200);
    await now("a", 0, 200);
    await now("b", 0, 100);
    await nearSets(warehouse);
    expect([...(await unchangedSets(warehouse))]).toEqual(["a"]);
    await warehouse.run(
      "update contributors set value = 2 where cell = 'a' and child_id = (select min(child_id) from contributors)",
    );
    await nearSets(warehouse);
    expect([...(await unchangedSets(warehouse))]).toEqual([]);
  });
});

describe("sets that are near one published before", () => {
  it.each([
    [1, true],
    [9, true],
    [10, false],
    [40, false],
  ])("are those that differ by %i children: %s", async (differing, isNear) => {
    await then("a", 0, 200);
    await now("a", differing, 200);
    expect(await found()).toEqual(isNear ? [["a", "a", 1, differing, 0]] : []);
  });

  it("are found where some joined and others left", async () => {
    await then("a", 0, 200);
    await now("a", 4, 205);
    expect(await found()).toEqual([["a", "a", 1, 9, 0]]);
  });

  it("are those of the same children of whom a few have other values", async () => {
    await then("a", 0, 200);
    await now("a", 0, 197);
    await now("a", 197, 200, 2);
    expect(await found()).toEqual([["a", "a", 1, 0, 3]]);
  });

  it("are not those where nothing or much differs", async () => {
    await then("a", 0, 200);
    await now("a", 0, 200);
    await then("b", 0, 200);
    await now("c", 300, 500);
    expect(await found()).toEqual([]);
    await warehouse.run("update contributors set value = 7 where cell = 'a'");
    expect(await found()).toEqual([]);
  });

  it("are found by what a forgotten child leaves: that there was one more", async () => {
    await then("a", 1, 200, 200);
    await now("a", 1, 200);
    expect(await found()).toEqual([["a", "a", 1, 1, 0]]);
  });

  it("are looked for among all sets of the family and in no other", async () => {
    await then("a", 0, 200);
    await now("b", 3, 200);
    await now("c", 5, 200, 1, "g");
    expect(await found()).toEqual([["b", "a", 1, 3, 0]]);
  });
});

describe("sets that came or went under their names", () => {
  it("are told by the children who are new to the family, or left it, and not by how many they have", async () => {
    await then("large enough", 0, 10);
    // One left, and nine are counted with others now; ten new ones came beside them.
    await now("several", 1, 10);
    await now("new", 100, 110);
    await nearSets(warehouse);
    expect(await comeAndGone(warehouse)).toEqual({
      gone: new Map([["large enough", 1]]),
      come: new Map([
        ["several", 0],
        ["new", 10],
      ]),
    });
  });

  it("count who was forgotten and who has another value, and nobody of a new family", async () => {
    await then("were", 0, 12, 13);
    await now("are", 0, 2, 7);
    await now("are", 2, 12);
    await now("other", 300, 400, 1, "g");
    await nearSets(warehouse);
    expect(await comeAndGone(warehouse)).toEqual({
      gone: new Map([["were", 3]]),
      come: new Map([["are", 2]]),
    });
  });
});

describe("sets near each other in one release", () => {
  it("are hidden but for the largest that is shown, or that of more tables", async () => {
    await now("all", 0, 200);
    await now("most", 0, 195);
    await now("half", 0, 100);
    const near = await nearSets(warehouse);
    const sizes = new Map([
      ["all", { children: 200, tables: 1 }],
      ["most", { children: 195, tables: 1 }],
      ["half", { children: 100, tables: 1 }],
    ]);
    expect([...tooNear(near, sizes).keys()]).toEqual(["most"]);
    // What another table shows too would have to be hidden there as well.
    sizes.set("most", { children: 195, tables: 2 });
    expect([...tooNear(near, sizes).keys()]).toEqual(["all"]);
    sizes.delete("all");
    expect([...tooNear(near, sizes).keys()]).toEqual([]);
  });

  it("have one name where they are the same children", async () => {
    await now("a", 0, 50);
    await now("b", 0, 50);
    await now("c", 0, 51);
    await nearSets(warehouse);
    const same = await sameSets(warehouse);
    expect([same.get("a"), same.get("b"), same.get("c")]).toEqual(["a", "a", "c"]);
  });

  it("in another family have the same mean, but hide their number for reasons of its own", async () => {
    await now("a", 0, 50);
    await now("b", 0, 50, 1, "other");
    await nearSets(warehouse);
    const [same, anywhere] = [await sameSets(warehouse), await sameSets(warehouse, "true")];
    expect([same.get("b"), anywhere.get("b")]).toEqual(["b", "a"]);
    const tableOf = (cell: string, isHidden: boolean) => ({
      measure: {
        contributors: () => [cell],
        shows: () => ["number", "change, total"].map((statistic) => ({ statistic, isHidden })),
      } as unknown as Measure,
      rows: [{ child_count: 50 }],
    });
    const found = shownAndHidden([tableOf("a", true), tableOf("b", false)], same, anywhere);
    expect([...found.keys()]).toEqual(["change, total of a"]);
  });
});
