import { appendFileSync, existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { z } from "zod";
import { keyFile } from "../../warehouse/secret-file.ts";

/**
 * Where whole names of loaded files about children are kept: beside the pseudonym key, on the
 * machine of whoever loaded them. A file may be named after a child, so the warehouse, which may be
 * copied or asked by others, has only what `ledgerName` leaves.
 */
const namesFile = (): string => join(dirname(keyFile()), "file-names.jsonl");

const lineSchema = z.object({ digest: z.string(), name: z.string() });

/** Whole names by what the ledger knows each file by (`keyed_digest`); the last given holds. */
export function readWholeNames(file = namesFile()): Map<string, string> {
  const names = new Map<string, string>();
  if (!existsSync(file)) return names;
  for (const line of readFileSync(file, "utf8").split("\n")) {
    const kept = parsed(line);
    if (kept) names.set(kept.digest, kept.name);
  }
  return names;
}

/** A line that a crash cut short says nothing. */
function parsed(line: string): z.infer<typeof lineSchema> | null {
  try {
    return lineSchema.parse(JSON.parse(line));
  } catch {
    return null;
  }
}

/** Adds names. They are for convenience, so a folder that may not be written is no reason to stop. */
export function keepWholeNames(names: ReadonlyMap<string, string>, file = namesFile()): void {
  const known = readWholeNames(file);
  const lines = [...names]
    .filter(([digest, name]) => known.get(digest) !== name)
    .map(([digest, name]) => `${JSON.stringify({ digest, name })}\n`);
  if (lines.length === 0) return;
  try {
    appendFileSync(file, lines.join(""), { mode: 0o600 });
  } catch {}
}

/** Takes out the names of files, such as those that a child to be forgotten was in. */
export function dropWholeNames(digests: ReadonlySet<string>, file = namesFile()): void {
  const names = readWholeNames(file);
  const left = [...names].filter(([digest]) => !digests.has(digest));
  if (left.length === names.size) return;
  const aside = `${file}.${process.pid}`;
  const text = left.map(([digest, name]) => `${JSON.stringify({ digest, name })}\n`).join("");
  writeFileSync(aside, text, { mode: 0o600 });
  renameSync(aside, file);
}
