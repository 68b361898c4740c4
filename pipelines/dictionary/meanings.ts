import { readFileSync } from "node:fs";
import { csvParse } from "d3";
import { projectFile } from "../warehouse/installation.ts";

const read = (name: string) =>
  csvParse(readFileSync(projectFile(`data/dictionary/${name}.csv`), "utf8"));

/** What tables are that no model or contract describes, by name. */
export const tableMeanings: ReadonlyMap<string, string> = new Map(
  read("tables").map(({ table, meaning }) => [table!, meaning!]),
);

const meanings = new Map(
  read("columns").map(({ table, column, meaning }) => [`${table} ${column}`, meaning!]),
);

/** What a column of one table means, where it is not what columns of that name mean. */
export const ownMeaning = (table: string, column: string) => meanings.get(`${table} ${column}`);

/** What columns of a name mean in any table. */
export const commonMeaning = (column: string) => meanings.get(`* ${column}`);

const units = new Map(
  read("units").map(({ table, column, unit }) => [`${table} ${column}`, unit!]),
);

/** What a number of a published table counts or is measured in; null where nobody has said. */
export const unitOf = (table: string, column: string): string | null =>
  units.get(`${table} ${column}`) ?? units.get(`* ${column}`) ?? null;
