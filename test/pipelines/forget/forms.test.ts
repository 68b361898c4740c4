import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";
import { countBytes } from "../../../pipelines/forget/byte-search.ts";
import { formsOf } from "../../../pipelines/forget/forms.ts";
import { openWarehouse } from "../../../pipelines/warehouse/warehouse.ts";

const folder = mkdtempSync(join(tmpdir(), "vsend-bytes-"));
afterAll(() => rmSync(folder, { recursive: true }));

const write = (name: string, bytes: Uint8Array): string => {
  writeFileSync(join(folder, name), bytes);
  return join(folder, name);
};

/** One UUID of either sign of DuckDB's number, and one whose halves begin with zeros. */
const UUIDS = [
  "f47ac10b-58cc-4372-a567-0e02b2c3d479",
  "047ac10b-58cc-4372-a567-0e02b2c3d479",
  "80000000-0000-0001-0000-000000000a01",
];

describe("the forms of a pseudonym", () => {
  it.each(UUIDS)(
    "include the one in a column, the one in its statistics and the texts of %s",
    async (uuid) => {
      const file = join(folder, `${UUIDS.indexOf(uuid)}.duckdb`);
      const warehouse = await openWarehouse(file);
      const tables = {
        // Neither is packed: a column of different values, and one value repeated, which DuckDB keeps
        // in the statistics alone.
        column: `create table t as select if(i = 500, '${uuid}'::uuid, uuid()) as u from range(1000) as r(i)`,
        statistics: `create table t as select '${uuid}'::uuid as u from range(1000)`,
        text: `create table t as select 'child ' || '${uuid}' || i as u from range(1) as r(i)`,
      };
      for (const [what, sql] of Object.entries(tables)) {
        await warehouse.run(`drop table if exists t; ${sql}; force checkpoint`);
        expect(await countBytes(file, formsOf(uuid)), what).toBeGreaterThan(0);
        await warehouse.run(`create or replace table t as select 1 as u; force checkpoint`);
      }
      warehouse.close();
      const other = await openWarehouse(join(folder, `other-${UUIDS.indexOf(uuid)}.duckdb`));
      await other.run("create table t as select uuid() as u from range(1000); checkpoint");
      other.close();
      expect(
        await countBytes(join(folder, `other-${UUIDS.indexOf(uuid)}.duckdb`), formsOf(uuid)),
      ).toBe(0);
    },
  );
});

describe("the search for byte strings", () => {
  it("finds each where it stands, wherever the file is cut for reading", async () => {
    const needle = Buffer.from(UUIDS[0]!);
    const bytes = Buffer.alloc(3 * (1 << 20), 0x66);
    const places = [
      0,
      1000,
      (1 << 20) - 5,
      (1 << 20) + 40,
      (2 << 20) - needle.length,
      bytes.length - needle.length,
    ];
    for (const at of places) needle.copy(bytes, at);
    expect(await countBytes(write("cut", bytes), [needle])).toBe(places.length);
  });

  it("counts as a plain search does, for any strings", async () => {
    const byte = fc.uint8Array({ minLength: 3, maxLength: 6, max: 2 });
    await fc.assert(
      fc.asyncProperty(
        fc.uint8Array({ maxLength: 400, max: 2 }),
        fc.uniqueArray(byte, { maxLength: 5, selector: String }),
        async (hay, needles) => {
          const patterns = needles.map((needle) => Buffer.from(needle));
          let expected = 0;
          for (let at = 0; at < hay.length; at++) {
            for (const p of patterns)
              if (
                at + p.length <= hay.length &&
                Buffer.from(hay.subarray(at, at + p.length)).equals(p)
              )
                expected++;
          }
          expect(await countBytes(write("any", hay), patterns)).toBe(expected);
        },
      ),
      { numRuns: 60 },
    );
  });
});
