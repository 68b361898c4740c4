import { columnLetter } from "../../../pipelines/load/read/formats/origin.ts";
import { zip } from "./zip.ts";

/** A cell of a workbook: text in the string table, or a number as stored. */
export interface Cell {
  text?: string;
  number?: string;
  formula?: string;
  style?: "day" | "padded";
  /** A number format of the cell's own. */
  format?: string;
}

/** What a workbook has besides the cells of its sheets. */
export interface Looks {
  /** Names of sheets, and how they are hidden. */
  hidden?: Readonly<Record<string, "hidden" | "veryHidden">>;
  /** Rows and columns (from 1) that are hidden on every sheet. */
  hiddenRows?: readonly number[];
  hiddenColumns?: readonly number[];
  /** Ranges, such as A2:A4, on every sheet. */
  merged?: readonly string[];
}

const escaped = (text: string): string => text.replace(/&/g, "&amp;").replace(/</g, "&lt;");

/** An .xlsx file, its texts in the string table as Excel keeps them. */
export function book(
  sheets: Record<string, readonly (readonly Cell[])[]>,
  { hidden = {}, hiddenRows = [], hiddenColumns = [], merged = [] }: Looks = {},
): Buffer {
  const codes: string[] = ["00000"];
  const strings: string[] = [];
  const names = Object.keys(sheets);
  const styleOf = ({ style, format }: Cell): string => {
    if (format !== undefined && !codes.includes(format)) codes.push(format);
    const own = format === undefined ? null : codes.indexOf(format) + 2;
    const nth = own ?? (style === "day" ? 1 : style ? 2 : null);
    return nth === null ? "" : ` s="${nth}"`;
  };
  const cellXml = (cell: Cell, at: string): string => {
    const { text, number, formula } = cell;
    const f = formula ? `<f>${formula}</f>` : "";
    const s = styleOf(cell);
    if (text !== undefined)
      return `<c r="${at}"${s} t="s">${f}<v>${strings.push(text) - 1}</v></c>`;
    return `<c r="${at}"${s}>${f}${number === undefined ? "" : `<v>${number}</v>`}</c>`;
  };
  const sheetXml = (rows: readonly (readonly Cell[])[]): string =>
    `<worksheet>${hiddenColumns.length ? `<cols>${hiddenColumns.map((column) => `<col min="${column}" max="${column}" width="9" hidden="1"/>`).join("")}</cols>` : ""}<sheetData>${rows
      .map((cells, i) => {
        const xml = cells.map((cell, j) => cellXml(cell, `${columnLetter(j)}${i + 1}`));
        return `<row r="${i + 1}"${hiddenRows.includes(i + 1) ? ' hidden="1"' : ""}>${xml.join("")}</row>`;
      })
      .join(
        "",
      )}</sheetData>${merged.length ? `<mergeCells>${merged.map((range) => `<mergeCell ref="${range}"/>`).join("")}</mergeCells>` : ""}</worksheet>`;
  const relation = (id: string, type: string, target: string) =>
    `<Relationship Id="${id}" Type="x/${type}" Target="${target}"/>`;
  const parts = Object.fromEntries(
    names.map((name, i) => [`xl/worksheets/sheet${i}.xml`, sheetXml(sheets[name]!)]),
  );
  return zip({
    ...parts,
    "xl/workbook.xml": `<workbook xmlns:r="r"><sheets>${names.map((name, i) => `<sheet name="${escaped(name)}"${hidden[name] ? ` state="${hidden[name]}"` : ""} r:id="r${i}"/>`).join("")}</sheets></workbook>`,
    "xl/_rels/workbook.xml.rels": `<Relationships>${names.map((_, i) => relation(`r${i}`, "worksheet", `worksheets/sheet${i}.xml`)).join("")}${relation("s", "styles", "styles.xml")}${relation("t", "sharedStrings", "sharedStrings.xml")}</Relationships>`,
    "xl/styles.xml": `<styleSheet><numFmts>${codes.map((code, i) => `<numFmt numFmtId="${164 + i}" formatCode="${escaped(code).replaceAll('"', "&quot;")}"/>`).join("")}</numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/>${codes.map((_, i) => `<xf numFmtId="${164 + i}"/>`).join("")}</cellXfs></styleSheet>`,
    "xl/sharedStrings.xml": `<sst>${strings.map((text) => `<si><t>${escaped(text)}</t></si>`).join("")}</sst>`,
  });
}
