import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { VsendError } from "../../pipelines/warehouse/errors.ts";
import { projectFile } from "../../pipelines/warehouse/installation.ts";
import { howMany } from "../how-many.ts";
import { makeBench } from "../pipelines/load/bench.ts";
import { fuzz } from "./fuzz-run.ts";

const FILES = howMany(20, 400);

it("spoilt files neither crash nor hang a load, nor put a value where it does not belong", async () => {
  const keep = mkdtempSync(join(tmpdir(), "vsend-fuzz-kept-"));
  const { files, loaded, refused, failures } = await fuzz(FILES, 2027, keep);
  expect(failures).toEqual([]);
  expect([files, loaded + refused]).toEqual([FILES, FILES]);
  expect(Math.min(loaded, refused)).toBeGreaterThan(howMany(0, FILES / 6));
  rmSync(keep, { recursive: true });
}, 900_000);

it.each(readdirSync(projectFile("test/fixtures")).filter((name) => !name.startsWith(".")))(
  "%s, which the fuzzer once failed on, is loaded or refused in words",
  async (name) => {
    const bench = await makeBench();
    try {
      const error = await bench.load(projectFile(`test/fixtures/${name}`)).catch((e: unknown) => e);
      if (error instanceof Error) expect(error).toBeInstanceOf(VsendError);
    } finally {
      bench.remove();
    }
  },
);
