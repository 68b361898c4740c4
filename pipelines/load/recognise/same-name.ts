import { contractNames } from "../../../loaders/contract/define-loader.ts";
import { dataError } from "../../warehouse/errors.ts";
import { trimSql } from "../../warehouse/sql.ts";
import type { Warehouse } from "../../warehouse/warehouse.ts";
import { type Candidate, shortName } from "../read/formats/candidate.ts";
import { columnLetter } from "../read/formats/origin.ts";
import { readCsvSql } from "../read/formats/read-csv.ts";
import { countCells } from "./count-cells.ts";
import { headingKey } from "./mapping-schema.ts";
import type { Recognised } from "./recognised.ts";

/**
 * A recognised table of whose columns of one name that are taken the one that holds anything is
 * meant, where the others are empty.
 *
 * @param warehouse Where their cells are counted; without it the first is taken of published figures.
 * @throws VsendError where several hold something in a file of records. Of published figures, in which
 * publishers repeat a column now and then, the first is taken, and a note says where they differ.
 */
export async function withoutEmptyNamesakes(
  match: Recognised,
  warehouse: Warehouse | null,
): Promise<Recognised> {
  const { file, contract, header, place, table, head, delimiter, mapping } = match;
  const keys = mapping ? header.map(headingKey) : contractNames(contract, header);
  const doubled = Object.entries(match.positions).flatMap(([column, first]) => {
    const places = [...keys.keys()].filter((i) => keys[i] === keys[first]);
    return places.length > 1 ? [{ column, places }] : [];
  });
  const [one] = doubled;
  if (!one) return match;
  if (!warehouse) {
    if (contract.isChildLevel) throw twice(file, one.column, one.places);
    return match;
  }
  const plain = await table.settle(head, place);
  const cells = readCsvSql(plain.path, header.length, {
    delimiter,
    isRagged: contract.isRagged,
    isDamaged: plain.isDamaged,
  });
  const notes: string[] = [];
  const positions = { ...match.positions };
  const empty = new Set<number>();
  for (const { column, places } of doubled) {
    const { filled, differ } = await filledOf(warehouse, file, cells, places);
    if (filled.length > 1 && contract.isChildLevel) throw twice(file, column, filled);
    if (differ) notes.push(firstTaken(column, filled));
    positions[column] = filled[0] ?? places[0]!;
    for (const at of places) if (!filled.includes(at)) empty.add(at);
  }
  const meant = new Set(Object.values(positions));
  const wasTaken = new Set(Object.values(match.positions));
  const untaken = [...header.keys()].filter(
    (i) =>
      header[i]!.trim() !== "" &&
      !meant.has(i) &&
      !empty.has(i) &&
      (wasTaken.has(i) || match.untaken.includes(header[i]!)),
  );
  return {
    ...match,
    positions,
    ...(notes.length > 0 ? { notes } : {}),
    untaken: untaken.map((i) => header[i]!),
    table: { ...table, settle: async () => plain },
  };
}

/** Which of some columns hold anything, and whether those differ in any row. */
export async function filledOf(
  warehouse: Warehouse,
  file: Candidate,
  cells: string,
  places: readonly number[],
): Promise<{ filled: number[]; differ: boolean }> {
  const texts = places.map((at) => trimSql(`coalesce(c${at}, '')`));
  const row = await countCells<Record<string, number>>(
    warehouse,
    file,
    `select ${texts.map((text, i) => `count(*) filter (${text} <> '') as filled_${i}`).join(", ")} from ${cells}`,
  );
  const held = places.filter((_, i) => Number(row[`filled_${i}`]) > 0);
  if (held.length < 2) return { filled: held, differ: false };
  const [first, ...others] = held.map((at) => trimSql(`coalesce(c${at}, '')`));
  const { n } = await countCells<{ n: number }>(
    warehouse,
    file,
    `select count(*) filter (${others.map((text) => `${first} <> ${text}`).join(" or ")}) as n from ${cells}`,
  );
  return { filled: held, differ: n > 0 };
}

const firstTaken = (column: string, places: readonly number[]): string =>
  `has "${column}" in columns ${places.map(columnLetter).join(" and ")}, which differ; the first was taken`;

export const twice = (file: Candidate, column: string, places: readonly number[]) =>
  dataError({
    expected: `one column "${column}"`,
    came: `two, in columns ${places.slice(0, 2).map(columnLetter).join(" and ")}`,
    where: shortName(file),
    todo: "remove or rename the one that is not meant, and load again; nothing was loaded",
  });
