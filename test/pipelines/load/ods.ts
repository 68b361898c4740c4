import { zip } from "./zip.ts";

/** A cell of an OpenDocument spreadsheet: its attributes without `office:`, and what it shows. */
export interface OdsCell {
  type?: "float" | "currency" | "percentage" | "date" | "time" | "boolean" | "string";
  value?: string;
  shown?: string;
  /** Further attributes, as they are written. */
  more?: string;
  covered?: boolean;
  comment?: string;
}

export interface OdsRow {
  cells: readonly OdsCell[];
  repeated?: number;
  visibility?: "collapse" | "filter";
}

export interface OdsSheet {
  rows: readonly OdsRow[];
  isHidden?: boolean;
  /** Columns, from the first: how many alike, and whether they are hidden. */
  columns?: readonly { repeated: number; isHidden: boolean }[];
}

const escaped = (text: string): string =>
  text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/"/g, "&quot;");

const VALUE: Record<string, string> = {
  date: "date-value",
  time: "time-value",
  boolean: "boolean-value",
  string: "string-value",
};

function cellXml({ type, value, shown, more = "", covered, comment }: OdsCell): string {
  const tag = covered ? "table:covered-table-cell" : "table:table-cell";
  const typed = type ? ` office:value-type="${type}"` : "";
  const held = type && value ? ` office:${VALUE[type] ?? "value"}="${value}"` : "";
  const note = comment
    ? `<office:annotation><text:p>${escaped(comment)}</text:p></office:annotation>`
    : "";
  const text = (shown ?? "")
    .split("\n")
    .map((line) => `<text:p>${escaped(line).replace(/ {2}/g, ' <text:s text:c="1"/>')}</text:p>`)
    .join("");
  return `<${tag}${typed}${held} ${more}>${note}${shown === undefined ? "" : text}</${tag}>`;
}

/** An .ods file. */
export function ods(sheets: Record<string, OdsSheet>, manifest = ""): Buffer {
  const tables = Object.entries(sheets).map(([name, { rows, isHidden, columns = [] }]) => {
    const columnXml = columns.map(
      ({ repeated, isHidden }) =>
        `<table:table-column table:number-columns-repeated="${repeated}"${isHidden ? ' table:visibility="collapse"' : ""}/>`,
    );
    const rowXml = rows.map(
      ({ cells, repeated = 1, visibility }) =>
        `<table:table-row table:number-rows-repeated="${repeated}"${visibility ? ` table:visibility="${visibility}"` : ""}>${cells.map(cellXml).join("")}</table:table-row>`,
    );
    return `<table:table table:name="${escaped(name)}" table:style-name="${isHidden ? "gone" : "here"}">${columnXml.join("")}${rowXml.join("")}</table:table>`;
  });
  const style = (name: string, display: boolean) =>
    `<style:style style:name="${name}" style:family="table"><style:table-properties table:display="${display}"/></style:style>`;
  return zip({
    mimetype: "application/vnd.oasis.opendocument.spreadsheet",
    "META-INF/manifest.xml": `<manifest:manifest xmlns:manifest="m">${manifest}</manifest:manifest>`,
    "content.xml": `<?xml version="1.0"?><office:document-content xmlns:office="o" xmlns:table="t" xmlns:text="x" xmlns:style="s"><office:automatic-styles>${style("here", true)}${style("gone", false)}</office:automatic-styles><office:body><office:spreadsheet>${tables.join("")}</office:spreadsheet></office:body></office:document-content>`,
  });
}

/** Rows of text. */
export const textRows = (rows: readonly (readonly string[])[]): OdsRow[] =>
  rows.map((cells) => ({ cells: cells.map((shown) => ({ type: "string" as const, shown })) }));
