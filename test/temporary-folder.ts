import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/**
 * One temporary folder for all that the tests of a run write, removed at their end: workers are
 * ended without a chance to tidy, and warehouses are large. What is kept between runs is beside it.
 * The secret of the noise is the same in every run, so that the same children are published alike.
 */
export default function setup(): () => void {
  process.env.VSEND_TEST_KEPT = tmpdir();
  process.env.TMPDIR = mkdtempSync(join(tmpdir(), "vsend-tests-"));
  const folder = process.env.TMPDIR;
  process.env.VSEND_NOISE_FILE = join(folder, "noise.key");
  writeFileSync(process.env.VSEND_NOISE_FILE, `${"5e".repeat(32)}\n`, { mode: 0o600 });
  return () => {
    process.env.TMPDIR = process.env.VSEND_TEST_KEPT;
    rmSync(folder, { recursive: true, force: true });
  };
}
