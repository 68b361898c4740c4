import type { Contract } from "../../../loaders/contract/define-loader.ts";
import { callError, dataError } from "../../warehouse/errors.ts";
import type { Faults } from "../../warehouse/faults.ts";
import { isReadable } from "../read/files.ts";
import { type Candidate, shortName } from "../read/formats/candidate.ts";
import { readTables } from "../read/formats/read-tables.ts";
import type { Reading, Table } from "../read/formats/table.ts";
import { isXml, readSen2Xml } from "../sen2/sen2-xml.ts";
import { heldBack } from "./apply-mapping.ts";
import type { Mapping } from "./mapping-schema.ts";
import { dryRunOf } from "./nearly-known.ts";
import type { Mappings } from "./read-mappings.ts";
import { recognise } from "./recognise.ts";
import type { Recognised } from "./recognised.ts";
import { plainSheet } from "./sheet.ts";
import { notLoaded, unknownFile } from "./unknown.ts";
import { metaName } from "./unnamed-columns.ts";

/** Files by what is to become of them. */
export interface Sorted {
  recognised: Recognised[];
  /** Names of files in folders and archives, and of sheets, that no loader knows. */
  passedOver: string[];
  /** What some of them are, by name. */
  passedOverAs: Record<string, string>;
}

/**
 * Finds the loader of each file.
 *
 * @param faults Where faults of single files go, such as that none knows one named outright.
 * @throws VsendError where no loader knows any file, and for a mapping named outright that fits none.
 */
export async function sort(
  files: readonly Candidate[],
  known: readonly Contract[],
  mappings: Mappings,
  reading: Reading,
  faults: Faults,
): Promise<Sorted> {
  const recognised: Recognised[] = [];
  const passedOver: Candidate[] = [];
  const passedOverAs: Record<string, string> = {};
  for (const file of withMeta(files)) {
    const tables = await faults.gather(() => tablesOf(file, known, reading));
    if (!tables) continue;
    const unknownTables: Candidate[] = [];
    const before = recognised.length;
    const rowless: Recognised[] = [];
    let isFaulty = false;
    for (const table of tables) {
      const match = await faults.gather(() => recognise(table, known, mappings, reading.warehouse));
      if (match && tables.length > 1 && isRowless(match)) rowless.push(match);
      else if (match) recognised.push(match);
      else if (match === null) unknownTables.push(table.file);
      else isFaulty = true;
      if (table.isHidden) passedOverAs[shortName(table.file)] = HIDDEN;
    }
    // An empty sheet beside one with rows is left over; where all are empty the supplier is asked.
    if (recognised.length === before) recognised.push(...rowless);
    else {
      for (const { file } of rowless) passedOverAs[shortName(file)] = ROWLESS;
      passedOver.push(...rowless.map(({ file }) => file));
    }
    if (recognised.length > before || isFaulty) passedOver.push(...unknownTables);
    else if (file.isNamed && !file.archive) faults.add(unknownFile(file, tables));
    else {
      passedOver.push(file);
      const known = notLoaded(tables);
      if (known) passedOverAs[shortName(file)] = known.what;
    }
  }
  // A file with a fault may be what an archive or a mapping is there for.
  if (!faults.any) refuseUseless(files, recognised, passedOver, mappings);
  return { recognised, passedOver: passedOver.map(shortName), passedOverAs };
}

export const HIDDEN = "a hidden sheet, of which nothing is loaded: unhide it if it is meant";

export const ROWLESS = "a sheet without rows below its header, beside one that has some";

export const isRowless = ({ head, place }: Pick<Recognised, "head" | "place">): boolean =>
  head.rows
    .slice(place.first + place.depth)
    .every(({ cells }) => cells.every((cell) => cell.trim() === ""));

function refuseUseless(
  files: readonly Candidate[],
  recognised: readonly Recognised[],
  passedOver: readonly Candidate[],
  mappings: Mappings,
) {
  const archives = new Set(
    files.filter((file) => file.isNamed && file.archive).map(({ archive }) => archive),
  );
  for (const archive of archives) {
    if (!recognised.some(({ file }) => file.archive === archive)) {
      throw unknownFile({ path: archive!, name: archive!, isNamed: true }, []);
    }
  }
  for (const mapping of mappings.accepted) {
    if (mapping.isMeant && !recognised.some((match) => match.mapping === mapping))
      throw fitsNone(mapping, files);
  }
  if (recognised.length === 0) throw nothingKnown(passedOver);
}

/** Files, each with the one beside it that says what its columns are. */
export function withMeta(files: readonly Candidate[]): Candidate[] {
  const pathOf = new Map(files.map(({ name, path }) => [name, path]));
  return files.map((file) => ({ ...file, meta: pathOf.get(metaName(file.name)) }));
}

/** The tables in a file that is to be looked into, each with its header made plain where a loader says how. */
export async function tablesOf(
  file: Candidate,
  known: readonly Contract[],
  reading: Reading,
): Promise<Table[]> {
  const made = isXml(file) ? await readSen2Xml(file, reading.workDir) : null;
  if (made) {
    const tables = await Promise.all(made.map((part) => readTables(part, reading)));
    return tables.flat().map(asWritten);
  }
  const tables = isReadable(file) ? await readTables(file, reading) : [];
  return Promise.all(tables.map((table) => plainSheet(table, known, reading.workDir)));
}

/** A file that the program itself wrote is as the loader wants it, and need not be looked through. */
const asWritten = (table: Table): Table => ({
  ...table,
  settle: async () => ({
    path: table.file.path,
    origin: { sheet: null, headerRow: 1, blanks: [] },
    notes: [],
  }),
});

const fitsNone = (mapping: Mapping, files: readonly Candidate[]) =>
  callError({
    expected: "files that the mapping named fits",
    came: "none: it is applied where every column it names stands in the header",
    where: mapping.file,
    details: files.slice(0, 10).map((file) => {
      const why = heldBack(mapping, file);
      return why ? `${shortName(file)}: it ${why}` : `${shortName(file)}: not its columns`;
    }),
    todo: `compare the names with the file's: ${files[0] ? dryRunOf(files[0]) : "vsend load --dry-run FILE"}; nothing was loaded`,
  });

const nothingKnown = (files: readonly Candidate[]) =>
  dataError({
    expected: "at least one file that one of the loaders knows by its columns",
    came: files.length ? `${files.length} that none of them knows` : "a folder without files",
    details: files.slice(0, 10).map(shortName),
    todo: "give a folder with the CSVs listed by `vsend load --help`",
  });
