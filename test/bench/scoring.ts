import { execFileSync } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { projectFile } from "../../pipelines/warehouse/installation.ts";
import { openWarehouse } from "../../pipelines/warehouse/warehouse.ts";
import { floorLoad, floorScores, writeAssessments } from "./floor.ts";
import { measure } from "./peak-memory.ts";

/**
 * Measures scoring and pairing alone, as the program builds them, against a statement written by
 * hand that makes the same columns of the same assessments of 24 items, in the same run.
 *
 * Usage: npm run bench:scoring -- [ASSESSMENTS]
 */
const MOST = 2;
const count = Number(process.argv[2] ?? 1_000_000);
const folder = await mkdtemp(join(tmpdir(), "vsend-bench-"));
const env = { ...process.env, VSEND_KEY_FILE: join(folder, "pseudonym.key") };
const vsend = projectFile("pipelines/vsend.js");
try {
  const file = join(folder, "assessments.csv");
  const maker = await openWarehouse(":memory:");
  await writeAssessments(maker, file, count);
  maker.close();
  const floor = await openWarehouse(join(folder, "floor.duckdb"));
  await floorLoad(floor, file);
  const started = performance.now();
  await floorScores(floor);
  const floorSeconds = (performance.now() - started) / 1000;
  floor.close();
  const warehouse = join(folder, "ours.duckdb");
  const load = await measure(
    process.execPath,
    [vsend, "load", file, "--warehouse", warehouse],
    env,
  );
  const built = JSON.parse(
    execFileSync(process.execPath, [vsend, "build", "--warehouse", warehouse, "--json"], {
      env,
      encoding: "utf8",
      maxBuffer: 1 << 28,
    }),
  ) as { model: string; seconds: number }[];
  const seconds = built
    .filter(({ model }) => /^(scores|pairs)_vsend_core/.test(model))
    .reduce((sum, model) => sum + model.seconds, 0);
  const ratio = seconds / floorSeconds;
  console.log(`${count.toLocaleString("en-GB")} assessments of 24 items`);
  console.log(`floor: scores and pairs  ${floorSeconds.toFixed(1)} s`);
  console.log(`scores and pairs         ${seconds.toFixed(1)} s  ${ratio.toFixed(2)} x floor`);
  console.log(`peak of load             ${load.peakMb?.toFixed(0) ?? "?"} MB`);
  console.log(`${ratio <= MOST ? "met    " : "NOT MET"} at most ${MOST} x`);
} finally {
  await rm(folder, { recursive: true, force: true });
}
