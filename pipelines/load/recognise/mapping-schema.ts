import { z } from "zod";
import { ALL_STRIPS } from "../cells/strip.ts";
import { isDateFormat } from "./date-format.ts";

/** How headings are compared: letters' case, a byte-order mark and runs of spaces aside. */
export const headingKey = (heading: string): string =>
  heading
    .replace(/^\ufeff/, "")
    .trim()
    .replace(/\s+/g, " ")
    .toLowerCase();

const heading = z.string().refine((text) => headingKey(text) !== "", "expected a column's name");

const mappedColumn = z.preprocess(
  (content) => (typeof content === "string" ? { from: content } : content),
  z.strictObject({
    /** The supplier's name of the column. */
    from: heading,
    /** What values of the supplier mean; an empty text means that nothing is known. */
    values: z.record(z.string(), z.string()).optional(),
    date_format: z
      .string()
      .refine(
        isDateFormat,
        "expected a day, a month and a year, such as DD.MM.YYYY, D MMM YYYY or, of two digits, DD/MM/20YY",
      )
      .optional(),
    /** What is stripped from identifiers, so that they are those of another extract. */
    strip: z.array(z.enum(ALL_STRIPS)).min(1).optional(),
  }),
);

/** One column of a contract as a supplier gives it. */
export interface MappedColumn extends z.infer<typeof mappedColumn> {
  /** What the mapping says of every column: texts that stand for a blank, and forms of days. */
  blanks?: readonly string[];
  date_formats?: readonly string[];
}

/** The forms in which a column's days are read; none where they stand as loaders read them. */
export const datesOf = (column: MappedColumn | undefined): readonly string[] =>
  column?.date_format ? [column.date_format] : (column?.date_formats ?? []);

/** A mapping as it is written: how one authority's file says what a loader's columns ask. */
export const mappingSchema = z.strictObject({
  loader: z.string(),
  /** ONS code of the authority whose files these are. */
  authority_code: z.string().optional(),
  /** Name of the files it is for, * standing for any text; with a / the folders count too. */
  file_name: z.string().min(1).optional(),
  /** Name of the sheet it is for, * standing for any text, where others of the workbook have its columns. */
  sheet: z.string().min(1).optional(),
  /** Columns of the loader that the file does not have, and what stands in every row of them. */
  constants: z.record(z.string(), z.string()).default({}),
  /** Column of the loader, and the supplier's own name for it. */
  columns: z.record(z.string(), mappedColumn),
  /** Texts that stand for a blank in any column, whatever the case of their letters. */
  blanks: z.array(z.string().min(1)).default([]),
  /** Forms of days in any column that has no date_format of its own. */
  date_formats: z
    .array(z.string().refine(isDateFormat, "expected forms such as DD.MM.YYYY"))
    .default([]),
  /** Whether rows that stand more than once are instalments, to be added up; of additive sources alone. */
  sums_repeats: z.stringbool({ truthy: ["true"], falsy: ["false"] }).default(false),
  /** Columns of the supplier that are known and not wanted. */
  untaken: z.array(heading).default([]),
  /** Without this it is a proposal, which is never applied. */
  accepted: z
    .strictObject({ by: z.string().min(1), on: z.iso.date(), note: z.string().min(1) })
    .optional(),
});

export type MappingContent = z.infer<typeof mappingSchema>;

/** A mapping with what it says of all columns said of each. */
export function spreadOut(content: MappingContent, isDate: (column: string) => boolean) {
  const columns = Object.entries(content.columns).map(([column, own]): [string, MappedColumn] => [
    column,
    {
      ...own,
      ...(content.blanks.length > 0 ? { blanks: content.blanks } : {}),
      ...(content.date_formats.length > 0 && isDate(column)
        ? { date_formats: content.date_formats }
        : {}),
    },
  ]);
  return { ...content, columns: Object.fromEntries(columns) };
}

/** A mapping that was read and found to be whole. */
export interface Mapping extends Omit<MappingContent, "columns"> {
  columns: Record<string, MappedColumn>;
  /** Stem of its file. */
  name: string;
  file: string;
  /** SHA-256 of its file, as `sha256sum` gives it. */
  sha256: string;
  /** Text of its file. */
  text: string;
  /** Whether the call names it, rather than a folder that is always searched. */
  isNamed: boolean;
  /** Whether the call names its very file, so that it must fit one of the files to be loaded. */
  isMeant: boolean;
}
