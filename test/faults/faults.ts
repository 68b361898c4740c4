import { execFileSync, spawn } from "node:child_process";
import {
  appendFileSync,
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
} from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Random } from "../../pipelines/sample/random.ts";
import { projectFile } from "../../pipelines/warehouse/installation.ts";
import { start } from "../pipelines/vsend.ts";
import {
  begunIn,
  buildOf,
  isSame,
  killed,
  loadOf,
  type State,
  stateOf,
  type World,
} from "./world.ts";

/** What came of one fault, in a few words. @throws when the warehouse is neither as before nor as after. */
type Fault = (world: World, random: Random, name: string) => Promise<string>;

/** Which of two states a warehouse is in. */
async function which(world: World, file: string, after: State = world.after): Promise<string> {
  const state = await stateOf(file);
  rmSync(file);
  if (isSame(state, world.before)) return "as before";
  if (isSame(state, after)) return "as after";
  throw new Error("the warehouse is neither as it was before nor as it should be after");
}

const killedLoad: Fault = async (world, random, name) => {
  const file = world.fresh(name);
  const moment = random.uniform() * world.loadTime;
  const { code } = await killed(loadOf(world.second, file), begunIn(world), moment);
  const state = await which(world, file);
  if (code !== null && code !== 0) throw new Error(`it ended with ${code} before it was killed`);
  if (code === 0 && state === "as before") throw new Error("it said done, and nothing is loaded");
  return `${code === null ? "killed" : "done sooner"}, ${state}`;
};

const killedBuild: Fault = async (world, random, name) => {
  const file = world.fresh(name);
  const moment = random.uniform() * world.buildTime;
  const begun = () => existsSync(`${file}.wal`);
  const { code } = await killed(buildOf(file, world.first), begun, moment);
  const state = await stateOf(file);
  rmSync(file);
  const { built_models: _, ...tables } = state;
  for (const [table, content] of Object.entries(tables)) {
    const whole = { [table]: content };
    if (
      !isSame(whole, { [table]: world.built[table] }) &&
      !isSame(whole, { [table]: world.before[table] })
    )
      throw new Error(`of ${table} only part is built`);
  }
  return code === null ? "killed, whole tables only" : "done sooner";
};

const twoAtOnce: Fault = async (world, random, name) => {
  const file = world.fresh(name);
  const one = start(loadOf(world.second, file));
  await sleep(random.uniform() * world.loadTime);
  const codes = (await Promise.all([one.ended, start(loadOf(world.second, file)).ended])).map(
    ({ code }) => code,
  );
  const state = await which(world, file);
  if (!codes.every((code) => code === 0 || code === 2) || state === "as before")
    throw new Error(`codes ${codes.join(" and ")}, the warehouse ${state}`);
  return `${codes.filter((code) => code === 0).length} loaded, ${state}`;
};

const CHANGES: readonly ((file: string) => void)[] = [
  (file) => appendFileSync(file, "more\n"),
  (file) => truncateSync(file, Math.floor(statSync(file).size / 2)),
  (file) => rmSync(file),
  (file) => {
    copyFileSync(file, `${file}.tmp`);
    appendFileSync(`${file}.tmp`, "more\n");
    renameSync(`${file}.tmp`, file);
  },
];

const changedWhileRead: Fault = async (world, random, name) => {
  const file = world.fresh(name);
  const extracts = join(world.folder, `${name}-extracts`);
  cpSync(world.second, extracts, { recursive: true });
  const { ended } = start(loadOf(extracts, file));
  await sleep(random.uniform() * world.loadTime);
  const changed = ["assessments.csv", "placements.csv", "spend.csv"][random.whole(0, 2)]!;
  CHANGES[random.whole(0, CHANGES.length - 1)]!(join(extracts, changed));
  const { code } = await ended;
  const state = await stateOf(file);
  rmSync(file);
  if (code !== 0) {
    rmSync(extracts, { recursive: true });
    if (!isSame(state, world.before)) throw new Error(`code ${code}, and the warehouse is changed`);
    return `refused with ${code}, as before`;
  }
  const again = world.fresh(`${name}-again`);
  // Files already changed when they were found are loaded as they are, so loading them again gives the same.
  await start(loadOf(extracts, again)).ended;
  const became = await stateOf(again);
  rmSync(again);
  rmSync(extracts, { recursive: true });
  const same = [world.after, became].findIndex((other) =>
    isSame(withoutLoads(state), withoutLoads(other)),
  );
  if (same < 0) throw new Error("what is loaded is neither the file before nor the file after");
  return same === 0 ? "loaded as it was" : "loaded as it became";
};

/** The ledger names files by their path, which differs. */
const withoutLoads = ({ loads: _, ...tables }: State): State => tables;

/** Room for the log of changes, in kB; it takes about one for every child. */
const room = (random: Random): number => Math.floor(16 * 2 ** (random.uniform() * 7));

/** Runs the command where no file may grow beyond `blocks` of 1 kB: as on a full disk, without one. */
const fullDisk: Fault = async (world, random, name) => {
  const file = world.fresh(name);
  const most = room(random);
  const child = spawn("bash", [
    "-c",
    `ulimit -f ${most}; exec "$0" "$@"`,
    process.execPath,
    projectFile("pipelines/vsend.js"),
    ...loadOf(world.second, file),
  ]);
  let said = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (text) => {
      said += text;
    });
  }
  const code = await new Promise<number | null>((resolve) => child.on("close", resolve));
  const state = await which(world, file);
  if (code !== 0 && !(code === 2 && said.includes("room on the disk")))
    throw new Error(`code ${code}: ${said}`);
  return `${code === 0 ? "loaded" : "told in words"}, ${state}`;
};

/** As `fullDisk`, on a small disk of memory; only who may mount can make one. */
const smallDisk: Fault = async (world, random, name) => {
  const disk = join(world.folder, `${name}-disk`);
  mkdirSync(disk);
  const file = world.fresh(name);
  const size = statSync(file).size + 1024 * room(random);
  try {
    execFileSync("mount", ["-t", "tmpfs", "-o", `size=${size}`, "tmpfs", disk], { stdio: "pipe" });
  } catch {
    rmSync(file);
    return "skipped: no disk can be mounted here";
  }
  try {
    const there = join(disk, "warehouse.duckdb");
    copyFileSync(file, there);
    const { code, out, err } = await start(loadOf(world.second, there)).ended;
    // A full disk has no room for the log to be written back, so it is looked at elsewhere.
    copyFileSync(there, file);
    if (existsSync(`${there}.wal`)) copyFileSync(`${there}.wal`, `${file}.wal`);
    const state = await which(world, file);
    if (code !== 0 && !(code === 2 && out.includes("room on the disk")))
      throw new Error(`code ${code}: ${out}${err}`);
    return `${code === 0 ? "loaded" : "told in words"}, ${state}`;
  } finally {
    execFileSync("umount", [disk]);
    rmSync(disk, { recursive: true });
  }
};

export const FAULTS: Readonly<Record<string, { fault: Fault; weight: number }>> = {
  "a load killed": { fault: killedLoad, weight: 60 },
  "a build killed": { fault: killedBuild, weight: 8 },
  "two loads at once": { fault: twoAtOnce, weight: 8 },
  "a file changed while it is read": { fault: changedWhileRead, weight: 10 },
  "a file that may not grow": { fault: fullDisk, weight: 8 },
  "a full disk": { fault: smallDisk, weight: 6 },
};
