import { cp, mkdir, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { release } from "../../pipelines/publish/publish.ts";
import { copiedRoot } from "../../pipelines/publish/site/site-root.ts";
import { projectFile } from "../../pipelines/warehouse/installation.ts";
import { silent } from "../../pipelines/warehouse/task.ts";
import { openWarehouse } from "../../pipelines/warehouse/warehouse.ts";
import { shipped } from "../shipped.ts";
import { type Measured, measure } from "./peak-memory.ts";

/** What the program costs whatever the data, each beside the most that it may. */
export interface FixedCost {
  what: string;
  value: number;
  most: number;
}

const VSEND = projectFile("pipelines/vsend.js");

/**
 * Measures fixed costs in one run: building an empty warehouse (seconds), until a query is answered
 * (processor seconds), publishing a sample as a ratio to a bare `observable build` of the same pages
 * and data, and publishing again with other data as a share of publishing. Each is run several times
 * by turns, and the fastest counts.
 *
 * @param sample a built warehouse of the sample, and the key of its children.
 * @param folder a new folder to work in.
 */
export async function fixedCosts(
  sample: { warehouse: string; key: string },
  folder: string,
  times: number,
): Promise<FixedCost[]> {
  const cache = join(folder, "cache");
  const env = { ...process.env, VSEND_KEY_FILE: sample.key, VSEND_CACHE: cache };
  const vsend = (...args: string[]) => measure(process.execPath, [VSEND, ...args, "--json"], env);
  const empty = join(folder, "empty.duckdb");
  const copy = join(folder, "sample.duckdb");
  await cp(sample.warehouse, copy);
  const publish = (...more: string[]) =>
    vsend("publish", "--warehouse", copy, "--out", join(folder, "site"), ...more);
  const before = process.env.VSEND_CACHE;
  process.env.VSEND_CACHE = cache;
  const root = await copiedRoot(projectFile(""));
  const runs = {
    build: [] as Measured[],
    query: [] as Measured[],
    bare: [] as Measured[],
    first: [] as Measured[],
    again: [] as Measured[],
  };
  try {
    const warehouse = await openWarehouse(copy);
    await release(warehouse, root.data, { ...shipped(), audience: "public" }, silent);
    warehouse.close();
    await mkdir(join(cache, "pages"), { recursive: true });
    // The program is bundled at its first start.
    await vsend("query", "select 1", "--warehouse", copy);
    for (let time = 0; time < times; time++) {
      await rm(empty, { force: true });
      runs.build.push(await vsend("build", "--warehouse", empty));
      runs.query.push(await vsend("query", "select 1", "--warehouse", copy));
      runs.bare.push(await bareBuild(root.folder, env));
      await rm(join(cache, "pages"), { recursive: true });
      runs.first.push(await publish());
      runs.again.push(await publish("--audience", "authority", "--authority", "X10000001"));
    }
  } finally {
    await root.remove();
    if (before === undefined) delete process.env.VSEND_CACHE;
    else process.env.VSEND_CACHE = before;
  }
  const least = (measured: readonly Measured[], of: "seconds" | "processorSeconds" = "seconds") =>
    Math.min(...measured.map((one) => one[of]));
  return [
    { what: "build of an empty warehouse, seconds", value: least(runs.build), most: 1.2 },
    {
      what: "query, seconds of processor time",
      value: least(runs.query, "processorSeconds"),
      most: 0.6,
    },
    {
      what: "publish, times a bare observable build",
      value: least(runs.first) / least(runs.bare),
      most: 1.3,
    },
    {
      what: "publish with other data alone, share of a full one",
      value: least(runs.again) / least(runs.first),
      most: 0.25,
    },
  ];
}

/** Framework's own command, in a root that has all that it would fetch. */
function bareBuild(root: string, env: NodeJS.ProcessEnv): Promise<Measured> {
  const manifest = createRequire(import.meta.url).resolve("@observablehq/framework/package.json");
  const observable = join(manifest, "../dist/bin/observable.js");
  const own = { ...env, OBSERVABLE_TELEMETRY_DISABLE: "1" };
  return measure(process.execPath, [observable, "build", "--root", "src"], own, root);
}
