import { existsSync } from "node:fs";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  ALL_STRIPS,
  stripBitsSql,
  stripped,
  strippedSql,
  stripsOf,
} from "../../../pipelines/load/cells/strip.ts";
import { joinsReport } from "../../../pipelines/load/commit/joins.ts";
import { PROJECT } from "../../../pipelines/warehouse/installation.ts";
import { sql } from "../../../pipelines/warehouse/sql.ts";
import { mappingsOf } from "../../shipped.ts";
import { assessmentsCsv, type Bench, makeBench, spendCsv } from "./bench.ts";

const CASE = `${PROJECT}/../shared/cases/06-leading-zeros`;

let bench: Bench;
beforeEach(async () => {
  bench = await makeBench();
});
afterEach(() => bench.remove());

const spend = (ids: readonly string[], name = "spend.csv") =>
  bench.write(name, spendCsv(ids.map((id) => ["X10000001", id, "2024-25", "top_up", "1"])));
const assessments = (ids: readonly string[]) =>
  bench.write("assessments.csv", assessmentsCsv(ids.map((child_id) => ({ child_id }))));
const numbers = (n: number) => Array.from({ length: n }, (_, i) => String(i + 1));

const joined = async (...paths: string[]) => {
  const { joins } = await bench.load(...paths);
  return { joins, words: joinsReport(joins).join("\n") };
};

const children = async () =>
  (
    await bench.warehouse.one<{ n: number }>(
      "select count(distinct child_id) as n from (select child_id from loaded_spend union all select child_id from loaded_assessments_vsend_core_2026_1)",
    )
  ).n;

describe("extracts about children", () => {
  it.runIf(existsSync(CASE))(
    "that write 000001, 1 and 1.0 do not join, and it is said why",
    async () => {
      const { joins, words } = await joined(CASE);
      expect(joins).toMatchObject([
        {
          one: "assessments",
          other: "placements",
          both_children: 0,
          alike_children: 60,
          one_strips: ["leading_zeros"],
          other_strips: ["point_zero"],
        },
        {
          one: "assessments",
          other: "spend",
          both_children: 0,
          alike_children: 60,
          one_strips: ["leading_zeros"],
          other_strips: [],
        },
        {
          one: "placements",
          other: "spend",
          both_children: 0,
          alike_children: 60,
          one_strips: ["point_zero"],
          other_strips: [],
        },
      ]);
      expect(words).toContain("0 of 60 in assessments are in spend");
      expect(words).toContain("strip: [leading_zeros]");
      expect(words).toContain("Nothing was joined");
    },
  );

  it("that join say how many of the one are in the other, and no more", async () => {
    const { words } = await joined(spend(numbers(20)), assessments(numbers(30)));
    expect(words).toBe(
      "Children: 20 of 30 in assessments are in spend, and 20 of 20 in spend are in assessments",
    );
    expect(await bench.warehouse.rows("from identifier_forms")).toEqual([]);
  });

  it.each([
    ["small letters", numbers(9).map((n) => `ab${n}`), numbers(9).map((n) => `AB${n}`), ["case"]],
    ["spaces", numbers(9).map((n) => `T ${n}`), numbers(9).map((n) => `T${n}`), ["spaces"]],
    ["a .0", numbers(9).map((n) => `${n}.0`), numbers(9), ["point_zero"]],
    [
      "zeros of another number",
      numbers(9).map((n) => `00${n}`),
      numbers(9).map((n) => `000${n}`),
      ["leading_zeros"],
    ],
  ])("that differ in %s name it, and stay apart", async (_, one, other, strips) => {
    await bench.load(assessments(one));
    const { joins } = await joined(spend(other));
    expect(joins).toMatchObject([{ both_children: 0, alike_children: 9, one_strips: strips }]);
    expect(await children()).toBe(18);
  });

  it("that differ in part name how many", async () => {
    await bench.load(assessments([...numbers(9), "C10", "C11", "C12"]));
    const { joins } = await joined(spend([...numbers(9), "c10", "c11"]));
    expect(joins).toMatchObject([{ both_children: 9, alike_children: 2, other_strips: ["case"] }]);
  });

  it("of two authorities never join, whatever the numbers", async () => {
    await bench.load(assessments(numbers(9)));
    const rows = numbers(9).map((id) => ["X10000002", `0${id}`, "2024-25", "top_up", "1"]);
    const { joins } = await joined(bench.write("s.csv", spendCsv(rows)));
    expect(joins).toEqual([]);
  });

  it("join where a mapping says what is stripped, in refused rows too", async () => {
    await bench.load(assessments(numbers(40)));
    const rows = numbers(40).map((id) => `000${id},2024-25,top_up,1`);
    const path = bench.write(
      "s.csv",
      `Ref,Year,Kind,Pounds\n${rows.join("\n")}\n0007,2024-25,toys,1\n`,
    );
    const mapping = bench.write(
      "m.yaml",
      JSON.stringify({
        loader: "spend",
        authority_code: "X10000001",
        file_name: "s.csv",
        columns: {
          child_id: { from: "Ref", strip: ["leading_zeros"] },
          financial_year: "Year",
          category: "Kind",
          amount_gbp: "Pounds",
        },
        accepted: { by: "A", on: "2026-11-24", note: "asked" },
      }),
    );
    const { joins } = await bench.loadWith({ mappings: mappingsOf(mapping) }, path);
    expect(joins).toMatchObject([{ both_children: 40, alike_children: 0 }]);
    expect(
      await bench.warehouse.one(`
        select count(*) as n from rejected_rows
        where json_extract_string(raw, '$.child_id')::uuid in (select child_id from loaded_spend)`),
    ).toEqual({ n: 1 });
  });
});

describe("what is stripped", () => {
  const text = fc.stringMatching(/^[0A-Ca-c1-3 .:/-]{0,8}(\.0{1,2})?$/);

  it("is the same in SQL, with the bits that say what changed", async () => {
    const texts = fc.sample(text, 400);
    const rows = await bench.warehouse.rows<{ text: string; bare: string; bits: number }>(sql`
      select text, ${sql.raw(strippedSql(ALL_STRIPS, "text"))} as bare, ${sql.raw(stripBitsSql("text"))} as bits
      from (select unnest(${texts}) as text)`);
    for (const { text, bare, bits } of rows) {
      expect(bare, text).toBe(stripped(ALL_STRIPS, text));
      expect(stripsOf(bits), text).toEqual(
        ALL_STRIPS.filter((strip) => stripped([strip], text) !== text),
      );
    }
  });

  it.each([
    ["000", "0"],
    ["0012", "12"],
    ["12.0", "12"],
    ["0012.00", "12"],
    ["12.10", "12.10"],
    ["ab 01", "AB01"],
    ["0-1", "0-1"],
  ])("of %s leaves %s", (given, left) => {
    expect(stripped(ALL_STRIPS, given)).toBe(left);
  });
});
