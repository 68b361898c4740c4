import { dataError } from "../../warehouse/errors.ts";
import { quote, trimSql } from "../../warehouse/sql.ts";
import type { Warehouse } from "../../warehouse/warehouse.ts";
import { columnSql } from "../cells/verdict.ts";
import { readCsvSql } from "../read/formats/read-csv.ts";
import type { Recognised } from "../recognise/recognised.ts";
import { suppliersName } from "./refusals.ts";

const NUMBERS = "^([0-9]{1,2})[/.-]([0-9]{1,2})[/.-]([0-9]{4}|[0-9]{2})([ T].*)?$";

/**
 * Refuses a file in which a column of days proves, by a cell such as 09/25/2023, that it is written
 * in another order than it is read in: its other days, such as 09/01/2023, would be taken swapped.
 *
 * To be asked only of files with refused rows, since such a cell is always refused.
 *
 * @throws VsendError naming the columns, and whether both orders stand in them.
 */
export async function refuseOtherDayOrder(
  warehouse: Warehouse,
  recognised: Recognised,
  name: string,
): Promise<void> {
  const { file, contract, header, delimiter, positions, given = {}, mapping } = recognised;
  const columns = Object.entries(contract.columns.shape).flatMap(([column, cell]) => {
    const position = positions[column];
    if (position === undefined || given[column] !== undefined) return [];
    if (columnSql(cell).type !== "date") return [];
    const format = mapping?.columns[column]?.date_format ?? "DD/MM/YYYY";
    return /^[DM]/.test(format) ? [{ column, position, isDayFirst: format.startsWith("D") }] : [];
  });
  if (columns.length === 0) return;
  const cells = readCsvSql(file.path, header.length, {
    delimiter,
    isRagged: contract.isRagged,
    isDamaged: file.isDamaged,
  });
  const counts = columns.flatMap(({ position }, i) => {
    const part = (nth: number) =>
      `try_cast(regexp_extract(${trimSql(`c${position}`)}, ${quote(NUMBERS)}, ${nth}) as integer)`;
    const proven = (day: number, month: number) =>
      `count(*) filter (${part(day)} between 13 and 31 and ${part(month)} between 1 and 12)`;
    return [`${proven(1, 2)} as day_first_${i}`, `${proven(2, 1)} as month_first_${i}`];
  });
  const proof = await warehouse.one<Record<string, number>>(
    `select ${counts.join(", ")} from ${cells}`,
  );
  const details = columns.flatMap(({ column, isDayFirst }, i) => {
    const [days, months] = [Number(proof[`day_first_${i}`]), Number(proof[`month_first_${i}`])];
    if ((isDayFirst ? months : days) === 0) return [];
    const both = days > 0 && months > 0;
    return `${suppliersName(recognised, column)}: ${cellsOf(months)} can only have the month first${both ? `, ${cellsOf(days)} only the day` : ""}${isDayFirst ? "" : "; the mapping says that the month is first"}`;
  });
  if (details.length === 0) return;
  throw dataError({
    expected: "days of one column all written in the order in which they are read",
    came: "days in another order, so that those that could be either would be taken swapped",
    where: name,
    details,
    todo: "export the column as YYYY-MM-DD, or, where every day is written alike, state its date_format in a mapping (`vsend load --dry-run`); nothing was loaded",
  });
}

const cellsOf = (count: number) => `${count} ${count === 1 ? "cell" : "cells"}`;
