import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/**
 * One temporary folder for all that the tests of a run write, removed at their end: workers are
 * ended without a chance to tidy, and warehouses are large. What is kept between runs is beside it.
 */
export default function setup(): () => void {
  process.env.VSEND_TEST_KEPT = tmpdir();
  process.env.TMPDIR = mkdtempSync(join(tmpdir(), "vsend-tests-"));
  const folder = process.env.TMPDIR;
  return () => {
    process.env.TMPDIR = process.env.VSEND_TEST_KEPT;
    rmSync(folder, { recursive: true, force: true });
  };
}
