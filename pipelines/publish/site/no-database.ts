import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";

/** What Framework would download for a page with SQL. Nothing of it is run. */
const ENGINE = "_npm/@duckdb/duckdb-wasm@1.29.0";
const FILES = [
  "_esm.js",
  ...["mvp", "eh"].flatMap((kind) => [
    `dist/duckdb-${kind}.wasm`,
    `dist/duckdb-browser-${kind}.worker.js`,
  ]),
];

/** Lets a preview show pages with SQL, for which Framework wants an engine in its cache. */
export async function withoutEngine(cache: string): Promise<void> {
  await mkdir(join(cache, ENGINE, "dist"), { recursive: true });
  for (const file of FILES) await writeFile(join(cache, ENGINE, file), "");
}

/** Where pages find what asks a database. */
export const DATABASE = "/_observablehq/stdlib/duckdb.js";

/** The module of that name where no warehouse is behind the page. */
export const NO_DATABASE = `const refuse = () => {
  throw new Error("SQL asks the warehouse, which is private: open the private link that vsend preview printed");
};
export const sql = async () => refuse();
export const registerTable = refuse;
export class DuckDBClient {
  static of = async () => refuse();
  static sql = async () => refuse();
}
`;
