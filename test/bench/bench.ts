import { mkdtemp, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { projectFile } from "../../pipelines/warehouse/installation.ts";
import { openWarehouse } from "../../pipelines/warehouse/warehouse.ts";
import { sampleFile } from "../pipelines/sample-file.ts";
import { fixedCosts } from "./fixed-costs.ts";
import { writeAssessments } from "./floor.ts";
import { type Measured, measure } from "./peak-memory.ts";

/**
 * Measures load, build and publish of assessments of 24 items as ratios to a floor of the same run:
 * DuckDB reading the same file with a bare typed `read_csv`, then the same arithmetic by hand.
 *
 * Each is run several times by turns, on a warehouse of its own, and the fastest counts: whatever else
 * the machine does only slows it. Processor time is told beside it. Then come the fixed costs, of
 * an empty warehouse, a query and publishing the sample.
 *
 * Usage: npm run bench -- [ASSESSMENTS] [TIMES]
 */
const count = Number(process.argv[2] ?? 1_000_000);
const times = Number(process.argv[3] ?? 3);
const TARGETS = { load: 1.6, peakMb: 1500, both: 2.5 };
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

  const fileOf = (name: string, time: number) => join(folder, `${name}-${time}.duckdb`);
  const floor = (step: string, time: number) =>
    measure(
      process.execPath,
      [
        "--import",
        "tsx",
        projectFile("test/bench/floor-run.ts"),
        step,
        file,
        fileOf("floor", time),
      ],
      env,
    );
  const ours = (time: number, ...args: string[]) =>
    measure(
      process.execPath,
      [projectFile("pipelines/vsend.js"), ...args, "--warehouse", fileOf("ours", time), "--json"],
      env,
    );

  const runs = { floorLoad: [], load: [], floorBuild: [], build: [] } as Record<string, Measured[]>;
  for (let time = 0; time < times; time++) {
    runs.floorLoad!.push(await floor("load", time));
    runs.load!.push(await ours(time, "load", file));
    runs.floorBuild!.push(await floor("build", time));
    runs.build!.push(await ours(time, "build"));
  }
  const [floorLoad, load, floorBuild, build] = Object.values(runs).map(fastest) as [
    Measured,
    Measured,
    Measured,
    Measured,
  ];
  const naming = join(folder, "authorities.csv");
  await writeFile(
    naming,
    `authority_code,authority_name,region\n${[1, 2, 3, 4, 5, 6].map((n) => `X1000000${n},Invented ${n},Invented region`).join("\n")}\n`,
  );
  await ours(0, "load", naming);
  await ours(0, "build");
  const publish = await ours(0, "publish", "--out", join(folder, "dist"));

  const line = (name: string, measured: Measured, base: Measured) =>
    console.log(
      `${name.padEnd(16)} ${measured.seconds.toFixed(1).padStart(6)} s  ${(measured.seconds / base.seconds).toFixed(2).padStart(5)} x floor  processor ${measured.processorSeconds.toFixed(1).padStart(5)} s  ${(measured.processorSeconds / base.processorSeconds).toFixed(2).padStart(5)} x  peak ${measured.peakMb?.toFixed(0) ?? "?"} MB`,
    );
  const floorBoth = together(floorLoad, floorBuild);
  const both = together(load, build);
  line("floor: load", floorLoad, floorLoad);
  line("load", load, floorLoad);
  line("floor: build", floorBuild, floorBuild);
  line("build", build, floorBuild);
  line("load and build", both, floorBoth);
  line("publish", publish, floorBoth);
  const target = (what: string, value: number, most: number) =>
    console.log(
      `${value <= most ? "met    " : "NOT MET"} ${what}: ${value.toFixed(2)}, at most ${most}`,
    );
  target("load, times its floor", load.seconds / floorLoad.seconds, TARGETS.load);
  target("peak of load, MB", load.peakMb ?? Number.NaN, TARGETS.peakMb);
  target("load and build, times their floor", both.seconds / floorBoth.seconds, TARGETS.both);
  for (const { what, value, most } of await fixedCosts(await sampleFile(), folder, times)) {
    target(what, value, most);
  }
} finally {
  await rm(folder, { recursive: true, force: true });
}

function fastest(measured: readonly Measured[]): Measured {
  const least = (of: (one: Measured) => number) => Math.min(...measured.map(of));
  return {
    seconds: least(({ seconds }) => seconds),
    processorSeconds: least(({ processorSeconds }) => processorSeconds),
    peakMb: Math.max(...measured.map(({ peakMb }) => peakMb ?? Number.NaN)),
  };
}

function together(a: Measured, b: Measured): Measured {
  return {
    seconds: a.seconds + b.seconds,
    processorSeconds: a.processorSeconds + b.processorSeconds,
    peakMb: Math.max(a.peakMb ?? Number.NaN, b.peakMb ?? Number.NaN),
  };
}
