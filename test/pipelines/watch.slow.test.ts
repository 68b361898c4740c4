import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { trial } from "../../pipelines/preflight/watch/trial.ts";
import { projectFile } from "../../pipelines/warehouse/installation.ts";
import { spendCsv, spendRows } from "./load/bench.ts";
import { projectCopy } from "./scaffold/project-copy.ts";
import { startIn } from "./vsend.ts";

const PLACES = {
  warehouse: ":memory:",
  instruments: projectFile("data/instruments"),
  evaluations: projectFile("data/evaluations"),
  mappings: { named: [], folder: projectFile("data/mappings"), mayBeAbsent: true },
};
const copy = projectCopy();
const folder = mkdtempSync(join(tmpdir(), "vsend-watch-"));
process.env.VSEND_KEY_FILE = join(folder, "pseudonym.key");
const file = join(folder, "spend.csv");
afterAll(() => {
  copy.remove();
  rmSync(folder, { recursive: true });
});

interface Told {
  seconds: number;
  report?: {
    lines: { accepted: number; refused: number; is_refused_whole: boolean }[];
    refusals: { message: string }[];
  };
  fault?: string;
}

describe("vsend load --watch", () => {
  it("judges again when the file and when the contract is saved, and ends with 0 on Ctrl-C", async () => {
    writeFileSync(file, spendCsv(spendRows(40)));
    const { child, ended } = startIn(copy.root, ["load", "--watch", "--json", file]);
    const told: Told[] = [];
    let heard = () => {};
    child.stdout!.on("data", (text) => {
      for (const line of String(text).trim().split("\n")) told.push(JSON.parse(line) as Told);
      heard();
    });
    const nth = (n: number) =>
      new Promise<Told>((resolve) => {
        heard = () => told.length >= n && resolve(told[n - 1]!);
        heard();
      });
    expect((await nth(1)).report?.lines).toMatchObject([{ accepted: 40, refused: 0 }]);

    appendFileSync(file, "X10000001,C1,2024-25,fees,10.00\n");
    const second = (await nth(2)).report!;
    expect(second.lines).toMatchObject([{ accepted: 40, refused: 1, is_refused_whole: false }]);
    expect(second.refusals[0]!.message).toContain("is not one of place, top_up");

    const contract = join(copy.root, "loaders/spend.ts");
    const before = readFileSync(contract, "utf8");
    writeFileSync(contract, before.replace('"other"]', '"other", "fees"]'));
    expect((await nth(3)).report?.lines).toMatchObject([{ accepted: 41, refused: 0 }]);

    writeFileSync(contract, before.replace("code([", "cod(["));
    expect((await nth(4)).fault).toContain("cod");

    child.kill("SIGINT");
    expect((await ended).code).toBe(0);
  });

  it("judges a file that a load would refuse whole to its end, and leaves no warehouse behind", async () => {
    writeFileSync(file, spendCsv(spendRows(40).map((row) => row.with(4, "ten"))));
    const { lines, refusals } = await trial([file], PLACES);
    expect(lines).toMatchObject([{ read: 40, accepted: 0, refused: 40, is_refused_whole: true }]);
    expect(refusals).toHaveLength(10);
    expect(process.env.VSEND_KEY_FILE).toBe(join(folder, "pseudonym.key"));
    expect((await trial([join(folder, "none.csv")], PLACES)).problem?.came).toContain("nothing");
  });
});
