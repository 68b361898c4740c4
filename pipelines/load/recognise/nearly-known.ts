import { type Contract, columnName } from "../../../loaders/contract/define-loader.ts";
import { dataError } from "../../warehouse/errors.ts";
import { type Candidate, callPath, shortName } from "../read/formats/candidate.ts";
import type { Table } from "../read/formats/table.ts";
import { missingColumns, requiredOf, type Sighting } from "./sighting.ts";

/** A loader that all but knows a table, and what it lacks. */
export interface Near {
  contract: Contract;
  sighting: Sighting;
  missing: string[];
}

/** Share of the columns that only this loader has, above which a file counts as meant for it. */
const NEAR_SHARE = 0.5;

/**
 * The loader that a table is most likely meant for, where more than a share of its own columns are
 * there; of several alike that which knows most columns of the table, as instruments share theirs.
 */
export function nearest(
  found: readonly Sighting[],
  contracts: readonly Contract[],
  least = NEAR_SHARE,
): Near | null {
  const own = ownColumns(contracts);
  let best: (Near & { share: number; known: number }) | null = null;
  for (const contract of contracts) {
    const columns = own(contract);
    for (const sighting of found) {
      const missing = missingColumns(contract, sighting);
      const share =
        columns.filter((column) => !missing.includes(column)).length / (columns.length || 1);
      if (share <= least) continue;
      const known = knownColumns(contract, sighting);
      if (!best || share > best.share || (share === best.share && known > best.known))
        best = { contract, sighting, missing, share, known };
    }
  }
  return best;
}

const knownColumns = ({ columns }: Contract, sighting: Sighting): number =>
  Object.keys(columns.shape).filter((column) => sighting.columns.has(column)).length;

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

/** The command that says what a file's columns may be, as it can be typed. */
export const dryRunOf = (file: Candidate): string => `vsend load --dry-run ${callPath(file)}`;

export const empty = (name: string) =>
  dataError({
    expected: "rows below the header",
    came: "a file without any",
    where: name,
    todo: "ask the supplier for the file with its rows, and load again",
  });

/** Says what a table lacks of the loader it is meant for, or that it has no rows. */
export function almost({ file, hiddenColumns = [] }: Table, { contract, sighting, missing }: Near) {
  const known = new Set(Object.keys(contract.columns.shape));
  const strangers = sighting.header.filter((name) => name.trim() && !known.has(columnName(name)));
  if (Object.values(sighting.firstRow).every((cell) => cell === "")) return empty(shortName(file));
  if (missing.length === 0) {
    return dataError({
      expected: contract.saysInstead ? "an instrument version that has a file" : contract.title,
      came:
        contract.saysInstead?.(sighting) ??
        "the columns of that source, but a version or period it does not cover",
      where: shortName(file),
      todo: "check the first rows; add the instrument version to data/instruments (`vsend new instrument NAME`) if it is a new one",
    });
  }
  const isHidden = hiddenColumns.length > 0;
  const row = sighting.head.rows[sighting.place.first]!.row;
  return dataError({
    expected: `the columns of "${contract.name}" (${contract.title})`,
    came: `a file without ${missing.map((name) => `"${name}"`).join(", ")}`,
    where: `${shortName(file)}, header row${row > 1 ? ` ${row}` : ""}`,
    ...(isHidden && {
      details: [
        `columns ${hiddenColumns.join(", ")} are hidden, and hidden columns are not loaded`,
      ],
    }),
    todo: strangers.length
      ? `see what its columns may be: ${dryRunOf(file)}; or rename a column to the missing name and load again; columns of the file that match nothing: ${strangers.slice(0, 20).join(", ")}`
      : `ask the supplier for the missing columns and load again; what lacks without them: ${dryRunOf(file)}`,
  });
}
