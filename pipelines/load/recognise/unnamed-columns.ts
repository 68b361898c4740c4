import { existsSync } from "node:fs";
import { open, readFile } from "node:fs/promises";
import { basename } from "node:path";
import { csvParse, dsvFormat } from "d3";
import { columnName } from "../../../loaders/contract/define-loader.ts";
import { quote } from "../../warehouse/sql.ts";
import type { Candidate } from "../read/formats/candidate.ts";
import type { Recognised } from "./recognised.ts";
import type { Rest } from "./unnamed-column.ts";

const SAMPLE_BYTES = 1 << 20;
const FIGURE = /^(-?[0-9]+([.][0-9]+)?(E-?[0-9]+)?%?|[cxzuk:~-]|low|NA|NULL|[.]{1,2}|)$/;
const PLACE = /(_code|_name|_urn|_ukprn|_laestab)$/;

/**
 * Sorts the columns that a loader does not name into filters and figures: as the file's own
 * `.meta.csv` says where it stands beside it, else figures are columns of numbers and symbols.
 *
 * @param path Where the file can be read as text with one header line.
 * @returns null when the file has no figures.
 */
export async function restOf(
  { file, header, positions, delimiter }: Recognised,
  path: string,
): Promise<Rest | null> {
  const taken = new Set(Object.values(positions));
  const sample = dsvFormat(delimiter)
    .parseRows(await beginning(path))
    .slice(1);
  const kinds = await statedKinds(file);
  const rest: Rest = { file: stem(file.name), filters: [], figures: [] };
  const seen = new Set<string>();
  for (const [position, heading] of header.entries()) {
    const name = columnName(heading);
    if (taken.has(position) || name === "" || seen.has(name)) continue;
    seen.add(name);
    const values = sample.map((row) => (row[position] ?? "").trim());
    const looksLikeFigure =
      !PLACE.test(name) &&
      values.every((value) => FIGURE.test(value)) &&
      values.some((value) => value !== "");
    const isFigure = kinds ? kinds.get(name) === "indicator" : looksLikeFigure;
    (isFigure ? rest.figures : rest.filters).push({ name, position });
  }
  return rest.figures.length > 0 ? rest : null;
}

async function beginning(path: string): Promise<string> {
  const handle = await open(path);
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(SAMPLE_BYTES), 0, SAMPLE_BYTES, 0);
    const text = buffer.subarray(0, bytesRead).toString("utf8");
    return bytesRead < SAMPLE_BYTES ? text : text.slice(0, text.lastIndexOf("\n"));
  } finally {
    await handle.close();
  }
}

/** Name of the file that says what the columns of a data file are. */
export const metaName = (name: string): string => name.replace(/([.]csv)?$/i, ".meta.csv");

async function statedKinds(file: Candidate): Promise<Map<string, string> | null> {
  const meta = file.meta ?? metaName(file.path);
  if (!existsSync(meta)) return null;
  const rows = csvParse((await readFile(meta, "utf8")).replace(/^\ufeff/, ""));
  return new Map(
    rows.map((row) => [columnName(row.col_name ?? ""), (row.col_type ?? "").toLowerCase()]),
  );
}

const stem = (name: string): string => basename(name).replace(/([.]meta)?[.][a-z]+$/i, "");

/** The columns of a loader's table that hold the rest. */
export const REST_STORED = [
  { name: "file", type: "varchar" },
  { name: "filters", type: "varchar" },
  { name: "figures", type: "map(varchar, varchar)" },
];

export const restCells = ({ filters, figures }: Rest): string[] =>
  [...filters, ...figures].map(({ position }) => `c${position}`);

export function restSql({ file, filters, figures }: Rest): string[] {
  const pairs = filters.map(({ name, position }) => `${quote(name)}, c${position}`);
  const list = (cells: string[]) => `[${cells.join(", ")}]::varchar[]`;
  return [
    `${quote(file)} as file`,
    `json_object(${pairs.join(", ")})::varchar as filters`,
    `map(${list(figures.map(({ name }) => quote(name)))}, ${list(figures.map(({ position }) => `trim(c${position})`))}) as figures`,
  ];
}
