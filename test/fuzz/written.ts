import { gzipSync } from "node:zlib";
import iconv from "iconv-lite";
import { columnLetter } from "../../pipelines/load/read/formats/origin.ts";
import { quote } from "../../pipelines/warehouse/sql.ts";
import type { Warehouse } from "../../pipelines/warehouse/warehouse.ts";
import { zip } from "../pipelines/load/zip.ts";

export const CONTAINERS = ["csv", "xlsx", "parquet", "ndjson"] as const;
export type Container = (typeof CONTAINERS)[number];

export interface Dialect {
  delimiter: string;
  encoding: string;
  hasMark: boolean;
  lineEnd: string;
}

/** Delimited text in any dialect. */
export function delimited(
  grid: readonly (readonly string[])[],
  { delimiter, encoding, hasMark, lineEnd }: Dialect,
): Buffer {
  const cell = (text: string) =>
    text.includes(delimiter) || /["\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  const text = grid.map((row) => row.map(cell).join(delimiter) + lineEnd).join("");
  return iconv.encode(text, encoding, { addBOM: hasMark });
}

const escaped = (text: string): string =>
  text.replace(/[&<>]/g, (mark) => (mark === "&" ? "&amp;" : mark === "<" ? "&lt;" : "&gt;"));

const SERIAL_ZERO = Date.UTC(1899, 11, 30);

/** A cell of a workbook: days and numbers as Excel stores them, a fifth of all cells as formulas. */
function sheetCell(text: string, row: number, column: number): string {
  const at = `r="${columnLetter(column)}${row}"`;
  const formula = (row * 31 + column) % 5 === 0 ? "<f>A1</f>" : "";
  if (/^[0-9]{4}-[0-9]{2}-[0-9]{2}$/.test(text)) {
    const serial = (Date.parse(`${text}T00:00:00Z`) - SERIAL_ZERO) / 86_400_000;
    return `<c ${at} s="1">${formula}<v>${serial}</v></c>`;
  }
  // A workbook keeps fifteen digits of a number.
  if (/^-?(0|[1-9][0-9]{0,8})([.][0-9]{0,5}[1-9])?$/.test(text) && text !== "-0")
    return `<c ${at}>${formula}<v>${text}</v></c>`;
  if (text === "") return "";
  if ((row + column) % 2) return `<c ${at} t="str">${formula}<v>${escaped(text)}</v></c>`;
  return `<c ${at} t="inlineStr"><is><t xml:space="preserve">${escaped(text)}</t></is></c>`;
}

/** A workbook of one sheet, and one before it that holds no table. */
export function workbook(grid: readonly (readonly string[])[]): Record<string, string> {
  const sheet = (rows: readonly (readonly string[])[]) =>
    `<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>${rows
      .map(
        (cells, i) =>
          `<row r="${i + 1}">${cells.map((text, j) => sheetCell(text, i + 1, j)).join("")}</row>`,
      )
      .join("")}</sheetData></worksheet>`;
  const relation = (id: string, type: string, target: string) =>
    `<Relationship Id="${id}" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/${type}" Target="${target}"/>`;
  return {
    "[Content_Types].xml": "<Types/>",
    "xl/workbook.xml": `<workbook xmlns:r="r"><sheets><sheet name="About" sheetId="1" r:id="r1"/><sheet name="Rows" sheetId="2" r:id="r2"/></sheets></workbook>`,
    "xl/_rels/workbook.xml.rels": `<Relationships>${relation("r1", "worksheet", "worksheets/sheet1.xml")}${relation("r2", "worksheet", "worksheets/sheet2.xml")}${relation("r3", "styles", "styles.xml")}</Relationships>`,
    "xl/styles.xml": `<styleSheet><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>`,
    "xl/worksheets/sheet1.xml": sheet([["An extract"]]),
    "xl/worksheets/sheet2.xml": sheet(grid),
  };
}

export const xlsx = (parts: Record<string, string | Buffer>): Buffer => zip(parts);

export const ndjson = ([header, ...rows]: readonly (readonly string[])[]): Buffer =>
  Buffer.from(
    rows
      .map(
        (row) =>
          `${JSON.stringify(Object.fromEntries(row.flatMap((text, i) => (header![i] === undefined ? [] : [[header![i]!, text === "" ? null : text]]))))}\n`,
      )
      .join(""),
  );

export async function writeParquet(warehouse: Warehouse, csv: string, to: string): Promise<void> {
  await warehouse.run(
    `copy (from read_csv(${quote(csv)}, header = true, all_varchar = true, delim = ',', quote = '"', escape = '"', auto_detect = false, null_padding = true, columns = {${(await headerOf(warehouse, csv)).map((name) => `${quote(name)}: 'varchar'`).join(", ")}})) to ${quote(to)} (format parquet)`,
  );
}

async function headerOf(warehouse: Warehouse, csv: string): Promise<string[]> {
  const columns = await warehouse.rows<{ column_name: string }>(
    `describe from read_csv(${quote(csv)}, header = true, all_varchar = true, delim = ',')`,
  );
  return columns.map(({ column_name }) => column_name);
}

export const gzipped = (bytes: Buffer): Buffer => gzipSync(bytes, { level: 1 });
export const zipped = (files: Readonly<Record<string, Buffer>>): Buffer => zip({ ...files });
