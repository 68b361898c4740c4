import { basename } from "node:path";
import { type Contract, columnName } from "../../../loaders/contract/define-loader.ts";
import { EARLIER_FIGURES } from "../../../loaders/dfe-ehc-plans-earlier.ts";
import { nearest } from "./nearly-known.ts";
import type { Recognised } from "./recognised.ts";
import { missingColumns, type Sighting } from "./sighting.ts";

/** Share of the columns that only one loader has, above which a file is said to be like its files. */
const ALIKE_SHARE = 0.2;
const MOST_NAMED = 8;

/**
 * What a file of general statistics is like among the known releases, by its columns or its name;
 * null where it is like none.
 */
export function resemblance(
  { header, file }: Recognised,
  found: readonly Sighting[],
  contracts: readonly Contract[],
): string | null {
  const names = new Set(header.map(columnName));
  const earlier = EARLIER_FIGURES.filter(({ columns }) => columns.some((name) => names.has(name)));
  if (earlier.length > 0) {
    const indicators = earlier.map(({ indicator }) => indicator);
    return `is of an earlier layout of DfE's release "Education, health and care plans": its totals go to indicators (${few(indicators)}), and all of it to ees_figures`;
  }
  const releases = contracts.filter(({ isChildLevel }) => !isChildLevel);
  const near = nearest(found, releases, ALIKE_SHARE) ?? ofSameName(file.name, found, releases);
  return near
    ? `resembles "${near.contract.title}" but lacks its columns ${few(near.missing)}, so it was read as general statistics: it goes to ees_figures alone`
    : null;
}

function ofSameName(name: string, [first]: readonly Sighting[], contracts: readonly Contract[]) {
  const stem = columnName(basename(name).replace(/[.].*$/, ""));
  const contract = contracts.find(({ table }) => table.replace(/^loaded_(dfe_)?/, "") === stem);
  return contract && first ? { contract, missing: missingColumns(contract, first) } : null;
}

const few = (names: readonly string[]): string =>
  names.length > MOST_NAMED
    ? `${names.slice(0, MOST_NAMED).join(", ")} and ${names.length - MOST_NAMED} more`
    : names.join(", ");
