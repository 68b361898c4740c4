import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { SumsOfChildren } from "../../../pipelines/disclosure/sums-of-children.ts";
import { heldTogether } from "../../../pipelines/releases/held-together.ts";
import { type Near, nearSets } from "../../../pipelines/releases/near.ts";
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
    select md5(i::varchar)::uuid as child_id, 'X10000001' as authority_code from range(500) as r(i)`);
});
afterEach(() => warehouse.close());

/** Children of numbers from one to another, who are in a set now. */
const now = (cell: string, from: number, to: number, value = 1) =>
  warehouse.run(sql`
    insert into contributors select 'f', ${cell}, md5(i::varchar)::uuid, ${value} from range(${from}, ${to}) as r(i)`);

let versions = 0;
/** Children who were in a set when it was published. */
async function then(cell: string, from: number, to: number, count = to - from) {
  versions++;
  await warehouse.run(sql`
    insert into release_cells values (${versions}, 1, 'f', ${cell}, ${count}, true);
    insert into release_children
    select ${versions}, md5(i::varchar)::uuid, 1, 'X10000001' from range(${from}, ${to}) as r(i)`);
}

const ALL = { whole: "all", parts: ["plan", "no plan"] };
const because = (cell: string): Near => ({
  cell,
  other: cell,
  release_id: 1,
  children: 2,
  changed: 0,
});

async function found(held: string[], divisions = [ALL], shown = divisions.flatMap(named)) {
  await nearSets(warehouse);
  const together = await heldTogether(
    warehouse,
    divisions,
    new Map(shown.map((cell) => [cell, {}])),
    new Map(held.map((cell) => [cell, because(cell)])),
  );
  return [...together.values()].map(({ cell, children }) => [cell, children]);
}
const named = ({ whole, parts }: typeof ALL) => [whole, ...parts];

describe("a part that is held", () => {
  beforeEach(async () => {
    // Twelve with a plan and two without leave.
    await then("all", 0, 200);
    await then("plan", 0, 100);
    await then("no plan", 100, 200);
    await now("all", 12, 198);
    await now("plan", 12, 100);
    await now("no plan", 100, 198);
  });

  it("holds the other part, which the whole would tell it from", async () => {
    expect(await found(["no plan"])).toEqual([
      ["no plan", 2],
      ["plan", 2],
    ]);
  });

  it("holds nothing more where the whole is held too, or is not shown", async () => {
    expect(await found(["no plan", "all"])).toHaveLength(2);
    expect(await found(["no plan"], [ALL], ALL.parts)).toHaveLength(1);
  });

  it("holds nothing more where ten children of the whole are held with it", async () => {
    expect(await found(["no plan", "plan"])).toHaveLength(2);
  });

  it("is a part of nothing before there was a release", async () => {
    await warehouse.run("delete from release_cells; delete from release_children");
    expect(await found(["no plan"])).toHaveLength(1);
  });
});

it("a set that is held holds others of the same children", async () => {
  await then("all", 0, 200);
  await then("not in a trial", 0, 200);
  await then("plan", 0, 100);
  await now("all", 0, 195);
  await now("not in a trial", 0, 195);
  await now("plan", 0, 100);
  const divisions = [{ whole: "all", parts: ["plan"] }];
  expect(
    (await found([], divisions, ["all", "not in a trial", "plan"])).map(([cell]) => cell),
  ).toEqual(["all", "not in a trial"]);
});

describe("of three parts", () => {
  const parts = { whole: "all", parts: ["a", "b", "c"] };
  beforeEach(async () => {
    await then("all", 0, 300);
    await then("a", 0, 100);
    await then("b", 100, 200);
    await then("c", 200, 300);
    await now("a", 1, 100);
    await now("b", 120, 200);
    await now("c", 215, 300);
  });

  it("the one that differs least of those made anew is held with it", async () => {
    await now("all", 1, 100);
    await now("all", 120, 200);
    await now("all", 215, 300);
    expect((await found(["a"], [parts])).map(([cell]) => cell)).toEqual(["a", "c"]);
  });

  it("and tells nothing of parts of its own", async () => {
    await now("all", 1, 100);
    await now("all", 120, 200);
    await now("all", 215, 300);
    await then("c, here", 200, 290);
    await now("c, here", 213, 290);
    await then("c, there", 290, 300);
    await now("c, there", 290, 298);
    const within = { whole: "c", parts: ["c, here", "c, there"] };
    const held = (await found(["a", "c, there"], [parts, within])).map(([cell]) => cell);
    expect(held).toEqual(["a", "c, there", "c"]);
  });
});

describe("what parts leave of a whole", () => {
  it("holds the whole where no part changed, and a few others did", async () => {
    await then("all", 0, 200);
    await then("plan", 0, 100);
    await now("all", 3, 198, 1);
    await now("plan", 3, 100);
    // All differ by five, of whom three had a plan.
    const improved = { whole: "all", parts: ["plan"] };
    expect(await found(["plan"], [improved])).toEqual([
      ["plan", 2],
      ["all", 5],
    ]);
  });

  it("counts forgotten children, of whom nothing else is known", async () => {
    await then("all", 12, 200, 202);
    await then("plan", 12, 100, 100);
    await then("no plan", 100, 200, 102);
    await now("all", 12, 200);
    await now("plan", 12, 100);
    await now("no plan", 100, 200);
    expect((await found(["no plan"])).map(([cell]) => cell)).toEqual(["no plan", "plan"]);
  });
});

it("the audit's divisions have the names that sets of children have", () => {
  const sums = new SumsOfChildren();
  sums.isOf("everyone read twice", "all");
  sums.part("everyone read twice", "plan", "plan", { child_count: 100 });
  sums.part("everyone read twice", "plan", "no plan", { child_count: null });
  expect(sums.divisions()).toEqual([ALL]);
});
