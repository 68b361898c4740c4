import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { build } from "../../../pipelines/build/build.ts";
import type { Figure } from "../../../pipelines/disclosure/protect.ts";
import { writeReleases } from "../../../pipelines/publish/release-tables.ts";
import { compareReleases, releaseLines } from "../../../pipelines/releases/compare.ts";
import { nearSets } from "../../../pipelines/releases/near.ts";
import { sameSets, shownAndHidden } from "../../../pipelines/releases/one-rule.ts";
import { recordRelease } from "../../../pipelines/releases/record.ts";
import { silent } from "../../../pipelines/warehouse/task.ts";
import type { Warehouse } from "../../../pipelines/warehouse/warehouse.ts";
import { shipped, shippedDesigns, shippedInstruments } from "../../shipped.ts";
import { builtWarehouse } from "../sample-warehouse.ts";

let folder: string;
let warehouse: Warehouse;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "vsend-memory-"));
  warehouse = await builtWarehouse();
});
afterAll(async () => {
  warehouse.close();
  await rm(folder, { recursive: true });
});

/** Publishes as the command does, without the pages. */
async function publish(audience: "public" | "authority" = "public", authority?: string) {
  const whom = authority ? { audience, authority } : { audience };
  const written = await writeReleases(
    warehouse,
    join(folder, "data"),
    { ...shipped(), ...whom },
    silent,
  );
  const { release_hash, since } = written.publication;
  const release_id = await recordRelease(warehouse, {
    ...written,
    ...{ audience, authority: authority ?? null, release_hash },
  });
  return { ...written, release_id, since };
}

const rebuild = () => build(warehouse, shippedInstruments(), shippedDesigns(), silent);
const rowsOf = (of: Awaited<ReturnType<typeof publish>>, name: string): Figure[] =>
  of.tables.find(({ measure }) => measure.name === name)!.rows;

/** Takes one child with two readings out of an authority, as if it were never loaded. */
async function removeOne(authority: string, skip = 0): Promise<string> {
  const { child_id } = await warehouse.one<{ child_id: string }>(
    `select child_id::varchar as child_id from (select distinct child_id from changes where authority_code = '${authority}' and rated_by = 'professional' and domain = 'total') order by 1 limit 1 offset ${skip}`,
  );
  await warehouse.run(
    `delete from loaded_assessments_vsend_core_2026_1 where child_id = '${child_id}'`,
  );
  // The ledger is what a build looks at; a file that gave the row no longer would move it.
  await warehouse.run(
    "update loads set rows_loaded = rows_loaded - 1, rows_out_of_scope = rows_out_of_scope + 1 where loader like 'assessments%'",
  );
  await rebuild();
  return child_id;
}

describe("two releases", () => {
  it("of the same children are the same, and nothing is held back for the earlier one", async () => {
    const first = await publish();
    const again = await publish();
    expect(again.publication.release_hash).toBe(first.publication.release_hash);
    const which = ({ held }: typeof first) =>
      held.map(({ measure, key, shown }) => [measure, key, shown]);
    expect(which(again)).toEqual(which(first));
    expect(first.since).toBeNull();
    expect(again.since!.reasons).toEqual([]);
    const { n } = await warehouse.one<{ n: number }>(
      "select count(*) as n from release_cells where release_id = 2",
    );
    expect(n).toBe(0);
  });

  it("are compared with every audience's, and say why they differ", async () => {
    const before = await publish("authority", "X10000001");
    await removeOne("X10000001", 5);
    const after = await publish();
    const everyone = (of: typeof before) =>
      rowsOf(of, "change-weighted").find(({ authority_code }) => authority_code === "X10000001");
    expect(everyone(after)).toEqual(everyone(before));
    const { reasons, figures } = await compareReleases(
      warehouse,
      before.release_id,
      after.release_id,
    );
    expect(reasons.map(({ kind }) => kind)).toContain("rows replaced");
    expect(figures.filter(({ row }) => row.includes("X10000001"))).toEqual([]);
    expect(after.since!.reasons.join()).toContain("rows were replaced");
    expect(after.since!.reasons.join()).not.toMatch(/\d+ rows/);
    expect((await releaseLines(warehouse)).at(-1)!.again).toBeGreaterThan(50);
  });

  it("show new figures once ten children or more differ", async () => {
    const before = await publish();
    const many = await warehouse.rows<{ child_id: string }>(
      "select distinct child_id::varchar as child_id from changes where authority_code = 'X10000004' and domain = 'total' order by 1 limit 40",
    );
    await warehouse.run(
      `delete from loaded_assessments_vsend_core_2026_1 where child_id in (${many.map(({ child_id }) => `'${child_id}'`).join()})`,
    );
    await warehouse.run(
      "update loads set rows_loaded = rows_loaded - 1, rows_out_of_scope = rows_out_of_scope + 1 where loader like 'assessments%'",
    );
    await rebuild();
    const after = await publish();
    const everyone = (of: typeof before) =>
      rowsOf(of, "change-weighted").find(({ authority_code }) => authority_code === "X10000004")!;
    expect(everyone(after).child_count).not.toBe(everyone(before).child_count);
    const { figures } = await compareReleases(warehouse, before.release_id, after.release_id);
    const count = figures.find(
      ({ measure, row, column }) =>
        measure === "change-weighted" && row.includes("X10000004") && column === "child_count",
    )!;
    expect([count.joined, count.left, count.changed]).toEqual([0, 40, 0]);
  });

  it("are kept by pseudonyms of children, which a forgetting takes out", async () => {
    const child = await removeOne("X10000006");
    const { n } = await warehouse.one<{ n: number }>(
      `select count(*) as n from release_children where child_id = '${child}'`,
    );
    expect(n).toBeGreaterThan(0);
    await warehouse.run(`delete from release_children where child_id = '${child}'`);
    // A set that lost a forgotten child is still known to have had it.
    const near = (await nearSets(warehouse)).filter(
      ({ cell, other, release_id }) => cell.includes("X10000006") && cell === other && release_id,
    );
    expect(near.map(({ cell }) => cell)).toContain(
      "X10000006, vsend-core 2026.1: Everyone, Everyone",
    );
    expect(near.find(({ cell }) => cell.includes("Everyone"))!.children).toBe(1);
  });
});

describe("one rule for one figure", () => {
  it("nothing that is hidden in one table of a release is shown in another", async () => {
    const { tables } = await publish();
    const compared = tables
      .filter(({ measure }) => typeof measure.contributors === "function")
      .map(({ measure, rows }) => ({ measure, rows: [...rows] }));
    const same = await sameSets(warehouse);
    expect([...shownAndHidden(compared, same).keys()]).toEqual([]);
    // The test would see one: the count of one table is blanked.
    const weighted = compared.find(({ measure }) => measure.name === "change-weighted")!;
    weighted.rows[0] = { ...weighted.rows[0]!, child_count: null };
    expect([...shownAndHidden(compared, same).keys()]).toHaveLength(1);
  });
});
