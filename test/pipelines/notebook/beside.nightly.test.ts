import { copyFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { Engine } from "../../../pipelines/notebook/engine/engine.ts";
import { type Served, serveNotebooks } from "../../../pipelines/notebook/server/serve.ts";
import { projectFile } from "../../../pipelines/warehouse/installation.ts";
import { openWarehouse } from "../../../pipelines/warehouse/warehouse.ts";
import { sampleFile } from "../sample-file.ts";
import { start } from "../vsend.ts";
import { openLink } from "./open-link.ts";

const folder = mkdtempSync(join(tmpdir(), "vsend-beside-"));
const warehouse = join(folder, "w.duckdb");
let served: Served;

beforeAll(async () => {
  const sample = await sampleFile();
  process.env.VSEND_KEY_FILE = sample.key;
  copyFileSync(sample.warehouse, warehouse);
  served = await serveNotebooks({ warehouse, folder: join(folder, "notebooks") });
});

afterAll(async () => {
  await served.stop();
  rmSync(folder, { recursive: true });
});

it("a load is taken back, loaded again and built while a notebook asks on; then it shows the new figures", async () => {
  const notebook = await openLink(served.link);
  const asked = "select count(*) as n from spend";
  const [before] = await notebook.rows(asked);
  const [load] = await notebook.rows("select load_id as id from loads where loader = 'spend'");
  let isOver = false;
  const asking = (async () => {
    // As someone who moves a slider now and then.
    while (!isOver) {
      // A build may take longer than a question waits.
      await notebook.rows(asked).catch((error: Error) => {
        expect(error.message).toContain("another program has open");
      });
      await new Promise((done) => setTimeout(done, 4000));
    }
  })();
  const at = ["--warehouse", warehouse];
  const taken = await start(["unload", String(load!.id), "--reason", "a test of company", ...at])
    .ended;
  expect(taken.err.replace(/another program has the warehouse open; waiting for it\n/, "")).toBe(
    "",
  );
  expect(taken.code).toBe(0);
  expect((await start(["build", ...at]).ended).code).toBe(0);
  const [between] = await notebook.rows(asked);
  const loaded = await start(["load", projectFile("data/sample/spend.csv"), ...at]).ended;
  expect(loaded.code, loaded.err).toBe(0);
  expect((await start(["build", ...at]).ended).code).toBe(0);
  isOver = true;
  await asking;
  await expect.poll(() => notebook.told.join(""), { timeout: 5000 }).toContain('"warehouse"');
  const [after] = await notebook.rows(asked);
  expect(before!.n).toBeGreaterThan(1000);
  expect(between!.n).toBe(0);
  expect(after!.n).toBe(before!.n);
  notebook.close();
});

it("a question waits for another program with a word and a limit, and a command for a question", async () => {
  const script = `
    import { openWarehouse } from ${JSON.stringify(new URL("../../../pipelines/warehouse/warehouse.ts", import.meta.url).href)};
    const w = await openWarehouse(${JSON.stringify(warehouse)}, { wait: { seconds: 60 } });
    console.log("open"); setTimeout(() => { w.close(); process.exit(); }, Number(process.argv[1]));`;
  const { spawn } = await import("node:child_process");
  const holder = (ms: number) => {
    const child = spawn(process.execPath, [
      "--import",
      "tsx",
      "--input-type=module",
      "-e",
      script,
      String(ms),
    ]);
    return new Promise<void>((resolve) => child.stdout.once("data", () => resolve()));
  };
  const words: string[] = [];
  await holder(1500);
  const patient = new Engine(warehouse, { waitSeconds: 20 }, (said) => words.push(said));
  expect((await patient.ask("select 1 as a")).rows).toBe(1);
  expect(words).toEqual(["another program has the warehouse open; waiting for it"]);
  await patient.letGo();
  await holder(3000);
  const hasty = new Engine(warehouse, { waitSeconds: 0.2 });
  await expect(hasty.ask("select 1 as a")).rejects.toThrow(/another program has open/);
  const writer = await openWarehouse(warehouse, { wait: { seconds: 20 } });
  writer.close();
});
