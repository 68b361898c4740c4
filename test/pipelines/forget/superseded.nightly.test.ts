import { expect, it } from "vitest";
import { forget } from "../../../pipelines/forget/forget.ts";
import { openLedgerLines } from "../../../pipelines/load/commit/ledger.ts";
import { readKey } from "../../../pipelines/load/judge/pseudonym.ts";
import { unload } from "../../../pipelines/load/unload.ts";
import { silent } from "../../../pipelines/warehouse/task.ts";
import { openWarehouse } from "../../../pipelines/warehouse/warehouse.ts";
import { shippedInstruments } from "../../shipped.ts";
import { makeBench, spendCsv } from "../load/bench.ts";

const WHY = { reason: "the wrong term", signedBy: "A. Officer" };

it("forget removes a child from the rows that were superseded too, and the ledger closes", async () => {
  const onDisk = await makeBench("w.duckdb");
  const file = onDisk.warehouse.file;
  const csv = (amount: string, n: number) =>
    spendCsv(
      Array.from({ length: n }, (_, i) => ["X10000001", `C${i + 1}`, "2024-25", "top_up", amount]),
    );
  await onDisk.load(onDisk.write("a.csv", csv("10", 5)));
  await onDisk.load(onDisk.write("b.csv", csv("20", 4)));
  onDisk.warehouse.close();
  const which = { authority: "X10000001", ids: ["C4"] };
  const how = {
    which,
    reason: "request",
    signedBy: "A",
    isDryRun: false,
    evenIfAbsent: false,
  } as const;
  const forgotten = await forget(file, how, shippedInstruments(), [], readKey(), silent);
  expect(forgotten.rows).toEqual([
    { table: "loaded_spend", rows: 1 },
    { table: "superseded_loaded_spend", rows: 1 },
  ]);
  onDisk.warehouse = await openWarehouse(file);
  expect(await openLedgerLines(onDisk.warehouse)).toEqual([]);
  await unload(onDisk.warehouse, "2", WHY, shippedInstruments());
  expect(
    await onDisk.warehouse.rows(
      "select count(*) as n, sum(amount_gbp)::double as pounds from loaded_spend",
    ),
  ).toEqual([{ n: 4, pounds: 40 }]);
  expect(await openLedgerLines(onDisk.warehouse)).toEqual([]);
  onDisk.remove();
});
