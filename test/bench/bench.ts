import { existsSync } from "node:fs";
import { mkdtemp, rename, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { projectFile } from "../../pipelines/project.ts";
import { openWarehouse } from "../../pipelines/warehouse.ts";
import { writeAssessments } from "./floor.ts";
import { type Measured, measure } from "./peak-memory.ts";

/**
 * Measures load, build and publish of assessments of 24 items as ratios to a floor of the same run:
 * DuckDB reading the same file with a bare typed `read_csv`, then the same arithmetic by hand.
 *
 * Usage: npm run bench -- [ASSESSMENTS]
 */
const count = Number(process.argv[2] ?? 1_000_000);
// Publishing writes src/data; what is published there now is put back afterwards.
const published = projectFile("src/data");
const kept = projectFile("src/.data-kept");
if (existsSync(published)) await rename(published, kept);
const folder = await mkdtemp(join(tmpdir(), "vsend-bench-"));
const env = { ...process.env, VSEND_KEY_FILE: join(folder, "pseudonym.key") };
try {
  const file = join(folder, "assessments.csv");
  const maker = await openWarehouse(":memory:");
  await writeAssessments(maker, file, count);
  maker.close();
  const megabytes = (await stat(file)).size / 1e6;
  console.log(
    `${count.toLocaleString("en-GB")} assessments of 24 items, ${megabytes.toFixed(0)} MB of CSV`,
  );

  const floorFile = join(folder, "floor.duckdb");
  const ourFile = join(folder, "ours.duckdb");
  const floor = (step: string) =>
    measure(
      process.execPath,
      ["--import", "tsx", projectFile("test/bench/floor-run.ts"), step, file, floorFile],
      env,
    );
  const ours = (...args: string[]) =>
    measure(
      process.execPath,
      [projectFile("pipelines/vsend.js"), ...args, "--warehouse", ourFile, "--json"],
      env,
    );

  const floorLoad = await floor("load");
  const load = await ours("load", file);
  const floorBuild = await floor("build");
  const build = await ours("build");
  const naming = join(folder, "authorities.csv");
  await writeFile(
    naming,
    `authority_code,authority_name,region\n${[1, 2, 3, 4, 5, 6].map((n) => `X1000000${n},Invented ${n},Invented region`).join("\n")}\n`,
  );
  await ours("load", naming);
  await ours("build");
  const publish = await ours("publish", "--out", join(folder, "dist"));

  const line = (name: string, measured: Measured, base: number) =>
    console.log(
      `${name.padEnd(16)} ${measured.seconds.toFixed(1).padStart(6)} s  ${(measured.seconds / base).toFixed(2).padStart(5)} x floor  peak ${measured.peakMb?.toFixed(0) ?? "?"} MB`,
    );
  line("floor: load", floorLoad, floorLoad.seconds);
  line("load", load, floorLoad.seconds);
  line("floor: build", floorBuild, floorBuild.seconds);
  line("build", build, floorBuild.seconds);
  const both = floorLoad.seconds + floorBuild.seconds;
  line(
    "load and build",
    {
      seconds: load.seconds + build.seconds,
      cpuSeconds: null,
      peakMb: Math.max(load.peakMb ?? 0, build.peakMb ?? 0),
    },
    both,
  );
  line("publish", publish, both);
} finally {
  await rm(folder, { recursive: true, force: true });
  await rm(published, { recursive: true, force: true });
  if (existsSync(kept)) await rename(kept, published);
}
