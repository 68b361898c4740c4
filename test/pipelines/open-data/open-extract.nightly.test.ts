import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { build } from "../../../pipelines/build/build.ts";
import { load } from "../../../pipelines/load/load.ts";
import { indicatorsRead } from "../../../pipelines/open-data/extract.ts";
import { projectFile } from "../../../pipelines/warehouse/installation.ts";
import { silent } from "../../../pipelines/warehouse/task.ts";
import { openWarehouse } from "../../../pipelines/warehouse/warehouse.ts";
import { shippedAuthorityDesigns, shippedInstruments, UNMAPPED } from "../../shipped.ts";

const OPEN = projectFile("data/open");
const PUBLISHED = projectFile("../shared/data");
if (!existsSync(PUBLISHED)) console.log(`skipped: no published releases at ${PUBLISHED}`);

describe("the published figures in the clone", () => {
  const folder = mkdtempSync(join(tmpdir(), "vsend-open-"));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const figuresOf = async (name: string, path: string) => {
    process.env.VSEND_KEY_FILE = join(folder, "key");
    const warehouse = await openWarehouse(join(folder, name));
    const instruments = shippedInstruments();
    await load(warehouse, [path], instruments, silent, UNMAPPED);
    await build(warehouse, instruments, [], silent, {
      only: ["indicators", "authority_spend", "council_figures"],
    });
    const read = await indicatorsRead(warehouse, shippedAuthorityDesigns());
    const indicators = await warehouse.rows(`
      select authority_code, indicator, period, value, symbol from indicators
      where indicator not like 'lait_%' or list_contains([${read.map((one) => `'${one}'`).join(", ")}], indicator)
      order by all`);
    const councils = await warehouse.rows("from council_figures order by all");
    warehouse.close();
    return { indicators, councils };
  };

  it("take little room, and say whose they are", () => {
    const size = readdirSync(OPEN).reduce((sum, name) => sum + statSync(join(OPEN, name)).size, 0);
    expect(size).toBeLessThan(3_000_000);
    expect(readFileSync(join(OPEN, "README.md"), "utf8")).toContain("Open Government Licence v3.0");
  });

  it.skipIf(!existsSync(PUBLISHED))("are those of the releases, every one", async () => {
    const trimmed = await figuresOf("open.duckdb", OPEN);
    const whole = await figuresOf("published.duckdb", PUBLISHED);
    expect(trimmed.indicators.length).toBeGreaterThan(50_000);
    expect(trimmed.indicators).toEqual(whole.indicators);
    expect(trimmed.councils).toEqual(whole.councils);
  });
});
