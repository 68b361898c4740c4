import { createWriteStream } from "node:fs";
import { mkdir, mkdtemp, readdir, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, extname, join, relative } from "node:path";
import { pipeline } from "node:stream/promises";
import yauzl from "yauzl";
import { callError, dataError } from "../errors.ts";

/** A file that might be loaded. */
export interface Candidate {
  /** Where its bytes can be read now. */
  path: string;
  /** What to call it: the path given, or the archive and the member's path within it. */
  name: string;
  /** Whether the user named it (or the archive it is in), rather than a folder around it. */
  isNamed: boolean;
  /** The archive it came out of. */
  archive?: string;
  /** What it was made from, where the program itself wrote it out of another file. */
  madeFrom?: MadeFrom;
}

/** The file that one or more delimited files were written from. */
export interface MadeFrom {
  sha256: string;
  /** A column added to say which record of that file a row is in, and what such a record is called. */
  within: { column: string; title: string };
  /** What stood in that file and is not taken. */
  untaken: string[];
}

const READABLE = new Set([".csv", ".tsv", ".txt", ".xml"]);

/**
 * Finds the files behind the paths given: files, folders (searched through) and zips (opened into
 * `workDir`, which the caller removes).
 */
export async function findFiles(paths: readonly string[], workDir: string): Promise<Candidate[]> {
  const found: Candidate[] = [];
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
    if (entry.isDirectory()) {
      for (const file of await walk(path)) {
        const name = join(path, file);
        found.push(...(await open(name, { path: name, name, isNamed: false }, workDir)));
      }
    } else {
      found.push(...(await open(path, { path, name: path, isNamed: true }, workDir)));
    }
  }
  return found;
}

/** A new private folder for what is taken out of archives. */
export const makeWorkDir = (): Promise<string> => mkdtemp(join(tmpdir(), "vsend-"));

async function walk(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && !entry.name.startsWith("."))
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
    .sort();
}

async function open(name: string, file: Candidate, workDir: string): Promise<Candidate[]> {
  if (!isZip(name)) return [file];
  const folder = await mkdtemp(join(workDir, "zip-"));
  try {
    const members = await unzip(file.path, folder);
    if (members.length === 0) return [file];
    return members.map((member) => ({
      path: join(folder, member),
      name: `${name}/${member}`,
      isNamed: file.isNamed,
      archive: name,
    }));
  } catch (cause) {
    throw dataError(
      {
        expected: "a whole zip file",
        came: `one that cannot be read to its end (${cause instanceof Error ? cause.message : cause})`,
        where: name,
        todo: "download or copy the file again, then load it again; nothing was loaded",
      },
      cause,
    );
  }
}

async function unzip(path: string, folder: string): Promise<string[]> {
  const zip = await yauzl.openPromise(path, { lazyEntries: true });
  const members: string[] = [];
  try {
    for await (const entry of zip.eachEntry()) {
      if (!READABLE.has(extname(entry.fileName).toLowerCase())) continue;
      const target = join(folder, entry.fileName);
      await mkdir(join(target, ".."), { recursive: true });
      await pipeline(await zip.openReadStreamPromise(entry), createWriteStream(target));
      members.push(entry.fileName);
    }
  } finally {
    zip.close();
  }
  return members.sort();
}

export const isZip = (name: string): boolean => extname(name).toLowerCase() === ".zip";

/** Whether the file is of a kind that holds rows of text. */
export const isReadable = (file: Candidate): boolean =>
  READABLE.has(extname(file.path).toLowerCase());

export const shortName = (file: Candidate): string =>
  file.archive ? `${basename(file.archive)}/${relative(file.archive, file.name)}` : file.name;
