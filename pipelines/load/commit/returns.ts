import { readFileSync } from "node:fs";
import { readFile, stat } from "node:fs/promises";
import { basename, dirname } from "node:path";
import { csvParse, dsvFormat } from "d3";
import { type Contract, columnName } from "../../../loaders/contract/define-loader.ts";
import { dataError } from "../../warehouse/errors.ts";
import { projectFile } from "../../warehouse/installation.ts";
import { identifierSql, quote } from "../../warehouse/sql.ts";
import type { Warehouse } from "../../warehouse/warehouse.ts";
import { shortName } from "../read/formats/candidate.ts";
import type { Recognised } from "../recognise/recognised.ts";

const MOST_HEADER_BYTES = 1 << 20;

/** Whose return it is: the columns that its header gives to every one of its files. */
type Given = Record<string, string>;

/**
 * Tells each file of a return whose it is, from the header file in the same folder.
 *
 * @throws VsendError when a file has no header beside it, when the header is of no known
 * authority, and when the files of a call are not one whole of each return.
 */
export async function tellReturns(
  warehouse: Warehouse,
  recognised: readonly Recognised[],
  contracts: readonly Contract[],
): Promise<void> {
  const parts = recognised.filter(({ contract }) => contract.part);
  const headers = new Map<Recognised, Given>();
  for (const match of parts) {
    if (match.contract.part?.isHeader) headers.set(match, await readHeader(match));
  }
  for (const match of parts) {
    const header = match.contract.part?.isHeader ? match : headerOf(match, [...headers.keys()]);
    match.given = headers.get(header)!;
  }
  refuseTwice(parts);
  for (const [header, given] of headers) {
    const present = parts.filter((part) => describe(part.given!) === describe(given));
    await refuseMissing(warehouse, header, given, present, contracts);
  }
}

/** SQL for the earlier rows of a return that a later file of it replaces. */
export const rowsOfReturn = (contract: Contract, given: Readonly<Given>): string =>
  `where ${contract
    .part!.given.map((column) => `earlier.${identifierSql(column)} = ${quote(given[column] ?? "")}`)
    .join(" and ")}`;

/** SQL true of a load whose rows are still those held of this return: a later file may have replaced them. */
export const isStillHeld = ({ contract, given = {} }: Recognised, within?: string): string =>
  `(rows_loaded > 0 or rows_read = rows_rejected and not exists (select 1 from ${within ? `${within}.main.` : ""}${contract.table} as earlier ${rowsOfReturn(contract, given)}))`;

function headerOf(match: Recognised, headers: readonly Recognised[]): Recognised {
  // What a file is called tells where it stood; where it can be read may be a copy.
  const name = basename(match.file.name);
  const beside = headers
    .filter(({ file }) => dirname(file.name) === dirname(match.file.name))
    .map((header) => ({ header, shared: sharedLength(basename(header.file.name), name) }))
    .sort((a, b) => b.shared - a.shared);
  const [first, second] = beside;
  if (!first) {
    throw dataError({
      expected: `the header of the return beside it: the file of module "${match.contract.part!.of}", with the columns year and lea`,
      came: "a file that does not say whose return it is, and no header",
      where: shortName(match.file),
      todo: "put all files of one export into one folder and load the folder; nothing was loaded",
    });
  }
  if (second && second.shared === first.shared) {
    throw dataError({
      expected: "one header for each file of a return",
      came: `two that could be its own: ${shortName(first.header.file)} and ${shortName(second.header.file)}`,
      where: shortName(match.file),
      todo: "keep each export in a folder of its own, and load again; nothing was loaded",
    });
  }
  return first.header;
}

function sharedLength(a: string, b: string): number {
  let length = 0;
  while (length < a.length && a[length] === b[length]) length++;
  return length;
}

async function readHeader(match: Recognised): Promise<Given> {
  const { size } = await stat(match.file.path);
  const text = size > MOST_HEADER_BYTES ? "" : await readFile(match.file.path, "utf8");
  const rows = dsvFormat(match.delimiter).parse(text.replace(/^\ufeff/, ""));
  const found = new Map<string, { lea: string; year: string }>();
  for (const row of rows) {
    const cell = (name: string) =>
      Object.entries(row)
        .find(([key]) => columnName(key) === name)?.[1]
        ?.trim() ?? "";
    const own = { lea: cell("lea"), year: cell("year") };
    found.set(describe(own), own);
  }
  const [only] = [...found.values()];
  if (!only || found.size > 1) {
    throw dataError({
      expected: "a header with one authority and one year",
      came: only ? [...found.keys()].join("; ") : "none",
      where: shortName(match.file),
      todo: "export the return of one authority and year, and load again; nothing was loaded",
    });
  }
  if (!match.contract.columns.shape.year!.safeParse(only.year).success) {
    throw dataError({
      expected: "the year of a person-level return, 2023 or later",
      came: only.year || "a blank",
      where: `${shortName(match.file)}, year`,
      todo: "correct the header; returns before 2023 hold counts, not children; nothing was loaded",
    });
  }
  return { authority_code: authorityOf(only, match), year: String(Number(only.year)) };
}

/** The authority that had a three-digit code on the census day of a year. */
function authorityOf({ lea, year }: { lea: string; year: string }, match: Recognised): string {
  const known = csvParse(readFileSync(projectFile("data/reference/authorities.csv"), "utf8"))
    .filter(({ old_code }) => old_code === lea)
    .sort((a, b) => (b.starts_on ?? "").localeCompare(a.starts_on ?? ""));
  const census = `${Number(year)}-01-15`;
  const then = known.find(
    ({ starts_on, ends_on }) => (starts_on ?? "") <= census && (!ends_on || ends_on >= census),
  );
  const authority = (then ?? known[0])?.authority_code;
  if (authority) return authority;
  throw dataError({
    expected: "the three-digit code of an authority in data/reference/authorities.csv",
    came: lea ? `"${lea}"` : "a blank",
    where: `${shortName(match.file)}, lea`,
    todo: "correct the header, or add the authority to that table; nothing was loaded",
  });
}

const describe = (given: Given): string => Object.values(given).join(" ");

function refuseTwice(parts: readonly Recognised[]) {
  const seen = new Map<string, Recognised>();
  for (const match of parts) {
    const whose = `${match.contract.table} ${describe(match.given!)}`;
    const other = seen.get(whose);
    if (other) {
      throw dataError({
        expected: "each file of a return once",
        came: `two of "${match.contract.part!.module}" for ${describe(match.given!)}`,
        where: `${shortName(other.file)} and ${shortName(match.file)}`,
        todo: "load the export that counts; a later one replaces an earlier one whole; nothing was loaded",
      });
    }
    seen.set(whose, match);
  }
}

/** Record numbers mean nothing across exports, so an export may not replace half of another. */
async function refuseMissing(
  warehouse: Warehouse,
  header: Recognised,
  given: Given,
  present: readonly Recognised[],
  contracts: readonly Contract[],
) {
  const missing: string[] = [];
  for (const contract of contracts) {
    if (contract.part?.of !== header.contract.part!.of) continue;
    if (present.some((match) => match.contract.table === contract.table)) continue;
    const { held } = await warehouse.one<{ held: boolean }>(
      `select exists (select 1 from ${contract.table} as earlier ${rowsOfReturn(contract, given)}) as held`,
    );
    if (held) missing.push(contract.part.module);
  }
  if (missing.length === 0) return;
  throw dataError({
    expected: `every file of the return of ${describe(given)}, as the one loaded before had`,
    came: `an export without ${missing.join(", ")}`,
    where: shortName(header.file),
    todo: "load the whole export; its record numbers are its own; nothing was loaded",
  });
}
