import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { NO_MAPPINGS } from "../../pipelines/load/recognise/read-mappings.ts";
import { VsendError } from "../../pipelines/warehouse/errors.ts";
import { projectFile } from "../../pipelines/warehouse/installation.ts";
import { howMany } from "../how-many.ts";
import { makeBench } from "../pipelines/load/bench.ts";
import { shippedInstruments } from "../shipped.ts";
import { fuzz } from "./fuzz-run.ts";
import { dryRunFaults } from "./looked-at.ts";

const INSTRUMENTS = shippedInstruments();
const FILES = howMany(20, 400);

it("spoilt files neither crash nor hang a load, nor put a value where it does not belong", async () => {
  const keep = mkdtempSync(join(tmpdir(), "vsend-fuzz-kept-"));
  const { files, loaded, refused, failures } = await fuzz(FILES, 2030, keep);
  expect(failures).toEqual([]);
  expect([files, loaded + refused]).toEqual([FILES, FILES]);
  expect(Math.min(loaded, refused)).toBeGreaterThan(howMany(0, FILES / 8));
  rmSync(keep, { recursive: true });
}, 900_000);

it.each(readdirSync(projectFile("test/fixtures")).filter((name) => !name.startsWith(".")))(
  "%s, which the fuzzer once failed on, is loaded or refused in words",
  async (name) => {
    const bench = await makeBench();
    try {
      const error = await bench.load(projectFile(`test/fixtures/${name}`)).catch((e: unknown) => e);
      if (error instanceof Error) expect(error).toBeInstanceOf(VsendError);
      // A dry run tells of each file, and ends at none.
      const path = projectFile(`test/fixtures/${name}`);
      expect(await dryRunFaults([path], INSTRUMENTS, NO_MAPPINGS, null)).toEqual([]);
    } finally {
      bench.remove();
    }
  },
);
