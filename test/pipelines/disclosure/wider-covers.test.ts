import { expect, it } from "vitest";
import type { Cover } from "../../../pipelines/disclosure/sums-of-children.ts";
import { SumsOfChildren } from "../../../pipelines/disclosure/sums-of-children.ts";

/** A council of few children, whose whole stands in several tables, and a division all of whose parts are blank. */
interface Stated {
  name: string;
  child_count: number | null;
}

async function hiddenUntilNothingIsTold(tables: Stated[]): Promise<string[]> {
  for (;;) {
    const sums = new SumsOfChildren();
    const [whole, ...others] = tables as [Stated, ...Stated[]];
    sums.say("whole", whole);
    for (const row of others) sums.part("whole", row.name, row.name, row);
    for (const period of ["first", "second", "third", "fourth", "fifth"])
      sums.part("whole", "periods", period, { child_count: null });
    const { told, covers } = await sums.audit((row) => coverOf(row as Stated));
    if (told.length === 0 || covers.length === 0) return told;
    for (const { where } of covers)
      tables.find(({ name }) => name === where.name)!.child_count = null;
  }
}

const coverOf = (row: Stated): Cover | null =>
  row.name === undefined ? null : { table: "stated", where: { name: row.name } };

it("what says the whole of a division of blanks elsewhere is hidden too, so that each ends with nothing told", async () => {
  const tables = ["whole", "all of one kind", "all of one place"].map((name) => ({
    name,
    child_count: 5,
  }));
  expect(await hiddenUntilNothingIsTold(tables)).toEqual([]);
  expect(tables.map(({ child_count }) => child_count)).toEqual([null, null, null]);
});
