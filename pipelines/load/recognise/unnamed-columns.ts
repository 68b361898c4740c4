import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import { csvParse } from "d3";
import { columnName } from "../../../loaders/contract/define-loader.ts";
import { dataError } from "../../warehouse/errors.ts";
import { isUnknownSql, numberSql } from "../../warehouse/figure-sql.ts";
import { quote, trimSql } from "../../warehouse/sql.ts";
import type { Warehouse } from "../../warehouse/warehouse.ts";
import { type Candidate, shortName } from "../read/formats/candidate.ts";
import { readCsvSql } from "../read/formats/read-csv.ts";
import type { Plain } from "../read/formats/table.ts";
import { countCells, rowsOfCells } from "./count-cells.ts";
import type { Recognised } from "./recognised.ts";
import { filledOf, twice } from "./same-name.ts";
import type { Rest, RestColumn } from "./unnamed-column.ts";

/** Share of cells below which totals by name are few. */
const FEW_SHARE = 0.02;
const PLACE = /(_code|_name|_urn|_ukprn|_laestab)$/;

/** What stands in a column, in cells that are not blank. */
interface Held {
  numbers: number;
  symbols: number;
  unread: number;
  /** Cells such as Total: the whole of what a filter parts. */
  wholes: number;
}

/**
 * Sorts the columns that a loader does not name into filters and figures, by the whole of each: as
 * the file's own `.meta.csv` says where it stands beside it, else figures are columns mostly of
 * numbers and symbols by which rows are not told apart.
 *
 * @param path Where the file can be read as text with one header line.
 * @returns null when the file has no figures.
 * @throws VsendError for a meta file that cannot be read, has another kind of column, or leaves out a figure.
 */
export async function restOf(
  warehouse: Warehouse,
  { file, header, positions, delimiter, contract }: Recognised,
  { path, isDamaged = false }: Plain,
): Promise<Rest | null> {
  const taken = new Set(Object.values(positions));
  const stated = await statedKinds(file);
  const named = new Set(positionsNames(header, positions));
  const places = new Map<string, number[]>();
  for (const [position, heading] of header.entries()) {
    const name = columnName(heading);
    if (taken.has(position) || name === "" || named.has(name)) continue;
    places.set(name, [...(places.get(name) ?? []), position]);
  }
  if (places.size === 0) return null;
  const cells = readCsvSql(path, header.length, {
    delimiter,
    isRagged: contract.isRagged,
    isDamaged,
  });
  const columns: RestColumn[] = [];
  for (const [name, same] of places) {
    const { filled, differ } =
      same.length > 1
        ? await filledOf(warehouse, file, cells, same)
        : { filled: same, differ: false };
    if (differ) throw twice(file, name, filled);
    columns.push({ name, position: filled[0] ?? same[0]! });
  }
  const held = await heldIn(warehouse, columns, cells, file);
  const rest: Rest = { file: stem(file.name), filters: [], figures: [], unread: {} };
  const likely = await likelyFigures(
    warehouse,
    file,
    cells,
    Object.values(positions),
    columns,
    held,
  );
  for (const column of columns) {
    const { name } = column;
    const { unread } = held.get(name)!;
    const looksLikeFigure = likely.has(name);
    if (stated && looksLikeFigure && !stated.kinds.has(name)) throw unstated(stated.file, name);
    const isFigure = stated ? stated.kinds.get(name) === "indicator" : looksLikeFigure;
    (isFigure ? rest.figures : rest.filters).push(column);
    if (isFigure && unread > 0) rest.unread[name] = unread;
  }
  // The filters are part of a row's key, which must not depend on the order of the columns.
  rest.filters.sort((a, b) => (a.name < b.name ? -1 : 1));
  return rest.figures.length > 0 ? rest : null;
}

/**
 * Names of the columns mostly of numbers and symbols. One in which cells are totals by name, as in
 * ages 5, 6 and Total, is a filter, unless those are few and rows can be told apart without it: then
 * they are odd cells of a figure.
 */
async function likelyFigures(
  warehouse: Warehouse,
  file: Candidate,
  cells: string,
  taken: readonly number[],
  columns: readonly RestColumn[],
  held: ReadonlyMap<string, Held>,
): Promise<Set<string>> {
  const numeric = columns.filter(({ name }) => {
    const { numbers, symbols, unread } = held.get(name)!;
    return !PLACE.test(name) && numbers + symbols > unread;
  });
  const likely = new Set(numeric.map(({ name }) => name));
  const wholes = ({ name }: RestColumn) => held.get(name)!.wholes;
  const isFew = (column: RestColumn) => {
    const { numbers, symbols, unread } = held.get(column.name)!;
    return wholes(column) < 2 || wholes(column) < FEW_SHARE * (numbers + symbols + unread);
  };
  const doubtful = numeric.filter((column) => wholes(column) > 0);
  for (const { name } of doubtful.filter((column) => !isFew(column))) likely.delete(name);
  const key = [
    ...taken,
    ...columns.filter(({ name }) => !likely.has(name)).map(({ position }) => position),
  ];
  for (const column of doubtful.filter(isFew).sort((a, b) => wholes(b) - wholes(a))) {
    if (await tellsApart(warehouse, file, cells, key)) break;
    likely.delete(column.name);
    key.push(column.position);
  }
  return likely;
}

/** Whether no two rows hold the same in some columns. */
async function tellsApart(
  warehouse: Warehouse,
  file: Candidate,
  cells: string,
  places: readonly number[],
): Promise<boolean> {
  if (places.length === 0) return false;
  const texts = places.map((at) => `coalesce(c${at}, '')`);
  const { apart } = await countCells<{ apart: boolean }>(
    warehouse,
    file,
    `select count(*) = count(distinct hash(${texts.join(", ")})) as apart from ${cells}`,
  );
  return apart;
}

/** Names of the columns that the loader takes, whose namesakes are none of the rest. */
const positionsNames = (
  header: readonly string[],
  positions: Readonly<Record<string, number>>,
): string[] => Object.values(positions).map((at) => columnName(header[at]!));

async function heldIn(
  warehouse: Warehouse,
  columns: readonly RestColumn[],
  cells: string,
  file: Candidate,
): Promise<Map<string, Held>> {
  const counts = columns.flatMap(({ position }, i) => {
    const cell = `c${position}`;
    const count = (name: keyof Held, condition: string) =>
      `count(*) filter (${condition}) as ${name}_${i}`;
    return [
      count("numbers", `(${numberSql(cell)}) is not null`),
      count("unread", isUnknownSql(cell)),
      count("wholes", `regexp_matches(lower(${trimSql(cell)}), '^(total|all)\\b')`),
      `count(*) filter (${trimSql(cell)} <> '') as filled_${i}`,
    ];
  });
  const row = await countCells<Record<string, number>>(
    warehouse,
    file,
    `select ${counts.join(", ")} from ${cells}`,
  );
  return new Map(
    columns.map(({ name }, i) => {
      const of = (what: string) => Number(row[`${what}_${i}`]);
      const [numbers, unread] = [of("numbers"), of("unread")];
      return [
        name,
        { numbers, unread, wholes: of("wholes"), symbols: of("filled") - numbers - unread },
      ];
    }),
  );
}

/** Name of the file that says what the columns of a data file are. */
export const metaName = (name: string): string => name.replace(/([.]csv)?$/i, ".meta.csv");

const KINDS = ["filter", "indicator"];

async function statedKinds(
  file: Candidate,
): Promise<{ file: string; kinds: Map<string, string> } | null> {
  const meta = file.meta ?? metaName(file.path);
  if (!existsSync(meta)) return null;
  const name = metaName(shortName(file));
  const rows = csvParse((await readFile(meta, "utf8")).replace(/^\ufeff/, ""));
  if (!rows.columns.includes("col_name") || !rows.columns.includes("col_type")) {
    throw wrongMeta(
      name,
      "a file of commas with the columns col_name and col_type",
      "neither, or other marks between its cells",
    );
  }
  const kinds = new Map(
    rows.map((row) => [columnName(row.col_name ?? ""), (row.col_type ?? "").trim().toLowerCase()]),
  );
  for (const [column, kind] of kinds) {
    if (!KINDS.includes(kind))
      throw wrongMeta(
        name,
        `col_type Filter or Indicator of "${column}"`,
        kind ? `"${kind}"` : "a blank",
      );
  }
  return { file: name, kinds };
}

const unstated = (meta: string, column: string) =>
  wrongMeta(meta, "a row for each column of figures", `none for "${column}"`);

const wrongMeta = (where: string, expected: string, came: string) =>
  dataError({
    expected,
    came,
    where,
    todo: "correct the meta file, or load the data file without it; nothing was loaded",
  });

/** A file is the same whether it is packed or not, and in whatever form: its stem is part of its rows' key. */
export const stem = (name: string): string =>
  basename(name)
    .replace(/[.]gz$/i, "")
    .replace(/([.]meta)?[.][a-z]+$/i, "");

/** The columns of a loader's table that hold the rest. */
export const REST_STORED = [
  { name: "file", type: "varchar" },
  { name: "filters", type: "varchar" },
  { name: "figures", type: "map(varchar, varchar)" },
];

export const restCells = ({ filters, figures }: Rest): string[] =>
  [...filters, ...figures].map(({ position }) => `c${position}`);

const cellSql = (position: number): string => `nullif(${trimSql(`c${position}`)}, '')`;

/** A cell of a figure that holds neither a number nor a known symbol is left out, and is no symbol. */
export function restSql({ file, filters, figures, unread }: Rest): string[] {
  const pairs = filters.map(({ name, position }) => `${quote(name)}, ${cellSql(position)}`);
  const list = (cells: string[]) => `[${cells.join(", ")}]::varchar[]`;
  const map = (these: readonly RestColumn[]) =>
    `map(${list(these.map(({ name }) => quote(name)))}, ${list(these.map(({ position }) => cellSql(position)))})`;
  const doubtful = figures.filter(({ name }) => unread[name]);
  const sure = figures.filter(({ name }) => !unread[name]);
  const parts = [
    ...(sure.length > 0 ? [map(sure)] : []),
    ...doubtful.map(
      (column) =>
        `case when ${isUnknownSql(`c${column.position}`)} then ${map([])} else ${map([column])} end`,
    ),
  ];
  return [
    `${quote(file)} as file`,
    `json_object(${pairs.join(", ")})::varchar as filters`,
    `${parts.length > 1 ? `map_concat(${parts.join(", ")})` : parts[0]}::map(varchar, varchar) as figures`,
  ];
}

/** A cell of a figure that holds neither a number nor a known symbol. */
export interface UnreadCell {
  /** Row of the file's data, the header not counted. */
  row: number;
  position: number;
  column: string;
  value: string;
}

const MOST_KEPT = 10_000;
const MOST_OF_A_VALUE = 200;

/** The cells of figures that are refused, in the file's order. Not to be called within a transaction. */
export async function unreadCells(
  warehouse: Warehouse,
  { file, header, delimiter, contract, rest }: Recognised,
): Promise<UnreadCell[]> {
  const doubtful = rest?.figures.filter(({ name }) => rest.unread[name]) ?? [];
  const cells = readCsvSql(file.path, header.length, {
    delimiter,
    isRagged: contract.isRagged,
    isDamaged: file.isDamaged,
  });
  const found: UnreadCell[] = [];
  for (const { name, position } of doubtful) {
    const rows = await rowsOfCells<{ row: number; value: string }>(
      warehouse,
      file,
      `select row, left(value, ${MOST_OF_A_VALUE}) as value
      from (select row_number() over () as row, ${trimSql(`c${position}`)} as value, c${position} as cell from ${cells})
      where ${isUnknownSql("cell")} order by row limit ${MOST_KEPT - found.length}`,
    );
    found.push(...rows.map((one) => ({ ...one, position, column: name })));
  }
  return found;
}

/** What the report of a load says of the columns that its loader does not name. */
export function restNotes({ filters, figures, unread }: Rest): string[] {
  const names = (columns: readonly RestColumn[]) =>
    columns.map(({ name }) => name).join(", ") || "none";
  return [
    `has the figures ${names(figures)} and the filters ${names(filters)}`,
    ...Object.entries(unread).map(
      ([name, cells]) =>
        `has ${cells} ${cells === 1 ? "cell" : "cells"} of ${name} refused, which hold neither a number nor a known symbol (vsend query 'from refused_cells' lists them)`,
    ),
  ];
}
