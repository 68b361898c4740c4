import { readdir, stat } from "node:fs/promises";
import { basename, join, relative } from "node:path";
import { callError } from "../errors.ts";
import { mayBeTable, unpack } from "./formats/unpack.ts";

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

/**
 * Finds the files behind the paths given: files, folders (searched through) and archives (opened
 * into `workDir`, which the caller removes).
 *
 * @param found Is called with each file of the disk before it is read.
 */
export async function findFiles(
  paths: readonly string[],
  workDir: string,
  found: (path: string) => Promise<void> = async () => undefined,
): Promise<Candidate[]> {
  const files: Candidate[] = [];
  for (const path of paths) {
    const entry = await stat(path).catch((cause: unknown) => {
      throw callError(
        {
          expected: "a file, a folder or a zip",
          came: "a path where there is nothing",
          where: path,
          todo: "check the spelling, or give the full path",
        },
        cause,
      );
    });
    const names = entry.isDirectory() ? (await walk(path)).map((file) => join(path, file)) : [path];
    for (const name of names) {
      const file = { path: name, name, isNamed: !entry.isDirectory() };
      if (!file.isNamed && !mayBeTable(name)) {
        files.push(file);
        continue;
      }
      await found(name);
      files.push(...(await unpack(file, workDir)));
    }
  }
  return files;
}

async function walk(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && !entry.name.startsWith("."))
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
    .sort();
}

/** Whether the file is to be looked into: named outright, or of a name that tables have. */
export const isReadable = (file: Candidate): boolean => file.isNamed || mayBeTable(file.name);

/** The path by which a call names the file (or the archive it is in), quoted where a shell needs it. */
export const callPath = ({ archive, name }: Candidate): string => {
  const path = archive ?? name;
  return /^[A-Za-z0-9_./@%+=:,-]+$/.test(path) ? path : `'${path.replaceAll("'", "'\\''")}'`;
};

export const shortName = (file: Candidate): string => {
  const name = file.archive
    ? `${basename(file.archive)}/${relative(file.archive, file.name)}`
    : file.name;
  return file.sheet === undefined ? name : `${name}, sheet ${file.sheet}`;
};
