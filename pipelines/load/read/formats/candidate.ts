import { basename, relative } from "node:path";
import { plainLine } from "../../../warehouse/plain-text.ts";

/** A file that might be loaded. */
export interface Candidate {
  /** Where its bytes can be read now. */
  path: string;
  /** Whether some of its characters cannot be read; known once it is made plain. */
  isDamaged?: boolean;
  /** What to call it: the path given, or the archive and the member's path within it. */
  name: string;
  /** Whether the user named it (or the archive it is in), rather than a folder around it. */
  isNamed: boolean;
  /** The archive it came out of. */
  archive?: string;
  /** The sheet of it that is meant, where it has sheets. */
  sheet?: string;
  /** Where the file that says what its columns are can be read, if one came with it. */
  meta?: string | undefined;
  /** What it was made from, where the program itself wrote it out of another file. */
  madeFrom?: MadeFrom;
}

/** The file that one or more delimited files were written from. */
export interface MadeFrom {
  sha256: string;
  /** A column added to say which record of that file a row is in, and what such a record is called. */
  within: { column: string; title: string };
  /** Columns that the program itself filled: first the number of the row, given once; then its parent's. */
  numbered: readonly string[];
  /** What stood in that file and is not taken. */
  untaken: string[];
}

/** The path by which a call names the file (or the archive it is in), quoted where a shell needs it. */
export const callPath = ({ archive, name }: Candidate): string => {
  const path = archive ?? name;
  return /^[A-Za-z0-9_./@%+=:,-]+$/.test(path) ? path : `'${path.replaceAll("'", "'\\''")}'`;
};

export const shortName = (file: Candidate): string => {
  const name = file.archive
    ? `${basename(file.archive)}/${relative(file.archive, file.name)}`
    : file.name;
  return plainLine(file.sheet === undefined ? name : `${name}, sheet ${file.sheet}`);
};
