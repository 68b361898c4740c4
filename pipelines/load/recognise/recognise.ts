import { type Contract, contractNames } from "../../../loaders/contract/define-loader.ts";
import { dataError } from "../../warehouse/errors.ts";
import { rule } from "../../warehouse/rules.ts";
import type { Warehouse } from "../../warehouse/warehouse.ts";
import { type Candidate, shortName } from "../read/formats/candidate.ts";
import { doubleHeaders, singleHeaders } from "../read/formats/header.ts";
import type { Table } from "../read/formats/table.ts";
import { describes, mapped } from "./apply-mapping.ts";
import { almost, nearest } from "./nearly-known.ts";
import { type Mappings, NO_MAPPINGS } from "./read-mappings.ts";
import type { Recognised } from "./recognised.ts";
import { resemblance } from "./resemblance.ts";
import { withoutEmptyNamesakes } from "./same-name.ts";
import { missingColumns, type Sighting, sightings } from "./sighting.ts";
import { restOf } from "./unnamed-columns.ts";

/**
 * Finds the loader for a table by what is in it. The header is the topmost row that gives every
 * column of a loader or, failing that, the topmost two rows that do so together. An accepted
 * mapping that fits goes before what the columns say by themselves.
 *
 * @param warehouse Where columns that no loader names are counted; without it no loader keeps any.
 * @returns null when no loader knows the table.
 * @throws VsendError when a loader all but knows it (columns are missing), or several know it.
 */
export async function recognise(
  table: Table,
  contracts: readonly Contract[],
  mappings: Mappings = NO_MAPPINGS,
  warehouse: Warehouse | null = null,
): Promise<Recognised | null> {
  const own = mapped(table, contracts, mappings.accepted);
  if (own) return withoutEmptyNamesakes(own, warehouse);
  const single = sightings(table, singleHeaders);
  const broken = mappings.broken.find((one) => describes(one, table.file, single));
  if (broken) throw broken.error;
  const specific = contracts.filter(({ isFallback }) => !isFallback);
  const found =
    matched(table, single, specific) ?? matched(table, sightings(table, doubleHeaders), specific);
  if (found) return withoutEmptyNamesakes(found, warehouse);
  const near = nearest(single, specific);
  if (near) throw almost(table, near);
  const fallback = matched(
    table,
    single,
    contracts.filter(({ isFallback }) => isFallback),
  );
  if (!fallback || !warehouse) return null;
  const known = await withRest(warehouse, await withoutEmptyNamesakes(fallback, warehouse));
  const likeness = known && resemblance(known, single, specific);
  return likeness ? { ...known, notes: [...(known.notes ?? []), likeness] } : known;
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

async function withRest(warehouse: Warehouse, recognised: Recognised): Promise<Recognised | null> {
  const { table, head, place } = recognised;
  const plain = await table.settle(head, place);
  const rest = await restOf(warehouse, recognised, plain);
  // It need not be made plain a second time.
  return rest && { ...recognised, rest, table: { ...table, settle: async () => plain } };
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

function placed(table: Table, contract: Contract, { head, place }: Sighting): Recognised {
  const { file } = table;
  const header = place.names;
  if (header.length > rule("most_columns")) throw tooWide(file, header.length);
  const names = contractNames(contract, header);
  const positions: Record<string, number> = {};
  for (const column of Object.keys(contract.columns.shape)) {
    const at = names.indexOf(column);
    if (at < 0) continue;
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

function ambiguous(file: Candidate, matches: readonly Match[]) {
  return dataError({
    expected: "a file that one loader knows",
    came: `one that ${matches.map(({ contract }) => contract.title).join(" and ")} all know`,
    where: shortName(file),
    todo: "remove the columns that belong to the other source, and load again",
  });
}

export const tooWide = (file: Candidate, width: number) =>
  dataError({
    expected: `at most ${rule("most_columns")} columns`,
    came: `${width}`,
    where: shortName(file),
    todo: "remove the columns that are not needed (`vsend load --help` lists those that are), and load again",
  });
