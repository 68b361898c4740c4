import { createReadStream, createWriteStream } from "node:fs";
import { mkdtemp, stat } from "node:fs/promises";
import { extname, join } from "node:path";
import { pipeline } from "node:stream/promises";
import { createGunzip } from "node:zlib";
import { dataError, VsendError } from "../../../warehouse/errors.ts";
import { openZip } from "./archive.ts";
import type { Candidate } from "./candidate.ts";
import { kindOf } from "./kind.ts";
import { unpackedLimit } from "./unpacked.ts";
import { zipHolds } from "./zip-holds.ts";

/** Names under which tables are looked for in folders and archives. */
const TABLES = new Set([
  ".csv",
  ".tsv",
  ".txt",
  ".xml",
  ".xlsx",
  ".xlsm",
  ".ods",
  ".parquet",
  ".ndjson",
  ".jsonl",
  ".gz",
]);
const ARCHIVES = new Set([".zip"]);

const ending = (name: string): string => extname(name).toLowerCase();

/** Whether a file of this name, in a folder, may be a table. */
export const mayBeTable = (name: string): boolean =>
  TABLES.has(ending(name)) || ARCHIVES.has(ending(name));

/**
 * What is in a file: itself, or what it was packed from. A zip gives the members that may be
 * tables; a .gz its one content.
 *
 * @throws VsendError for an archive that is damaged, locked, within another, or made to fill the disk.
 */
export async function unpack(file: Candidate, workDir: string): Promise<Candidate[]> {
  switch (await kindOf(file.path)) {
    case "gzip":
      return unpackInner(await gunzip(file, workDir));
    case "zip": {
      const holds = await whole(file, () => zipHolds(file.path, file.name));
      if (holds !== "files") return [file];
      return whole(file, () => unzip(file, workDir));
    }
    case "text":
      if (ARCHIVES.has(ending(file.name))) await whole(file, () => zipHolds(file.path, file.name));
      return [file];
    default:
      return [file];
  }
}

async function gunzip(file: Candidate, workDir: string): Promise<Candidate> {
  const path = join(await mkdtemp(join(workDir, "gz-")), "content");
  const limit = unpackedLimit(file.name, (await stat(file.path)).size);
  await whole(file, () =>
    pipeline(createReadStream(file.path), createGunzip(), limit(), createWriteStream(path)),
  );
  return { ...file, path };
}

async function unzip(file: Candidate, workDir: string): Promise<Candidate[]> {
  const folder = await mkdtemp(join(workDir, "zip-"));
  const limit = unpackedLimit(file.name, (await stat(file.path)).size);
  const zip = await openZip(file.path, file.name);
  const members: Candidate[] = [];
  try {
    for await (const entry of zip.eachEntry()) {
      const name = `${file.name}/${entry.fileName}`;
      if (entry.fileName.endsWith("/") || !mayBeTable(entry.fileName)) continue;
      if (/(^|\/)(__MACOSX\/|\.)/.test(entry.fileName)) continue;
      if (entry.isEncrypted()) throw locked(name);
      const path = join(folder, String(members.length));
      await pipeline(await zip.openReadStreamPromise(entry), limit(), createWriteStream(path));
      members.push({ path, name, isNamed: file.isNamed, archive: file.name });
    }
  } finally {
    zip.close();
  }
  if (members.length === 0) return [file];
  members.sort((a, b) => (a.name < b.name ? -1 : 1));
  const unpacked: Candidate[] = [];
  for (const member of members) {
    const isPacked = (await kindOf(member.path)) === "gzip";
    unpacked.push(...(await unpackInner(isPacked ? await gunzip(member, workDir) : member)));
  }
  return unpacked;
}

/** What came out of an archive: a workbook is a zip as well, but a zip of files is one too many. */
async function unpackInner(file: Candidate): Promise<Candidate[]> {
  const isZip = (await kindOf(file.path)) === "zip";
  if (isZip && (await whole(file, () => zipHolds(file.path, file.name))) === "files")
    throw zipInZip(file);
  return [file];
}

async function whole<T>(file: Candidate, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    if (cause instanceof VsendError) throw cause;
    const { code, message } = cause as NodeJS.ErrnoException;
    if (code && /^E[A-Z]+$/.test(code)) throw cause;
    throw dataError(
      {
        expected: `a whole ${ending(file.name).slice(1) || "zip"} file`,
        came: `one that cannot be read to its end (${message})`,
        where: file.name,
        todo: "download or copy the file again, then load it again; nothing was loaded",
      },
      cause,
    );
  }
}

const zipInZip = (file: Candidate) =>
  dataError({
    expected: "an archive of files",
    came: "an archive within it",
    where: file.name,
    todo: "unpack the outer one and load the folder; nothing was loaded",
  });

const locked = (name: string) =>
  dataError({
    expected: "files without a password",
    came: "one that needs a password",
    where: name,
    todo: "unpack the archive with its password and load the folder; nothing was loaded",
  });
