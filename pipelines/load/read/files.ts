import { stat } from "node:fs/promises";
import { join } from "node:path";
import { callError } from "../../warehouse/errors.ts";
import type { Candidate } from "./formats/candidate.ts";
import { mayBeTable, unpack } from "./formats/unpack.ts";
import { walk } from "./walk.ts";

type Spare = (
  work: () => Promise<Candidate[]>,
  file: Candidate,
) => Promise<Candidate[] | undefined>;

/**
 * Finds the files behind the paths given: files, folders (searched through) and archives (opened
 * into `workDir`, which the caller removes).
 *
 * @param found Is called with each file of the disk before it is read.
 * @param spare Opens one archive; what it gives undefined for is left out, so that a damaged archive
 * need not keep the other files from being looked at.
 */
export async function findFiles(
  paths: readonly string[],
  workDir: string,
  found: (path: string) => Promise<void> = async () => undefined,
  spare: Spare = (work) => work(),
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
    if (!entry.isDirectory() && !entry.isFile()) throw noFile(path);
    const names = entry.isDirectory() ? (await walk(path)).map((file) => join(path, file)) : [path];
    for (const name of names) {
      const file = { path: name, name, isNamed: !entry.isDirectory() };
      if (!file.isNamed && !mayBeTable(name)) {
        files.push(file);
        continue;
      }
      await found(name);
      files.push(...((await spare(() => unpack(file, workDir), file)) ?? []));
    }
  }
  return files;
}

/** Whether the file is to be looked into: named outright, or of a name that tables have. */
export const isReadable = (file: Candidate): boolean => file.isNamed || mayBeTable(file.name);

const noFile = (path: string) =>
  callError({
    expected: "a file, a folder or a zip",
    came: "a pipe or device, which can be read once only",
    where: path,
    todo: "write what it gives into a file, and load that; nothing was loaded",
  });
