import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { csvParse } from "d3";
import { type PublishedFor, writeReleases } from "../../../../pipelines/publish/release-tables.ts";
import { silent } from "../../../../pipelines/warehouse/task.ts";
import type { Warehouse } from "../../../../pipelines/warehouse/warehouse.ts";
import { shippedDesigns } from "../../../shipped.ts";

/** A cell as who downloads the file reads it. */
export type Cell = string | number | boolean | null;
export type ReleasedRow = Record<string, Cell>;
/** Every published table by its name: all that an attacker has. */
export type Released = ReadonlyMap<string, readonly ReleasedRow[]>;

const typed = (row: Record<string, string>): ReleasedRow =>
  Object.fromEntries(Object.entries(row).map(([name, text]) => [name, cellOf(text)]));

function cellOf(text: string): Cell {
  if (text === "") return null;
  if (text === "true" || text === "false") return text === "true";
  return /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : text;
}

/** Publishes a warehouse and reads back what anyone could download. */
export async function released(
  warehouse: Warehouse,
  published: PublishedFor = { audience: "public" },
): Promise<Released> {
  const folder = await mkdtemp(join(tmpdir(), "vsend-released-"));
  try {
    await writeReleases(
      warehouse,
      join(folder, "data"),
      { ...published, designs: shippedDesigns() },
      silent,
    );
    const tables = new Map<string, ReleasedRow[]>();
    for (const file of await readdir(join(folder, "data"))) {
      if (!file.endsWith(".csv")) continue;
      const text = await readFile(join(folder, "data", file), "utf8");
      tables.set(basename(file, ".csv"), csvParse(text, typed));
    }
    return tables;
  } finally {
    await rm(folder, { recursive: true });
  }
}
