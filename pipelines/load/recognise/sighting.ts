import {
  type Contract,
  columnName,
  contractNames,
  type FileHead,
  requiredColumns,
} from "../../../loaders/contract/define-loader.ts";
import { isBlankRow } from "../read/formats/records.ts";
import type { Head, HeaderPlace, Table } from "../read/formats/table.ts";

/** One way of reading a table: split so, with the header there. */
export interface Sighting extends FileHead {
  head: Head;
  place: HeaderPlace;
  /** The header as contracts write it. */
  columns: ReadonlySet<string>;
}

/** Every way of reading a table whose header stands where `headers` says, the topmost first. */
export function sightings(table: Table, headers: (head: Head) => HeaderPlace[]): Sighting[] {
  return table.heads.flatMap((head) =>
    headers(head).map((place) => {
      const below = head.rows.slice(place.first + place.depth);
      const first = below.find(({ cells }) => !isBlankRow(cells))?.cells ?? [];
      const names = place.names.map(columnName);
      return {
        name: table.file.name,
        header: place.names,
        firstRow: firstCells(names, first),
        head,
        place,
        columns: new Set(names),
      };
    }),
  );
}

/** Text of a row by column; of columns of one name, that of the first which holds anything. */
function firstCells(names: readonly string[], row: readonly string[]): Record<string, string> {
  const cells: Record<string, string> = {};
  for (const [i, name] of names.entries()) cells[name] ||= row[i]?.trim() ?? "";
  return cells;
}

const required = new WeakMap<Contract, readonly string[]>();

/** Names of the columns that a file of a loader must have, worked out once. */
export function requiredOf(contract: Contract): readonly string[] {
  const known = required.get(contract) ?? requiredColumns(contract);
  required.set(contract, known);
  return known;
}

/** Columns that a loader needs and a reading of a table lacks. */
export function missingColumns(contract: Contract, { columns, header }: Sighting): string[] {
  const others = Object.values(contract.aliases ?? {}).flat();
  const present = others.some((name) => columns.has(name))
    ? new Set(contractNames(contract, header))
    : columns;
  return requiredOf(contract).filter((name) => !present.has(name));
}
