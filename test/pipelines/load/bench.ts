import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { csvFormatRows } from "d3";
import { type LoadOptions, type LoadReport, load } from "../../../pipelines/load/load.ts";
import type { Value } from "../../../pipelines/warehouse/row.ts";
import { silent } from "../../../pipelines/warehouse/task.ts";
import { openWarehouse, type Warehouse } from "../../../pipelines/warehouse/warehouse.ts";
import { mappingsOf, shippedInstruments, UNMAPPED } from "../../shipped.ts";

/** A temporary folder with a warehouse and a pseudonym key of its own. */
export interface Bench {
  folder: string;
  warehouse: Warehouse;
  /** Writes a file into the folder, or into one below it. @returns its path. */
  write(name: string, content: string | Buffer): string;
  load(...paths: string[]): Promise<LoadReport>;
  loadWith(options: Partial<LoadOptions>, ...paths: string[]): Promise<LoadReport>;
  /** Every table that holds anything, to show that nothing changed. */
  state(): Promise<Record<string, Value>>;
  remove(): void;
}

/** Mappings of the folder that VSEND_MAPPINGS names, where a test has set it. */
const usual = () => (process.env.VSEND_MAPPINGS ? { mappings: mappingsOf() } : UNMAPPED);

export async function makeBench(file = ":memory:"): Promise<Bench> {
  const folder = mkdtempSync(join(tmpdir(), "vsend-test-"));
  process.env.VSEND_KEY_FILE = join(folder, "pseudonym.key");
  const warehouse = await openWarehouse(file === ":memory:" ? file : join(folder, file));
  return {
    folder,
    warehouse,
    write: (name, content) => {
      const path = join(folder, name);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, content);
      return path;
    },
    load: async (...paths) => load(warehouse, paths, shippedInstruments(), silent, usual()),
    loadWith: async (options, ...paths) =>
      load(warehouse, paths, shippedInstruments(), silent, { ...usual(), ...options }),
    state: async () => {
      const tables = await warehouse.rows<{ name: string }>(
        "select table_name as name from information_schema.tables where table_type = 'BASE TABLE' order by name",
      );
      const state: Record<string, Value> = {};
      for (const { name } of tables) {
        const rows = await warehouse.rows(`from "${name}" order by all`);
        if (rows.length > 0) state[name] = rows;
      }
      return state;
    },
    remove: () => {
      warehouse.close();
      rmSync(folder, { recursive: true });
    },
  };
}

export const SPEND_HEADER = [
  "authority_code",
  "child_id",
  "financial_year",
  "category",
  "amount_gbp",
] as const;

export type SpendRow = [
  authority: string,
  child: string,
  year: string,
  category: string,
  amount: string,
];

/** `n` good rows of spend, £100.01, £100.02, … on children C1, C2, … */
export const spendRows = (n: number, authority = "X10000001"): SpendRow[] =>
  Array.from({ length: n }, (_, i) => [
    authority,
    `C${i + 1}`,
    "2024-25",
    "top_up",
    (100 + (i + 1) / 100).toFixed(2),
  ]);

export const spendCsv = (rows: readonly (readonly string[])[]): string =>
  `${csvFormatRows([SPEND_HEADER, ...rows].map((row) => [...row]))}\n`;

/** Assessments with the core instrument, one row per child, every area at the level given. */
export function assessmentsCsv(
  rows: readonly Partial<Record<string, string>>[],
  more: readonly string[] = [],
): string {
  const areas = shippedInstruments()
    .find(({ instrument }) => instrument === "vsend-core")!
    .areas.map(({ id }) => `${id}_need`);
  const header = [
    "authority_code",
    "child_id",
    "date_of_birth",
    "assessed_on",
    "instrument",
    "version",
    "rated_by",
    ...areas,
    ...more,
  ];
  const usual: Record<string, string> = {
    authority_code: "X10000001",
    date_of_birth: "2015-03-14",
    assessed_on: "2025-01-31",
    instrument: "vsend-core",
    version: "2026.1",
    rated_by: "professional",
    ...Object.fromEntries(areas.map((area) => [area, "3"])),
  };
  const cells = rows.map((row) => header.map((column) => row[column] ?? usual[column] ?? ""));
  return `${csvFormatRows([header, ...cells])}\n`;
}
