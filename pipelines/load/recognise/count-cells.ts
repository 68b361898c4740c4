import { dataError } from "../../warehouse/errors.ts";
import type { Row } from "../../warehouse/row.ts";
import type { Warehouse } from "../../warehouse/warehouse.ts";
import { type Candidate, shortName } from "../read/formats/candidate.ts";

/** Rows of a query over the cells of a file. @throws VsendError where its own rows cannot be read. */
export const rowsOfCells = <T extends Row>(
  warehouse: Warehouse,
  file: Candidate,
  sql: string,
): Promise<T[]> =>
  warehouse.rows<T>(sql).catch((cause: unknown) => {
    throw dataError(
      {
        expected: "a delimited file that can be read to its end",
        came: "one whose rows cannot be told apart, or whose characters cannot be read",
        where: shortName(file),
        todo: "open the file in a spreadsheet or editor, save it again as CSV UTF-8, and load it again; nothing was loaded",
      },
      cause,
    );
  });

/** The one row of such a query. @throws VsendError as above. */
export async function countCells<T extends Row>(
  warehouse: Warehouse,
  file: Candidate,
  sql: string,
): Promise<T> {
  const [row] = await rowsOfCells<T>(warehouse, file, sql);
  return row!;
}
