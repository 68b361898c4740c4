import {
  type Contract,
  columnName,
  contractNames,
  type FileHead,
  requiredColumns,
} from "../../loaders/contract/define-loader.ts";
import { dataError } from "../errors.ts";
import { rule } from "../rules.ts";
import { type Candidate, shortName } from "./files.ts";
import { doubleHeaders, singleHeaders } from "./formats/header.ts";
import { columnLetter } from "./formats/origin.ts";
import { isBlankRow } from "./formats/records.ts";
import type { Head, HeaderPlace, Table } from "./formats/table.ts";
import { type Rest, restOf } from "./rest.ts";

/** A table whose loader is known, and where each of the loader's columns stands in it. */
export interface Recognised {
  file: Candidate;
  table: Table;
  head: Head;
  place: HeaderPlace;
  contract: Contract;
  delimiter: string;
  /** Columns of the file, as the supplier wrote them. */
  header: readonly string[];
  /** Position in the file of each column of the contract; absent optional columns are left out. */
  positions: Record<string, number>;
  /** Columns of the file that the contract does not take. */
  untaken: string[];
  /** Of a loader that keeps the rest: what each further column of the file is. */
  rest?: Rest;
  /** Text of columns that the file lacks and another file of its set tells. */
  given?: Readonly<Record<string, string>>;
}

/** One way of reading a table: split so, with the header there. */
interface Sighting extends FileHead {
  head: Head;
  place: HeaderPlace;
  /** The header as contracts write it. */
  columns: ReadonlySet<string>;
}

/**
 * Finds the loader for a table by what is in it. The header is the topmost row that gives every
 * column of a loader or, failing that, the topmost two rows that do so together.
 *
 * @returns null when no loader knows the table.
 * @throws VsendError when a loader all but knows it (columns are missing), or several know it.
 */
export async function recognise(
  table: Table,
  contracts: readonly Contract[],
): Promise<Recognised | null> {
  const single = sightings(table, singleHeaders);
  const specific = contracts.filter(({ isFallback }) => !isFallback);
  const found =
    matched(table, single, specific) ?? matched(table, sightings(table, doubleHeaders), specific);
  if (found) return found;
  const near = nearest(single, specific);
  if (near) throw almost(table.file, near);
  const fallback = matched(
    table,
    single,
    contracts.filter(({ isFallback }) => isFallback),
  );
  return fallback && withRest(fallback);
}

function matched(
  table: Table,
  found: readonly Sighting[],
  contracts: readonly Contract[],
): Recognised | null {
  const matches = topMatches(found, contracts);
  if (matches.length > 1) throw ambiguous(table.file, matches);
  const [match] = matches;
  return match ? placed(table, match.contract, match.sighting) : null;
}

async function withRest(recognised: Recognised): Promise<Recognised | null> {
  const { table, head, place } = recognised;
  const plain = await table.settle(head, place);
  const rest = await restOf(recognised, plain.path);
  // It need not be made plain a second time.
  return rest && { ...recognised, rest, table: { ...table, settle: async () => plain } };
}

function sightings(table: Table, headers: (head: Head) => HeaderPlace[]): Sighting[] {
  return table.heads.flatMap((head) =>
    headers(head).map((place) => {
      const below = head.rows.slice(place.first + place.depth);
      const first = below.find(({ cells }) => !isBlankRow(cells))?.cells ?? [];
      const names = place.names.map(columnName);
      return {
        name: table.file.name,
        header: place.names,
        firstRow: Object.fromEntries(names.map((name, i) => [name, first[i]?.trim() ?? ""])),
        head,
        place,
        columns: new Set(names),
      };
    }),
  );
}

interface Match {
  contract: Contract;
  sighting: Sighting;
}

/** Loaders that know the table, those only that find their header highest in it. */
function topMatches(found: readonly Sighting[], contracts: readonly Contract[]): Match[] {
  const matches = found.flatMap((sighting) =>
    contracts
      .filter((contract) => missingColumns(contract, sighting).length === 0)
      .filter((contract) => contract.recognises?.(sighting) ?? true)
      .map((contract) => ({ contract, sighting })),
  );
  const top = Math.min(...matches.map(({ sighting }) => sighting.place.first));
  const atTop = matches.filter(({ sighting }) => sighting.place.first === top);
  // Two ways of joining two rows may give the same columns.
  return atTop.filter(
    (match, i) => atTop.findIndex(({ contract }) => contract === match.contract) === i,
  );
}

const required = new WeakMap<Contract, readonly string[]>();

function requiredOf(contract: Contract): readonly string[] {
  const known = required.get(contract) ?? requiredColumns(contract);
  required.set(contract, known);
  return known;
}

function missingColumns(contract: Contract, { columns, header }: Sighting): string[] {
  const others = Object.values(contract.aliases ?? {}).flat();
  const present = others.some((name) => columns.has(name))
    ? new Set(contractNames(contract, header))
    : columns;
  return requiredOf(contract).filter((name) => !present.has(name));
}

function placed(table: Table, contract: Contract, { head, place }: Sighting): Recognised {
  const { file } = table;
  const header = place.names;
  const most = rule("most_columns");
  if (header.length > most) throw tooWide(file, header.length, most);
  const names = contractNames(contract, header);
  const positions: Record<string, number> = {};
  for (const column of Object.keys(contract.columns.shape)) {
    const at = names.indexOf(column);
    if (at < 0) continue;
    // Publishers repeat a column now and then; the first is taken.
    if (contract.isChildLevel && names.includes(column, at + 1))
      throw twice(file, column, at, names.indexOf(column, at + 1));
    positions[column] = at;
  }
  const untaken = header.filter((name, i) => name.trim() && positions[names[i] ?? ""] !== i);
  return {
    file,
    table,
    head,
    place,
    contract,
    delimiter: head.delimiter,
    header,
    positions,
    untaken,
    ...givenTo(contract, positions),
  };
}

/** Columns that the source's files never have; one that has them all the same says so itself. */
function givenTo({ fixed = {} }: Contract, positions: Readonly<Record<string, number>>) {
  const absent = Object.entries(fixed).filter(([column]) => positions[column] === undefined);
  return absent.length > 0 ? { given: Object.fromEntries(absent) } : {};
}

interface Near {
  contract: Contract;
  sighting: Sighting;
  missing: string[];
}

/** Share of the columns that only this loader has, above which a file counts as meant for it. */
const NEAR_SHARE = 0.5;

function nearest(found: readonly Sighting[], contracts: readonly Contract[]): Near | null {
  const own = ownColumns(contracts);
  let best: (Near & { share: number }) | null = null;
  for (const contract of contracts) {
    const columns = own(contract);
    for (const sighting of found) {
      const missing = missingColumns(contract, sighting);
      const share =
        columns.filter((column) => !missing.includes(column)).length / (columns.length || 1);
      if (share > NEAR_SHARE && (!best || share > best.share)) {
        best = { contract, sighting, missing, share };
      }
    }
  }
  return best;
}

/** Columns by which a contract can be told: its own alone, or failing that, its source's alone. */
function ownColumns(contracts: readonly Contract[]) {
  // Records of children and published figures share words for columns that mean other things.
  const holders = (column: string, { isChildLevel }: Contract) =>
    contracts.filter(
      (contract) => contract.isChildLevel === isChildLevel && requiredOf(contract).includes(column),
    );
  return (contract: Contract): readonly string[] => {
    const columns = requiredOf(contract);
    const alone = columns.filter((column) => holders(column, contract).length === 1);
    if (alone.length > 0) return alone;
    return columns.filter((column) =>
      holders(column, contract).every(({ name }) => name === contract.name),
    );
  };
}

export const empty = (name: string) =>
  dataError({
    expected: "rows below the header",
    came: "a file without any",
    where: name,
    todo: "ask the supplier for the file with its rows, and load again",
  });

function almost(file: Candidate, { contract, sighting, missing }: Near) {
  const known = new Set(Object.keys(contract.columns.shape));
  const strangers = sighting.header.filter((name) => name.trim() && !known.has(columnName(name)));
  if (Object.values(sighting.firstRow).every((cell) => cell === "")) return empty(shortName(file));
  if (missing.length === 0) {
    return dataError({
      expected: `${contract.title}`,
      came: "the columns of that source, but an instrument, version or period it does not cover",
      where: shortName(file),
      todo: "check the first rows; add the instrument version to data/instruments if it is a new one",
    });
  }
  const row = sighting.head.rows[sighting.place.first]!.row;
  return dataError({
    expected: `the columns of "${contract.name}" (${contract.title})`,
    came: `a file without ${missing.map((name) => `"${name}"`).join(", ")}`,
    where: `${shortName(file)}, header row${row > 1 ? ` ${row}` : ""}`,
    todo: strangers.length
      ? `rename a column to the missing name and load again; columns of the file that match nothing: ${strangers.slice(0, 20).join(", ")}`
      : "ask the supplier for the missing columns and load again",
  });
}

function ambiguous(file: Candidate, matches: readonly Match[]) {
  return dataError({
    expected: "a file that one loader knows",
    came: `one that ${matches.map(({ contract }) => contract.title).join(" and ")} all know`,
    where: shortName(file),
    todo: "remove the columns that belong to the other source, and load again",
  });
}

const twice = (file: Candidate, column: string, first: number, second: number) =>
  dataError({
    expected: `one column "${column}"`,
    came: `two, in columns ${columnLetter(first)} and ${columnLetter(second)}`,
    where: shortName(file),
    todo: "remove or rename the one that is not meant, and load again; nothing was loaded",
  });

const tooWide = (file: Candidate, width: number, most: number) =>
  dataError({
    expected: `at most ${most} columns`,
    came: `${width}`,
    where: shortName(file),
    todo: "remove the columns that are not needed (`vsend load --help` lists those that are), and load again",
  });
