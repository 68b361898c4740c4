import type { Contract } from "../../../loaders/contract/define-loader.ts";
import { dataError } from "../../warehouse/errors.ts";
import { identifierSql, quote } from "../../warehouse/sql.ts";
import type { Warehouse } from "../../warehouse/warehouse.ts";
import { type ColumnSql, columnSql, refusedSql } from "../cells/verdict.ts";
import { type Candidate, shortName } from "../read/formats/candidate.ts";
import { readCsvSql } from "../read/formats/read-csv.ts";
import type { Recognised } from "../recognise/recognised.ts";
import { termsOf, translatedCellsSql } from "../recognise/translate-cells.ts";
import { REST_STORED, restCells, restSql } from "../recognise/unnamed-columns.ts";
import { formColumnsSql } from "./alike.ts";
import { type PseudonymKey, pseudonymSql } from "./pseudonym.ts";
import { repeatsHeaderSql } from "./repeated-header.ts";

/** A column as it stands in the warehouse. */
export interface StoredColumn {
  name: string;
  type: string;
}

interface StagedColumn extends StoredColumn {
  source: string;
  sql: ColumnSql;
}

const stagedColumns = (contract: Contract): StagedColumn[] =>
  Object.entries(contract.columns.shape).map(([source, cell]) => {
    const sql = columnSql(cell);
    const privacy = contract.privacy?.[source];
    if (privacy === "pseudonym") return { source, sql, name: source, type: "uuid" };
    if (privacy) return { source, sql, name: privacy.monthAs, type: "date" };
    const type = (contract.hasCodesAsEnums && sql.enumType) || sql.type;
    return { source, sql, name: source, type };
  });

/** The column of the warehouse in which a column of a loader is kept. */
export const storedAs = (contract: Contract, column: string): string =>
  stagedColumns(contract).find(({ source }) => source === column)?.name ?? column;

/** The temporary tables of one file that is being loaded. */
export interface Staging {
  /** Rows that could be split into cells, typed and judged. */
  staged: string;
  /** By how much the rows after each broken one are shifted. */
  shifts: string;
  /** Refused rows: `slot` in `staged`, `source_row` in the file. */
  refused: string;
  /** Good rows whose pounds were added to an earlier row of the same key. */
  added: string;
  /** Good rows whose key stands more than once: spare copies, added ones, and conflicts. */
  repeats: string;
}

export const stagingOf = (nth: number): Staging => ({
  staged: `staged_${nth}`,
  shifts: `shifts_${nth}`,
  refused: `refused_${nth}`,
  added: `added_${nth}`,
  repeats: `repeats_${nth}`,
});

/** The columns of a loader's table, without those the load itself adds. */
export const storedColumns = (contract: Contract): StoredColumn[] => [
  ...stagedColumns(contract).map(({ name, type }) => ({ name, type })),
  ...(contract.keepsRest ? REST_STORED : []),
];

function unreadable(file: Candidate, cause: Error) {
  const isMixed = cause.message.includes("invalid state");
  return dataError(
    {
      expected: isMixed
        ? "a file whose lines all end alike"
        : "a delimited file that can be read to its end",
      came: isMixed
        ? "one that mixes line endings (CR LF in some places, LF in others)"
        : (cause.message.split("\n")[0] ?? ""),
      where: shortName(file),
      todo: "open the file in a spreadsheet or editor, save it again as CSV UTF-8, and load it again; nothing was loaded",
    },
    cause,
  );
}

/** SQL true of a row with an amount of more decimals than are kept; those are looked for first as few have any. */
const roundedSql = (raws: readonly string[]): string =>
  raws
    .map(
      (raw) =>
        `coalesce(${raw} like '%.___%' and regexp_matches(${raw}, '[.][0-9]{2}[0-9]*[1-9]'), false)`,
    )
    .join(" or ") || "false";

/**
 * Reads a file once into a temporary table: typed values, identifiers already hashed, and for each
 * row whether it is in scope and whether it is refused. Its `rowid` counts the rows that could be
 * split into cells, in the file's order; DuckDB keeps to that only outside a transaction.
 *
 * Rows with the wrong number of cells are left in `csv_rejects`.
 */
export async function stage(
  warehouse: Warehouse,
  recognised: Recognised,
  key: PseudonymKey,
  { staged }: Staging,
): Promise<void> {
  const { file, contract, delimiter, header, positions, rest, given = {} } = recognised;
  await warehouse.run("drop table if exists csv_rejects; drop table if exists csv_scans");
  const columns = stagedColumns(contract);
  const present = columns.filter(
    ({ source }) => positions[source] !== undefined && given[source] === undefined,
  );
  const raw = (column: StagedColumn) => `c${positions[column.source]}`;
  const typed = (column: StagedColumn) => identifierSql(`v_${column.source}`);
  const numbered = file.madeFrom?.numbered ?? [];

  const read = [
    ...present.map(raw),
    ...(rest ? restCells(rest) : []),
    ...columns.map((column) =>
      given[column.source] !== undefined
        ? `${column.sql.value(quote(given[column.source]!))} as ${typed(column)}`
        : positions[column.source] === undefined
          ? `null::${column.sql.type} as ${typed(column)}`
          : numbered.includes(column.source)
            ? `${raw(column)} as ${typed(column)}`
            : `${column.sql.value(raw(column))} as ${typed(column)}`,
    ),
  ];
  const byName = (sql: string) =>
    columns.reduce(
      (text, { source }) => text.replaceAll(new RegExp(`\\b${source}\\b`, "g"), `"v_${source}"`),
      sql,
    );
  const stored = columns.map((column) => {
    const privacy = contract.privacy?.[column.source];
    const name = identifierSql(column.name);
    if (privacy === "pseudonym") {
      return `${pseudonymSql(key, '"v_authority_code"', typed(column))} as ${name}`;
    }
    const other = contract.stored?.[column.source];
    if (other) return `${byName(other)} as ${name}`;
    return privacy
      ? `date_trunc('month', ${typed(column)})::date as ${name}`
      : `${typed(column)}::${column.type} as ${name}`;
  });
  if (rest) stored.push(...restSql(rest));
  const refusals = [
    ...present
      .filter(({ source }) => !numbered.includes(source))
      .map((column) => refusedSql(column.sql, raw(column), typed(column))),
    ...(contract.rowRules ?? []).map(({ refuses }) => `coalesce(${byName(refuses)}, false)`),
    ...[repeatsHeaderSql(recognised) ?? []].flat(),
  ];
  const inScope = contract.inScope ? `coalesce(${byName(contract.inScope)}, false)` : "true";
  const cells = readCsvSql(file.path, header.length, {
    delimiter,
    isRagged: contract.isRagged,
    isDamaged: file.isDamaged,
  });
  const sql = `
    create or replace temp table ${staged} as
    select ${stored.join(", ")},
      ${inScope} as is_in_scope,
      ${inScope} and (${refusals.join(" or ") || "false"}) as is_refused,
      ${roundedSql(present.filter(({ sql }) => sql.type.startsWith("decimal")).map(raw))} as is_rounded,
      ${formColumnsSql(key, contract, '"v_authority_code"', (column) => identifierSql(`v_${column}`)).join(", ")}
    from (select ${read.join(", ")} from ${translatedCellsSql(termsOf(recognised), positions, cells)})`;
  await warehouse.run(sql).catch((cause: unknown) => {
    // DuckDB cuts a long broken line for its reject table, and may cut through a character.
    const isOfTheFile =
      cause instanceof Error && /^(?!INTERNAL|FATAL).*(CSV|Invalid unicode)/.test(cause.message);
    throw isOfTheFile ? unreadable(file, cause) : cause;
  });
}
