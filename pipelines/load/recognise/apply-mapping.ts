import { basename } from "node:path";
import { trimCell } from "../../../loaders/contract/cells.ts";
import { type Contract, columnName } from "../../../loaders/contract/define-loader.ts";
import { dataError } from "../../warehouse/errors.ts";
import { rule } from "../../warehouse/rules.ts";
import { quote } from "../../warehouse/sql.ts";
import { type Candidate, shortName } from "../read/formats/candidate.ts";
import { doubleHeaders, singleHeaders } from "../read/formats/header.ts";
import type { Table } from "../read/formats/table.ts";
import { faults } from "./check-mapping.ts";
import { headingKey, type Mapping } from "./mapping-schema.ts";
import type { BrokenMapping } from "./read-mappings.ts";
import type { Recognised } from "./recognised.ts";
import { type Sighting, sightings } from "./sighting.ts";
import { translated } from "./translate-cells.ts";

/**
 * Finds the accepted mapping of a table. It is one whose every column stands in the header (as
 * `headingKey` compares them), whose `file_name` is the file's, and of whose loader the first row
 * can be. Mappings that the call names go before those of the folder.
 *
 * @returns null when none fits.
 * @throws VsendError when several fit.
 */
export function mapped(
  table: Table,
  contracts: readonly Contract[],
  mappings: readonly Mapping[],
): Recognised | null {
  for (const isNamed of [true, false]) {
    const found = mappings
      .filter((mapping) => mapping.isNamed === isNamed)
      .filter((mapping) => !heldBack(mapping, table.file))
      .flatMap((mapping) => {
        const match = withMapping(table, contracts, mapping);
        return match ? [{ mapping, match }] : [];
      });
    if (found.length > 1)
      throw ambiguous(
        table.file,
        found.map(({ mapping }) => mapping),
      );
    if (found[0]) return found[0].match;
  }
  return null;
}

/** Why a mapping is not applied to a file whose columns it may well fit; null where it may be. */
export function heldBack(mapping: Mapping, file: Candidate): string | null {
  if (mapping.sheet !== undefined && !isOfSheet(mapping.sheet, file))
    return `is for sheets named ${mapping.sheet}`;
  if (mapping.file_name !== undefined) {
    return isOfName(mapping.file_name, file) ? null : `is for files named ${mapping.file_name}`;
  }
  const saysWhose = mapping.authority_code !== undefined && !mapping.columns.authority_code;
  // Another authority's file may have the same columns: many have bought the same system.
  return saysWhose && !(mapping.isNamed && file.isNamed)
    ? `says that rows are of ${mapping.authority_code} but not in which files: give it a file_name, or name both it (--mapping) and the file`
    : null;
}

/** Whether a mapping with faults is for a table, by its name or else by its columns. */
export function describes(
  { fileName, headings }: BrokenMapping,
  file: Candidate,
  found: readonly Sighting[],
): boolean {
  if (fileName !== null) return isOfName(fileName, file);
  if (headings.length === 0) return false;
  return found.some(({ place }) => {
    const present = new Set(place.names.map(headingKey));
    return headings.every((heading) => present.has(headingKey(heading)));
  });
}

const anyText = (pattern: string, any: string): string =>
  pattern
    .split("*")
    .map((text) => text.replace(/[^A-Za-z0-9]/gu, "\\$&"))
    .join(any);

const isOfSheet = (pattern: string, { sheet }: Candidate): boolean =>
  sheet !== undefined && new RegExp(`^${anyText(pattern, ".*")}$`, "is").test(sheet.trim());

function isOfName(pattern: string, file: Candidate): boolean {
  const regex = anyText(pattern, "[^/]*");
  const name = file.name.replaceAll("\\", "/");
  return new RegExp(pattern.includes("/") ? `(^|/)${regex}$` : `^${regex}$`, "i").test(
    pattern.includes("/") ? name : basename(name),
  );
}

/** A table as a mapping reads it; null where its header or first row is not of the mapping. */
export function withMapping(
  table: Table,
  contracts: readonly Contract[],
  mapping: Mapping,
): Recognised | null {
  const wanted = Object.values(mapping.columns).map(({ from }) => headingKey(from));
  const fits = ({ place }: Sighting) => {
    const present = new Set(place.names.map(headingKey));
    return wanted.every((name) => present.has(name));
  };
  const sighting =
    sightings(table, singleHeaders).find(fits) ?? sightings(table, doubleHeaders).find(fits);
  if (!sighting || sighting.place.names.length > rule("most_columns")) return null;
  const contract = contracts.find(
    (own) =>
      own.name === mapping.loader &&
      faults(mapping, own).length === 0 &&
      (own.recognises?.(inOwnTerms(sighting, mapping)) ?? true),
  );
  return contract ? placed(table, contract, mapping, sighting) : null;
}

/** What of the table a loader looks at, in its own terms. */
const inOwnTerms = (sighting: Sighting, mapping: Mapping): Sighting => {
  const columns = Object.entries(mapping.columns);
  const header = sighting.place.names.map(
    (name) => columns.find(([, { from }]) => headingKey(from) === headingKey(name))?.[0] ?? name,
  );
  return { ...sighting, header, firstRow: firstRow(sighting, mapping) };
};

/** The first row in the loader's terms. */
function firstRow({ firstRow, place }: Sighting, mapping: Mapping): Record<string, string> {
  const row: Record<string, string> = { ...mapping.constants };
  for (const [column, own] of Object.entries(mapping.columns)) {
    const name = place.names.find((name) => headingKey(name) === headingKey(own.from))!;
    row[column] = translated(own, trimCell(firstRow[columnName(name)] ?? "")) ?? "";
  }
  return row;
}

/** A table whose columns stand where a mapping says. */
export function placed(
  table: Table,
  contract: Contract,
  mapping: Mapping,
  { head, place }: Sighting,
): Recognised {
  const header = place.names;
  const keys = header.map(headingKey);
  const positions: Record<string, number> = {};
  for (const [column, { from }] of Object.entries(mapping.columns)) {
    positions[column] = keys.indexOf(headingKey(from));
  }
  const taken = new Set(Object.values(positions));
  const known = new Set(mapping.untaken.map(headingKey));
  const { authority_code } = mapping;
  const isInFile = mapping.columns.authority_code !== undefined;
  return {
    file: table.file,
    table,
    head,
    place,
    contract: isInFile && authority_code ? ofOneAuthority(contract, authority_code) : contract,
    delimiter: head.delimiter,
    header,
    positions,
    untaken: header.filter((name, i) => name.trim() && !taken.has(i) && !known.has(keys[i]!)),
    given: {
      ...mapping.constants,
      ...(authority_code && !isInFile ? { authority_code } : {}),
    },
    mapping,
  };
}

/** The loader, held to rows of the authority that the mapping is of: words mean other things elsewhere. */
const ofOneAuthority = (contract: Contract, code: string): Contract => ({
  ...contract,
  rowRules: [
    ...(contract.rowRules ?? []),
    {
      column: "authority_code",
      rule: "of the mapping's authority",
      refuses: `authority_code <> ${quote(code)}`,
      message: `is not ${code}, whose mapping this is`,
    },
  ],
});

const ambiguous = (file: Candidate, mappings: readonly Mapping[]) =>
  dataError({
    expected: "one accepted mapping for the file",
    came: `${mappings.length} that fit its columns`,
    where: shortName(file),
    details: mappings.map((mapping) => mapping.file),
    todo: "say which it is with --mapping FILE, or tell them apart by file_name; nothing was loaded",
  });
