import { z } from "zod";

/** What a spreadsheet takes for the beginning of a formula. */
const FORMULA = /^[=+\-@\t\r]/;

/**
 * Text of a delimited file that a spreadsheet shows as it is: an apostrophe goes before what would
 * be taken for a formula (OWASP, CSV injection). Numbers are no text and are left alone.
 */
export const safeCell = (text: string): string => (FORMULA.test(text) ? `'${text}` : text);

/** Rows with the text of every cell made safe, for `csvFormat`. */
export const safeRows = <T extends object>(rows: readonly T[]): T[] =>
  rows.map(
    (row) =>
      Object.fromEntries(
        Object.entries(row).map(([column, value]) => [
          column,
          typeof value === "string" ? safeCell(value) : value,
        ]),
      ) as T,
  );

/** A title or name that others write into a YAML file and that is shown, pasted and downloaded. */
export const title = () =>
  z
    .string()
    .refine(
      (text) => safeCell(text) === text,
      "begins with = + - @, a tab or a line end, which a spreadsheet takes for a formula",
    );
