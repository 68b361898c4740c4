import { dataError } from "../../../warehouse/errors.ts";
import { type Candidate, shortName } from "./candidate.ts";
import { ndjsonTable, parquetTable } from "./columnar.ts";
import { delimitedTable } from "./delimited.ts";
import { firstBytes, kindOf } from "./kind.ts";
import { openOds } from "./ods.ts";
import { openXlsx } from "./sheet-rows.ts";
import { sheetTables } from "./sheets.ts";
import type { Reading, Table } from "./table.ts";
import { zipHolds } from "./zip-holds.ts";

/**
 * The tables in a file, whatever its format: one, or one per sheet.
 *
 * @returns none for a file that is of no kind that holds tables.
 * @throws VsendError for a file of a kind that would hold one but cannot be read.
 */
export async function readTables(file: Candidate, reading: Reading): Promise<Table[]> {
  switch (await kindOf(file.path)) {
    case "text":
      return [
        await ((await isNdjson(file.path))
          ? ndjsonTable(file, reading)
          : delimitedTable(file, reading.workDir)),
      ];
    case "parquet":
      return [await parquetTable(file, reading)];
    case "zip":
      return zipTables(file, reading);
    case "old office":
      throw await oldOffice(file);
    case "page":
      throw unread(
        file,
        "a page of HTML or XML",
        "open it in a spreadsheet, save it as .xlsx or CSV UTF-8",
      );
    case "gzip":
      throw unread(file, "a file that is packed twice", "unpack it");
    case "binary":
    case "empty":
      return [];
  }
}

async function zipTables(file: Candidate, { workDir }: Reading): Promise<Table[]> {
  const holds = await zipHolds(file.path, file.name);
  if (holds === "xlsb") throw unread(file, "a binary Excel workbook (.xlsb)", "save it as .xlsx");
  if (holds === "ods") return sheetTables(file, openOds, workDir);
  return holds === "xlsx" ? sheetTables(file, openXlsx, workDir) : [];
}

/** Excel before 2007 and workbooks with a password share an outer format. */
async function oldOffice(file: Candidate) {
  const bytes = await firstBytes(file.path, 1 << 20);
  return bytes.includes(Buffer.from("EncryptedPackage", "utf16le"))
    ? unread(file, "one that needs a password", "open it in Excel, save a copy without a password")
    : unread(
        file,
        "one in the format of Excel before 2007 (.xls)",
        "open it in Excel, save it as .xlsx",
      );
}

const unread = (file: Candidate, came: string, todo: string) =>
  dataError({
    expected:
      "CSV, an Excel workbook (.xlsx), an OpenDocument spreadsheet (.ods), Parquet or NDJSON, as such or in a zip or .gz",
    came,
    where: shortName(file),
    todo: `${todo}, and load that; nothing was loaded`,
  });

async function isNdjson(path: string): Promise<boolean> {
  const head = await firstBytes(path, 4096);
  return /^(\ufeff|\u00ef\u00bb\u00bf)?\s*\{\s*("|\})/.test(head.toString("latin1"));
}
