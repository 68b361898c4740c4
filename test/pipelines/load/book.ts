import { columnLetter } from "../../../pipelines/load/read/formats/origin.ts";
import { zip } from "./zip.ts";

/** A cell of a workbook: text in the string table, or a number as stored. */
export interface Cell {
  text?: string;
  number?: string;
  formula?: string;
  style?: "day" | "padded";
}

const escaped = (text: string): string => text.replace(/&/g, "&amp;").replace(/</g, "&lt;");

/** An .xlsx file, its texts in the string table as Excel keeps them. */
export function book(sheets: Record<string, readonly (readonly Cell[])[]>): Buffer {
  const strings: string[] = [];
  const names = Object.keys(sheets);
  const cellXml = ({ text, number, formula, style }: Cell, at: string): string => {
    const f = formula ? `<f>${formula}</f>` : "";
    if (text !== undefined) return `<c r="${at}" t="s">${f}<v>${strings.push(text) - 1}</v></c>`;
    const s = style ? ` s="${style === "day" ? 1 : 2}"` : "";
    return `<c r="${at}"${s}>${f}${number === undefined ? "" : `<v>${number}</v>`}</c>`;
  };
  const sheetXml = (rows: readonly (readonly Cell[])[]): string =>
    `<worksheet><sheetData>${rows
      .map((cells, i) => {
        const xml = cells.map((cell, j) => cellXml(cell, `${columnLetter(j)}${i + 1}`));
        return `<row r="${i + 1}">${xml.join("")}</row>`;
      })
      .join("")}</sheetData></worksheet>`;
  const relation = (id: string, type: string, target: string) =>
    `<Relationship Id="${id}" Type="x/${type}" Target="${target}"/>`;
  const parts = Object.fromEntries(
    names.map((name, i) => [`xl/worksheets/sheet${i}.xml`, sheetXml(sheets[name]!)]),
  );
  return zip({
    ...parts,
    "xl/workbook.xml": `<workbook xmlns:r="r"><sheets>${names.map((name, i) => `<sheet name="${escaped(name)}" r:id="r${i}"/>`).join("")}</sheets></workbook>`,
    "xl/_rels/workbook.xml.rels": `<Relationships>${names.map((_, i) => relation(`r${i}`, "worksheet", `worksheets/sheet${i}.xml`)).join("")}${relation("s", "styles", "styles.xml")}${relation("t", "sharedStrings", "sharedStrings.xml")}</Relationships>`,
    "xl/styles.xml": `<styleSheet><numFmts><numFmt numFmtId="164" formatCode="00000"/></numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/></cellXfs></styleSheet>`,
    "xl/sharedStrings.xml": `<sst>${strings.map((text) => `<si><t>${escaped(text)}</t></si>`).join("")}</sst>`,
  });
}
