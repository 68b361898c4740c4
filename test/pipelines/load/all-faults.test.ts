import { gzipSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { NO_MAPPINGS } from "../../../pipelines/load/recognise/read-mappings.ts";
import { dryRun } from "../../../pipelines/preflight/dry-run.ts";
import { VsendError } from "../../../pipelines/warehouse/errors.ts";
import { silent } from "../../../pipelines/warehouse/task.ts";
import { type Bench, makeBench, spendCsv, spendRows } from "./bench.ts";
import { zip } from "./zip.ts";

let bench: Bench;
beforeEach(async () => {
  bench = await makeBench();
});
afterEach(() => bench.remove());

const failure = async (work: Promise<unknown>): Promise<VsendError> => {
  const error: unknown = await work.catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(VsendError);
  return error as VsendError;
};

const tooManyRefused = spendCsv(
  Array.from({ length: 20 }, (_, i) => ["X10000001", `D${i}`, "2024-25", "toys", "1"]),
);
const noChild = "authority_code,financial_year,category,amount_gbp\nX10000001,2024-25,top_up,1\n";

describe("a call with several files at fault", () => {
  it("is told of the fault of each, of whatever kind, and nothing is loaded", async () => {
    const good = bench.write("good.csv", spendCsv(spendRows(10)));
    const paths = [
      bench.write("refused.csv", tooManyRefused),
      bench.write("unknown.csv", "a,b\n1,2\n"),
      bench.write("lacking.csv", noChild),
    ];
    const error = await failure(bench.load(paths[0]!, good, paths[1]!, paths[2]!));
    expect(error.message).toMatch(/^3 faults were found; nothing was loaded/);
    for (const path of paths) expect(error.message).toContain(path);
    expect(error.problem.others).toHaveLength(2);
    expect(await bench.warehouse.rows("from loads")).toEqual([]);
  });

  it("of a folder too, where what no loader knows is no fault", async () => {
    bench.write("in/refused.csv", tooManyRefused);
    bench.write("in/lacking.csv", noChild);
    bench.write("in/notes.csv", "a,b\n1,2\n");
    const error = await failure(bench.load(`${bench.folder}/in`));
    expect(error.message).toContain("2 faults");
    expect(error.message).not.toContain("notes.csv");
  });

  it("of an archive that is damaged, beside the others", async () => {
    const paths = [
      bench.write("a.csv.gz", gzipSync(spendCsv(spendRows(20))).subarray(0, 60)),
      bench.write("b.zip", zip({ "in/x.csv": "a,b\n1,2\n" }).subarray(0, 70)),
      bench.write("c.csv", tooManyRefused),
    ];
    const error = await failure(bench.load(...paths));
    expect(error.message).toContain("3 faults");
    for (const path of paths) expect(error.message).toContain(path);
    const run = await dryRun(paths, [], [], NO_MAPPINGS, silent);
    expect(run.files.map(({ problem }) => problem?.expected)).toEqual([
      "a whole gz file",
      "a whole zip file",
      undefined,
    ]);
    expect(run.files[2]!.recognised?.loader).toBe("spend");
  });

  it("says one fault as it always was", async () => {
    const { problem, exitCode } = await failure(bench.load(bench.write("a.csv", tooManyRefused)));
    expect(problem.others).toBeUndefined();
    expect(exitCode).toBe(1);
  });

  it("names two files cut short and one that is empty", async () => {
    const cut = spendCsv(spendRows(30)).slice(0, -20);
    const error = await failure(
      bench.load(
        bench.write("a.csv", cut),
        bench.write("b.csv", `${cut.slice(0, -5)}`),
        bench.write("c.csv", spendCsv([])),
      ),
    );
    expect(error.message).toContain("3 faults");
  });
});
