import type { CellObject } from "write-excel-file/node";

const LONGEST = 32_767;

/**
 * A cell that a spreadsheet keeps as text, whatever it begins with: its type is text and so is its
 * format, so that even editing it does not make a formula of "=1+1" or a number of "007".
 */
export function textCell(text: string, look: CellObject = {}): CellObject {
  // The library looks texts up in a plain object, which already knows words such as "constructor".
  const safe = text in {} ? `${text} ` : text;
  return {
    value: safe.slice(0, LONGEST),
    type: String,
    format: "@",
    alignVertical: "top",
    ...look,
  };
}

export const numberCell = (value: number, format = "0"): CellObject => ({
  value,
  type: Number,
  format,
  alignVertical: "top",
});

export const heading = (text: string): CellObject =>
  textCell(text, { fontWeight: "bold", backgroundColor: "#e8eef4", wrap: true });
