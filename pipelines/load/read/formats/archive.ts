import { stat } from "node:fs/promises";
import type { Readable } from "node:stream";
import yauzl, { type Entry, type ZipFile } from "yauzl";
import { dataError } from "../../../warehouse/errors.ts";
import { rule } from "../../../warehouse/rules.ts";
import { unpackedLimit } from "./unpacked.ts";

/**
 * Opens a zip and reads its directory's first line alone.
 *
 * @throws VsendError where it says that more is in it than `most_members`; and when it is no zip.
 */
export async function openZip(path: string, name: string): Promise<ZipFile> {
  const zip = await yauzl.openPromise(path, { lazyEntries: true, autoClose: false });
  const most = rule("most_members");
  if (zip.entryCount <= most) return zip;
  zip.close();
  throw dataError({
    expected: `at most ${most} files in an archive or workbook`,
    came: `${zip.entryCount}`,
    where: name,
    todo: "check where the file comes from; if it is right, unpack it and load what is needed; nothing was loaded",
  });
}

/** The parts of a document that is a zip, read one at a time. */
export interface Parts {
  has(part: string): boolean;
  /** @throws when the part is missing or damaged, and VsendError when it unpacks to too much. */
  read(part: string): Promise<Readable>;
  close(): void;
}

/** @throws as `openZip`. */
export async function openParts(path: string, name: string): Promise<Parts> {
  const limit = unpackedLimit(name, (await stat(path)).size);
  const zip = await openZip(path, name);
  try {
    const entries = new Map<string, Entry>();
    for await (const entry of zip.eachEntry()) entries.set(entry.fileName, entry);
    return {
      has: (part) => entries.has(part),
      read: (part) => readPart(zip, entries.get(part), part, limit),
      close: () => zip.close(),
    };
  } catch (error) {
    zip.close();
    throw error;
  }
}

async function readPart(
  zip: ZipFile,
  entry: Entry | undefined,
  part: string,
  limit: ReturnType<typeof unpackedLimit>,
): Promise<Readable> {
  if (!entry) throw new Error(`its part ${part} is missing`);
  const source = await zip.openReadStreamPromise(entry);
  const limited = limit();
  source.on("error", (error) => limited.destroy(error));
  limited.on("close", () => source.destroy());
  return source.pipe(limited);
}
