import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { NO_MAPPINGS } from "../../../pipelines/load/recognise/read-mappings.ts";
import { dryRun } from "../../../pipelines/preflight/dry-run.ts";
import { writeProposal } from "../../../pipelines/preflight/proposed-mapping.ts";
import { dryRunReport } from "../../../pipelines/preflight/report.ts";
import { silent } from "../../../pipelines/warehouse/task.ts";
import { mappingsOf, shippedInstruments } from "../../shipped.ts";
import { type Bench, makeBench, spendCsv, spendRows } from "../load/bench.ts";

let bench: Bench;
beforeEach(async () => {
  bench = await makeBench();
});
afterEach(() => bench.remove());

const numbers = Array.from({ length: 30 }, (_, i) => i);
const placements = (day: (nth: number) => string) =>
  `authority_code,child_id,setting_id,setting_type,started_on,ended_on,end_reason\n${numbers.map((i) => `X10000001,T-${i},S01-1,mainstream,${day(i)},,\n`).join("")}`;
const two = (n: number) => String(n).padStart(2, "0");

/** What a dry run proposes for a file that is recognised, and what loads once that is accepted. */
async function accepted(name: string, content: string, edit = (yaml: string) => yaml) {
  const path = bench.write(name, content);
  const run = await dryRun([path], shippedInstruments(), [], NO_MAPPINGS, silent);
  const { remedy } = run.files[0]!;
  if (!remedy) return { words: dryRunReport(run), loaded: null };
  const mapping = join(bench.folder, `${name}.yaml`);
  writeProposal(mapping, remedy, { name: path });
  const yaml = readFileSync(mapping, "utf8")
    .replace('"?"', "X10000001")
    .replace(/# accepted:\n#( {3}by.*)\n#( {3}on.*)\n#( {3}note.*)/, "accepted:\n$1\n$2\n$3");
  const report = await bench.loadWith(
    { mappings: mappingsOf(bench.write(`${name}.accepted.yaml`, edit(yaml))) },
    path,
  );
  return { words: dryRunReport(run), loaded: report.loaded[0]! };
}

it("days of two digits a year are proposed with their century, also where the columns are known", async () => {
  const { words, loaded } = await accepted(
    "placements.csv",
    placements((i) => `${two((i % 28) + 1)}/09/24`),
  );
  expect(words).toContain("100% of its values are days read as D/M/20YY");
  expect(loaded).toMatchObject({ rows_loaded: 30, rows_rejected: 0 });
  const { first, last } = await bench.warehouse.one<{ first: string; last: string }>(
    "select min(started_on)::varchar as first, max(started_on)::varchar as last from loaded_placements",
  );
  expect([first, last]).toEqual(["2024-09-01", "2024-09-28"]);
});

it("days with their month first are proposed as such", async () => {
  const { loaded } = await accepted(
    "placements.csv",
    placements((i) => `9/${(i % 28) + 1}/2024`),
  );
  expect(loaded).toMatchObject({ rows_loaded: 30 });
  expect(
    await bench.warehouse.one("select max(started_on)::varchar as last from loaded_placements"),
  ).toEqual({ last: "2024-09-28" });
});

it("FY24 is proposed as the year that it probably is, for a person to accept", async () => {
  const { words, loaded } = await accepted(
    "spend.csv",
    spendCsv(spendRows(30)).replaceAll("2024-25", "FY24"),
  );
  expect(words).toContain(
    'financial_year: "FY24" is 2023-24? 30 rows; the year that ends in 2024, if that is how their years are named',
  );
  expect(loaded).toMatchObject({ rows_loaded: 30 });
});

it("nothing is proposed for a file that is read as it is", async () => {
  const { words, loaded } = await accepted(
    "spend.csv",
    spendCsv(spendRows(30)).replaceAll("2024-25", "2024/25"),
  );
  expect(words).toContain("0 of 30 rows would be refused");
  expect(loaded).toBeNull();
});
