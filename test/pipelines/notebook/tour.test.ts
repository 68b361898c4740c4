import { copyFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { Engine } from "../../../pipelines/notebook/engine/engine.ts";
import { readNotebook } from "../../../pipelines/notebook/page/cells.ts";
import { runNotebook } from "../../../pipelines/notebook/run/run-notebook.ts";
import { Store } from "../../../pipelines/notebook/server/store.ts";
import { judgeCell } from "../../../pipelines/notebook/share/judge-cell.ts";
import { sampleFile } from "../sample-file.ts";

const folder = mkdtempSync(join(tmpdir(), "vsend-tour-"));
const store = new Store(join(folder, "notebooks"));
let engine: Engine;

beforeAll(async () => {
  copyFileSync((await sampleFile()).warehouse, join(folder, "w.duckdb"));
  engine = new Engine(join(folder, "w.duckdb"));
});

afterAll(async () => {
  await engine.letGo();
  rmSync(folder, { recursive: true });
});

it.each([
  ["who-is-waiting", { months: 12, council: "E10000020" }, { waiting: 6, councils: 0, inTime: 0 }],
  [
    "a-settings-change",
    { authority: "X10000001" },
    { authorities: 6, bySetting: 5, eachChange: 100, perChild: 1000 },
  ],
  ["check-a-suppliers-file", { loader: "spend" }, { files: 10, faults: 3, trend: 6 }],
])("%s of the tour answers on the sample", async (name, set, least) => {
  const { text } = await store.read(name);
  const files = await runNotebook(engine, { text, name, set, out: join(folder, name), as: "csv" });
  const rows = Object.fromEntries(files.map((one) => [one.cell, one.rows]));
  expect(Object.keys(rows)).toEqual(Object.keys(least));
  for (const [cell, n] of Object.entries(least)) expect(rows[cell], cell).toBeGreaterThanOrEqual(n);
});

it("its cell of one row a child may be shared as it says", async () => {
  const { text } = await store.read("a-settings-change");
  const cell = readNotebook(text).cells.find(({ info }) => info === "id=perChild")!;
  const judged = await engine.use((warehouse) =>
    judgeCell(
      warehouse,
      { id: "perChild", sql: cell.source },
      { name: "t", by: ["authority_code", "verdict"] },
    ),
  );
  expect(judged.rows).toBeGreaterThan(10);
});
