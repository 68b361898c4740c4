import { expect, it } from "vitest";
import { forget } from "../../../pipelines/forget/forget.ts";
import { forgetReport } from "../../../pipelines/forget/report.ts";
import { readKey } from "../../../pipelines/load/judge/pseudonym.ts";
import { silent } from "../../../pipelines/warehouse/task.ts";
import { openWarehouse } from "../../../pipelines/warehouse/warehouse.ts";
import { shippedInstruments } from "../../shipped.ts";
import { makeBench, spendCsv } from "../load/bench.ts";

it("forget says that a number that differs in its form is held, leaves it, and takes the form of the one forgotten", async () => {
  const bench = await makeBench("w.duckdb");
  const file = bench.warehouse.file;
  const ids = ["0007", "7", "7.0", "8", "0009"];
  await bench.load(
    bench.write("s.csv", spendCsv(ids.map((id) => ["X10000001", id, "2024-25", "top_up", "1"]))),
  );
  bench.warehouse.close();
  const forgotten = await forget(
    file,
    {
      which: { authority: "X10000001", ids: ["0007"] },
      reason: "request",
      signedBy: "A",
      isDryRun: false,
      evenIfAbsent: false,
    },
    shippedInstruments(),
    [],
    readKey(),
    silent,
  );
  expect(forgotten.alike).toBe(2);
  expect(forgetReport(forgotten)).toContain("2 other numbers are held that differ");
  bench.warehouse = await openWarehouse(file);
  const held = async (table: string) =>
    (await bench.warehouse.one<{ n: number }>(`select count(*) as n from ${table}`)).n;
  expect(await held("loaded_spend")).toBe(4);
  expect(await held("identifier_forms")).toBe(2);
  bench.remove();
});
