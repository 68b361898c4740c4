import type { Sample } from "../../../pipelines/sample/sample-files.ts";

export type Cells = Record<string, string>;

/** Rows of a file of the sample as a reader of the file would see them. */
export function rowsOf({ tables }: Sample, file: string): Cells[] {
  const { columns, rows } = tables.find((table) => table.file === file)!;
  return rows.map((row) => {
    const cells = row.split(",");
    return Object.fromEntries(columns.map((column, i) => [column, cells[i] ?? ""]));
  });
}

/** The rows that are neither planted faults nor planted copies. */
export function goodRowsOf(sample: Sample, file: string): Cells[] {
  const planted = new Set(
    [...sample.truth.faults, ...sample.truth.duplicates]
      .filter((row) => row.file === file)
      .map(({ row }) => row),
  );
  return rowsOf(sample, file).filter((_, i) => !planted.has(i + 1));
}

/** The files of assessments, one for each instrument. */
export const assessmentFiles = ({ tables }: Sample): string[] =>
  tables.map(({ file }) => file).filter((file) => file.startsWith("assessments"));

/** Good rows of all assessments, whatever the instrument. */
export const goodAssessments = (sample: Sample): Cells[] =>
  assessmentFiles(sample).flatMap((file) => goodRowsOf(sample, file));
