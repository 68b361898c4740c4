import { trimSql } from "../../warehouse/sql.ts";
import type { Warehouse } from "../../warehouse/warehouse.ts";
import { columnLetter } from "../read/formats/origin.ts";
import { readCsvSql } from "../read/formats/read-csv.ts";
import { countCells } from "../recognise/count-cells.ts";
import type { Recognised } from "../recognise/recognised.ts";

/** What a delimited file holds in columns without a heading, of which nothing is loaded. */
export async function unheadedNotes(
  warehouse: Warehouse,
  { file, header, delimiter, contract }: Recognised,
): Promise<string[]> {
  const unheaded = [...header.keys()].filter((i) => header[i]!.trim() === "");
  if (unheaded.length === 0) return [];
  const cells = readCsvSql(file.path, header.length, {
    delimiter,
    isRagged: contract.isRagged,
    isDamaged: file.isDamaged,
  });
  const counts = await countCells<Record<string, number>>(
    warehouse,
    file,
    `select ${unheaded.map((i) => `count(*) filter (${trimSql(`c${i}`)} <> '') as c${i}`).join(", ")} from ${cells}`,
  );
  const filled = unheaded.filter((i) => counts[`c${i}`]! > 0);
  return filled.length > 0
    ? [
        `has text under no heading, which was not loaded (${filled.map((i) => `${counts[`c${i}`]} ${counts[`c${i}`] === 1 ? "cell" : "cells"} of column ${columnLetter(i)}`).join(", ")})`,
      ]
    : [];
}
