import { rowsOf } from "../rows.js";
import type { CouncilTables } from "./tables.js";

interface Attached {
  arrow(): Promise<Parameters<typeof rowsOf>[0]>;
}

/** Reads the published tables that a council's page is made from, side by side. */
export async function councilTables(
  files: Record<keyof CouncilTables, Attached>,
): Promise<CouncilTables> {
  const read = await Promise.all(
    Object.entries(files).map(async ([name, file]) => [name, rowsOf(await file.arrow())] as const),
  );
  return Object.fromEntries(read) as { [K in keyof CouncilTables]: never[] };
}
