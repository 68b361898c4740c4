import { readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import {
  dropWholeNames,
  keepWholeNames,
  readWholeNames,
} from "../../../../pipelines/load/commit/whole-names.ts";
import { readStatus, statusReport } from "../../../../pipelines/verbs/status-report.ts";
import { type Bench, makeBench, spendCsv, spendRows } from "../bench.ts";

let bench: Bench;
beforeEach(async () => {
  bench = await makeBench();
});
afterEach(() => bench.remove());

it("the status shows names as they are, and the warehouse has none of them", async () => {
  await bench.load(
    bench.write("Featherstone Persephone.csv", spendCsv(spendRows(5))),
    bench.write("Jo Smith.csv", spendCsv(spendRows(7, "X10000002"))),
  );
  const status = statusReport(await readStatus(bench.warehouse, [], []), "");
  expect(status).toContain("Featherstone Persephone.csv");
  expect(status).toContain("Jo Smith.csv");
  expect(JSON.stringify(await bench.state())).not.toMatch(/Featherstone|Smith/);
  const kept = join(bench.folder, "file-names.jsonl");
  expect(statSync(kept).mode & 0o077).toBe(0);
  expect(readFileSync(kept, "utf8")).not.toMatch(/C1|100\.01/);
});

it("names are kept once, taken out, and a line cut short says nothing", () => {
  const file = bench.write("names.jsonl", "");
  keepWholeNames(new Map([["a", "one.csv"]]), file);
  keepWholeNames(
    new Map([
      ["a", "one.csv"],
      ["b", "two.csv"],
    ]),
    file,
  );
  writeFileSync(file, `${readFileSync(file, "utf8")}{"digest":"c","na`);
  expect([...readWholeNames(file)]).toEqual([
    ["a", "one.csv"],
    ["b", "two.csv"],
  ]);
  dropWholeNames(new Set(["a"]), file);
  expect([...readWholeNames(file)]).toEqual([["b", "two.csv"]]);
});
