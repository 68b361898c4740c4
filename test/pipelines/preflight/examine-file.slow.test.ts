import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { NO_MAPPINGS } from "../../../pipelines/load/recognise/read-mappings.ts";
import { dryRun } from "../../../pipelines/preflight/dry-run.ts";
import { problemOf } from "../../../pipelines/preflight/examine-file.ts";
import { silent } from "../../../pipelines/warehouse/task.ts";
import { shippedDesigns, shippedInstruments } from "../../shipped.ts";
import { makeBench } from "../load/bench.ts";

const CASE = "../shared/cases/10-ssda903-dry-run/episodes.csv";

const FILES = {
  "wards.csv": "WARD,BEDS,OPENED\nA1,12,2020\nA2,14,2021\nA3,9,2019\n",
  "calls.csv": "CALL ID,MADE,ANSWERED,WAIT\n1,01/05/2020,Y,12\n2,02/05/2020,N,30\n",
  "episodes.csv": "CHILD,DECOM,RNE,LS,PLACE\n9001,20/11/2019,P,D1,A6\n9002,03/07/2019,S,C2,U1\n",
};

describe("files unlike any of ours", () => {
  it("are looked at to their end", async () => {
    const bench = await makeBench();
    for (const [name, content] of Object.entries(FILES)) bench.write(`in/${name}`, content);
    if (existsSync(CASE)) bench.write("in/case.csv", readFileSync(CASE));
    const run = await dryRun(
      [join(bench.folder, "in")],
      shippedInstruments(),
      shippedDesigns(),
      NO_MAPPINGS,
      silent,
    );
    bench.remove();
    expect(run.isLoadable).toBe(false);
    expect(run.files.every(({ recognised }) => recognised === null)).toBe(true);
    expect(run.files.filter(({ problem }) => /fault/.test(problem?.came ?? ""))).toEqual([]);
    expect(run.files.length + run.passedOver.length).toBe(existsSync(CASE) ? 4 : 3);
  }, 240_000);

  it("and a fault in one is that file's problem, told without its cells", async () => {
    const { problem } = await problemOf(async () => {
      throw new TypeError("cannot read Ottershaw");
    });
    expect(problem?.came).toBe("a fault of the program (TypeError)");
    const full = Object.assign(new Error("full"), { code: "ENOSPC" });
    await expect(problemOf(() => Promise.reject(full))).rejects.toBe(full);
  });
});
