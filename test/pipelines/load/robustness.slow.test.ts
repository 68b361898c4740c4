import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { appendFileSync, openSync, truncateSync, writeSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { load } from "../../../pipelines/load/load.ts";
import { orDiskFull, roomOfWarehouse } from "../../../pipelines/load/read/disk-full.ts";
import { VsendError } from "../../../pipelines/warehouse/errors.ts";
import { projectFile } from "../../../pipelines/warehouse/installation.ts";
import { workbook } from "../../fuzz/written.ts";
import { isNight } from "../../how-many.ts";
import { shippedInstruments, UNMAPPED } from "../../shipped.ts";
import { type Bench, makeBench, spendCsv, spendRows } from "./bench.ts";
import { zip } from "./zip.ts";

let bench: Bench;
beforeEach(async () => {
  bench = await makeBench();
});
afterEach(() => bench.remove());

async function refusal(path: string): Promise<VsendError> {
  await bench.load(bench.write("first.csv", spendCsv(spendRows(3, "X10000009"))));
  const before = await bench.state();
  const error: unknown = await bench.load(path).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(VsendError);
  expect(await bench.state()).toEqual(before);
  return error as VsendError;
}

describe("is refused at once and in words:", () => {
  it("a line of 2 GB, below a header or alone, without reading to its end", async () => {
    for (const start of [spendCsv([]), ""]) {
      const path = bench.write("a.csv", start);
      const file = openSync(path, "r+");
      writeSync(file, "X".repeat(3_000_000), start.length);
      truncateSync(path, 2_000_000_000);
      const started = performance.now();
      expect((await refusal(path)).problem.expected).toContain("lines of at most 2 MB");
      expect(performance.now() - started).toBeLessThan(5_000);
    }
  });

  it("a return in XML with an element of 8 MB, without reading to its end", async () => {
    const start =
      "<Message><Header><CollectionDetails><Collection>SEN2</Collection></CollectionDetails></Header><Persons><Person><UPN>";
    const path = bench.write("a.xml", `${start}${"Z".repeat(8_000_000)}`);
    expect((await refusal(path)).problem).toMatchObject({
      expected: "elements of at most 2 MB",
      came: "one without end",
    });
  });

  it("a workbook with a cell of 8 MB, without reading to its end", async () => {
    // A tenth of it cannot be packed, so that it does not look made to fill the disk.
    const noise = randomBytes(500_000).toString("hex");
    const book = workbook([["a", `${noise}${"Z".repeat(7_000_000)}`]]);
    const { problem } = await refusal(bench.write("a.xlsx", zip(book)));
    expect(problem.came).toContain("a cell or comment without end");
  });

  it("a table of 100,000 columns", async () => {
    const more = Array.from({ length: 100_000 }, (_, i) => `c${i}`).join(",");
    const text = spendCsv(spendRows(2)).replace("amount_gbp", `amount_gbp,${more}`);
    const { problem } = await refusal(bench.write("a.csv", text));
    expect(problem).toMatchObject({ expected: "at most 2000 columns", came: "100005" });
  });

  it.each<[string, () => Buffer]>([
    // Read as a workbook is, and slow to pack.
    ...(isNight
      ? [["zip", () => zip({ "a.csv": Buffer.alloc(150_000_000) })] as [string, () => Buffer]]
      : []),
    ["csv.gz", () => gzipSync(Buffer.alloc(150_000_000))],
    [
      "xlsx",
      () =>
        zip({
          "xl/workbook.xml": Buffer.from(`<w>${`<a/>${" ".repeat(1_000_000)}`.repeat(150)}`),
          "xl/_rels/workbook.xml.rels": "<a/>",
        }),
    ],
  ])("a .%s made to fill the disk", async (ending, bomb) => {
    const { problem } = await refusal(bench.write(`a.${ending}`, bomb()));
    expect(problem.expected).toContain("at most 200 times the packed size");
  });

  it("a quotation mark that is never closed", async () => {
    const text = spendCsv(spendRows(40)).replace("C20", '"C20');
    expect((await refusal(bench.write("a.csv", text))).problem.expected).toContain(
      "quotation mark",
    );
  });

  it("a file that changes while it is read", async () => {
    const path = bench.write("a.csv", spendCsv(spendRows(9)));
    const other = bench.write("b.csv", spendCsv(spendRows(9, "X10000002")));
    const slow = {
      report: (message: string) => {
        if (message.startsWith("2 of 2")) appendFileSync(path, "X10000001,C99,2024-25,other,1\n");
      },
    };
    const error = await load(
      bench.warehouse,
      [path, other],
      shippedInstruments(),
      slow,
      UNMAPPED,
    ).catch((thrown: unknown) => thrown);
    expect((error as VsendError).problem.came).toContain("was written, moved or removed meanwhile");
    expect((await bench.state()).loads).toBeUndefined();
  });
});

it("a full disk is told in words, with where", () => {
  const error = orDiskFull(
    new Error("IO Error: Could not write: No space left on device"),
    roomOfWarehouse("w"),
  );
  expect(error).toMatchObject({ exitCode: 2, problem: { came: "a full disk" } });
  const other = new Error("something else");
  expect(orDiskFull(other, roomOfWarehouse("w"))).toBe(other);
});

it("a second load into the same warehouse is told to wait", async () => {
  const held = await makeBench("held.duckdb");
  try {
    const file = held.write("a.csv", spendCsv(spendRows(2)));
    const second = spawn(
      process.execPath,
      [projectFile("pipelines/vsend.js"), "load", file, "--warehouse", held.warehouse.file],
      { env: { ...process.env, VSEND_WAIT_SECONDS: "0.3" } },
    );
    let said = "";
    second.stderr.on("data", (text) => {
      said += text;
    });
    const exitCode = await new Promise((resolve) => second.on("exit", resolve));
    expect(said).toContain("a warehouse that another program has open");
    expect(exitCode).toBe(2);
  } finally {
    held.remove();
  }
});
