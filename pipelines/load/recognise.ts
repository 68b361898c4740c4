import { open } from "node:fs/promises";
import { dsvFormat } from "d3";
import {
  type Contract,
  columnName,
  type FileHead,
  requiredColumns,
} from "../../loaders/contract/define-loader.ts";
import { dataError } from "../errors.ts";
import { type Candidate, shortName } from "./files.ts";

/** A file whose loader is known, and where each of the loader's columns stands in it. */
export interface Recognised {
  file: Candidate;
  contract: Contract;
  delimiter: string;
  /** Columns of the file, as the supplier wrote them. */
  header: string[];
  /** Position in the file of each column of the contract; absent optional columns are left out. */
  positions: Record<string, number>;
  /** Columns of the file that the contract does not take. */
  untaken: string[];
  /** Text of columns that the file lacks and another file of its set tells. */
  given?: Readonly<Record<string, string>>;
}

/** What a file looks like to the recogniser, one reading per delimiter. */
interface Reading extends FileHead {
  delimiter: string;
}

const DELIMITERS = [",", ";", "\t", "|"];
const HEAD_BYTES = 256 * 1024;

/**
 * Finds the loader for a file by what is in it.
 *
 * @returns null when no loader knows the file.
 * @throws VsendError when a loader all but knows it (columns are missing), or several know it.
 */
export async function recognise(
  file: Candidate,
  contracts: readonly Contract[],
): Promise<Recognised | null> {
  const readings = await readHead(file);
  const matches = readings.flatMap((reading) =>
    contracts
      .filter((contract) => missingColumns(contract, reading).length === 0)
      .filter((contract) => contract.recognises?.(reading) ?? true)
      .map((contract) => ({ contract, reading })),
  );
  if (matches.length > 1) throw ambiguous(file, matches);
  const [match] = matches;
  if (match) return place(file, match.contract, match.reading);
  const near = nearest(readings, contracts);
  if (near) throw almost(file, near);
  return null;
}

async function readHead(file: Candidate): Promise<Reading[]> {
  const handle = await open(file.path);
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0);
    const text = buffer
      .subarray(0, bytesRead)
      .toString("utf8")
      .replace(/^\ufeff/, "");
    const unquoted = text.replaceAll(/"([^"]|"")*"/g, "").split(/\r?\n|\r/, 1)[0] ?? "";
    return DELIMITERS.map((delimiter) => {
      const [header = [], first = []] = dsvFormat(delimiter).parseRows(
        text.split(/\r?\n/).slice(0, 20).join("\n"),
      );
      const firstRow = Object.fromEntries(
        header.map((name, i) => [columnName(name), first[i] ?? ""]),
      );
      return { name: file.name, header, firstRow, delimiter };
    }).filter(
      // d3 takes any character after a closing quotation mark for the delimiter.
      ({ header, delimiter }) =>
        header.length > 1 && unquoted.split(delimiter).length === header.length,
    );
  } finally {
    await handle.close();
  }
}

const missingColumns = (contract: Contract, { header }: FileHead): string[] => {
  const present = new Set(header.map(columnName));
  return requiredColumns(contract).filter((name) => !present.has(name));
};

function place(file: Candidate, contract: Contract, reading: Reading): Recognised {
  const names = reading.header.map(columnName);
  const positions: Record<string, number> = {};
  for (const column of Object.keys(contract.columns.shape)) {
    const at = names.indexOf(column);
    if (at >= 0) positions[column] = at;
  }
  const untaken = reading.header.filter((_, i) => positions[names[i] ?? ""] !== i);
  return {
    file,
    contract,
    delimiter: reading.delimiter,
    header: [...reading.header],
    positions,
    untaken,
  };
}

interface Near {
  contract: Contract;
  reading: Reading;
  missing: string[];
}

/** Share of the columns that only this loader has, from which a file counts as meant for it. */
const NEAR_SHARE = 0.5;

function nearest(readings: readonly Reading[], contracts: readonly Contract[]): Near | null {
  const own = ownColumns(contracts);
  let best: (Near & { share: number }) | null = null;
  for (const reading of readings) {
    for (const contract of contracts) {
      const columns = own(contract);
      const missing = missingColumns(contract, reading);
      const share =
        columns.filter((column) => !missing.includes(column)).length / (columns.length || 1);
      if (share >= NEAR_SHARE && (!best || share > best.share)) {
        best = { contract, reading, missing, share };
      }
    }
  }
  return best;
}

/** Columns by which a contract can be told: its own alone, or failing that, its source's alone. */
function ownColumns(contracts: readonly Contract[]) {
  const holders = (column: string) =>
    contracts.filter((contract) => requiredColumns(contract).includes(column));
  return (contract: Contract): string[] => {
    const columns = requiredColumns(contract);
    const alone = columns.filter((column) => holders(column).length === 1);
    if (alone.length > 0) return alone;
    return columns.filter((column) => holders(column).every(({ name }) => name === contract.name));
  };
}

export const empty = (name: string) =>
  dataError({
    expected: "rows below the header",
    came: "a file without any",
    where: name,
    todo: "ask the supplier for the file with its rows, and load again",
  });

function almost(file: Candidate, { contract, reading, missing }: Near) {
  const known = new Set(Object.keys(contract.columns.shape));
  const strangers = reading.header.filter((name) => !known.has(columnName(name)));
  if (Object.values(reading.firstRow).every((cell) => cell === "")) throw empty(shortName(file));
  if (missing.length === 0) {
    return dataError({
      expected: `${contract.title}`,
      came: "the columns of that source, but an instrument, version or period it does not cover",
      where: shortName(file),
      todo: "check the first rows; add the instrument version to data/instruments if it is a new one",
    });
  }
  return dataError({
    expected: `the columns of "${contract.name}" (${contract.title})`,
    came: `a file without ${missing.map((name) => `"${name}"`).join(", ")}`,
    where: `${shortName(file)}, header row`,
    todo: strangers.length
      ? `rename a column to the missing name and load again; columns of the file that match nothing: ${strangers.join(", ")}`
      : "ask the supplier for the missing columns and load again",
  });
}

function ambiguous(file: Candidate, matches: readonly { contract: Contract }[]) {
  return dataError({
    expected: "a file that one loader knows",
    came: `one that ${matches.map(({ contract }) => contract.title).join(" and ")} all know`,
    where: shortName(file),
    todo: "remove the columns that belong to the other source, and load again",
  });
}
