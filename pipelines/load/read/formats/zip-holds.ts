import { openZip } from "./archive.ts";

/** Where an .xlsx file says what its sheets are. */
export const BOOK = "xl/workbook.xml";

/** What a zip holds: a workbook, a binary one, an OpenDocument file, another document, or just files. */
export async function zipHolds(
  path: string,
  name = path,
): Promise<"xlsx" | "xlsb" | "ods" | "document" | "files"> {
  const zip = await openZip(path, name);
  try {
    const names = new Set<string>();
    for await (const { fileName } of zip.eachEntry()) {
      if (fileName === "xl/workbook.bin") return "xlsb";
      if (fileName === BOOK) return "xlsx";
      names.add(fileName);
    }
    if (names.has("content.xml") && names.has("META-INF/manifest.xml")) return "ods";
    return names.has("[Content_Types].xml") || names.has("mimetype") ? "document" : "files";
  } finally {
    zip.close();
  }
}
