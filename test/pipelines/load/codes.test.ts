import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { contracts } from "../../../loaders/index.ts";
import { shippedInstruments } from "../../shipped.ts";
import { assessmentsCsv, type Bench, makeBench } from "./bench.ts";

const TABLE = "loaded_assessments_vsend_core_2026_1";

let bench: Bench;
beforeAll(async () => {
  bench = await makeBench();
  await bench.load(bench.write("a.csv", assessmentsCsv([{ child_id: "C1", sex: "F" }], ["sex"])));
});
afterAll(() => bench.remove());

describe("codes stored as enums", () => {
  test("are those of the contract, in its order", async () => {
    const contract = contracts(shippedInstruments()).find(({ table }) => table === TABLE)!;
    expect(contract.hasCodesAsEnums).toBe(true);
    const { type } = await bench.warehouse.one(`select typeof(sex) as type from ${TABLE} limit 1`);
    expect(type).toBe("ENUM('F', 'M')");
  });

  test("are learnt by a table made before they were added, which keeps what it holds", async () => {
    await bench.warehouse.run(
      `alter table ${TABLE} alter column sex set data type enum('F', 'older')`,
    );
    await bench.load(bench.write("b.csv", assessmentsCsv([{ child_id: "C2", sex: "M" }], ["sex"])));
    expect(
      await bench.warehouse.rows(
        `select sex, typeof(sex) as type from ${TABLE} order by source_row, load_id`,
      ),
    ).toEqual([
      { sex: "F", type: "ENUM('F', 'older', 'M')" },
      { sex: "M", type: "ENUM('F', 'older', 'M')" },
    ]);
  });

  test("are taken into a table that held them as text", async () => {
    await bench.warehouse.run(`alter table ${TABLE} alter column sex set data type varchar`);
    await bench.load(bench.write("c.csv", assessmentsCsv([{ child_id: "C3", sex: "M" }], ["sex"])));
    const rows = await bench.warehouse.rows(`select sex from ${TABLE} order by load_id`);
    expect(rows.map(({ sex }) => sex)).toEqual(["F", "M", "M"]);
  });
});
