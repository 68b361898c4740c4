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

/**
 * Rows of a table that would tell of a few children beside others, and stand blank or as before; and
 * how many are hidden because another table hides the same children's figure.
 */
export async function heldBack(
  warehouse: Warehouse,
  measure: string,
): Promise<{ near: Set<string>; elsewhere: number }> {
  const folder = await mkdtemp(join(tmpdir(), "vsend-released-"));
  try {
    const options = { audience: "public", designs: shippedDesigns() } as const;
    const { held, why } = await writeReleases(warehouse, join(folder, "data"), options, silent);
    const own = held.filter((row) => row.measure === measure);
    const hidden = why.filter((one) => one.measure === measure);
    return {
      near: new Set(own.map(({ key }) => (JSON.parse(key) as unknown[]).map(String).join(", "))),
      elsewhere: hidden.find(({ rule }) => rule.includes("another table"))?.rows ?? 0,
    };
  } finally {
    await rm(folder, { recursive: true });
  }
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
