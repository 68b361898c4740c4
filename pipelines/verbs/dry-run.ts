import { existsSync, mkdirSync, statSync } from "node:fs";
import { basename, join } from "node:path";
import { asJson, type DryRunJson } from "../preflight/as-json.ts";
import { type DryRun, type DryRunFile, dryRun } from "../preflight/dry-run.ts";
import { placeOf } from "../preflight/place-of.ts";
import { type Place, writeProposal } from "../preflight/proposed-mapping.ts";
import { dryRunReport } from "../preflight/report.ts";
import { withProgress } from "../printing/progress.ts";
import { callError } from "../warehouse/errors.ts";
import type { Common } from "./options.ts";
import { projectOf } from "./project-of.ts";

export interface DryRunOptions {
  dryRun?: boolean;
  writeMapping?: string;
}

/** `vsend load --dry-run`: the result for machines and in words. @throws VsendError as `load` does. */
export async function dryRunVerb(
  paths: readonly string[],
  { dryRun: isDryRun, writeMapping, json, ...options }: Common & DryRunOptions,
): Promise<{ result: DryRunJson; words: string }> {
  if (!isDryRun) throw needsDryRun();
  const { instruments, designs, mappings, warehouse } = projectOf({ json, ...options });
  const run = await withProgress(
    "Dry run",
    json,
    (task) => dryRun(paths, instruments, designs, mappings, task, warehouse),
    ({ files, passedOver }) =>
      `${files.length} looked at, ${passedOver.length} passed over; nothing was loaded`,
  );
  const written = writeMapping ? writeMappings(run, writeMapping) : new Map<DryRunFile, string>();
  return { result: asJson(run, written), words: dryRunReport(run, written) };
}

/** Writes the proposed mapping, or into a folder one for each file and sheet. @returns where each went. */
function writeMappings({ files }: DryRun, path: string): Map<DryRunFile, string> {
  const proposed = files.filter(({ proposal, remedy }) => proposal ?? remedy);
  const isFolder = /[\\/]$/.test(path) || (existsSync(path) && statSync(path).isDirectory());
  if (proposed.length === 0) throw nothingToPropose(files, path);
  if (proposed.length > 1 && !isFolder) {
    throw callError({
      expected: "one file to propose a mapping for, or a folder for several",
      came: `${proposed.length}, and a path of one file`,
      where: path,
      details: proposed.map(({ file }) => file),
      todo: "name a folder, such as --write-mapping mappings/, or one of the files at a time",
    });
  }
  if (isFolder) mkdirSync(path, { recursive: true });
  const written = new Map<DryRunFile, string>();
  for (const file of proposed) {
    const place = placeOf(file.source, files);
    const name = isFolder ? join(path, `${slug(place)}.yaml`) : path;
    writeProposal(name, (file.proposal ?? file.remedy)!, place);
    written.set(file, name);
  }
  return written;
}

const slug = ({ name, sheet, isOneOfSheets }: Place): string =>
  [basename(name).replace(/[.][A-Za-z0-9.]+$/, ""), ...(isOneOfSheets && sheet ? [sheet] : [])]
    .join("-")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-|-$/g, "") || "mapping";

const nothingToPropose = (files: readonly DryRunFile[], path: string) =>
  callError({
    expected: "a file that a mapping can be proposed for",
    came: files.some(({ recognised }) => recognised)
      ? "one that is recognised as it is, and of whose values no more would be read"
      : "one that is like none of the loaders",
    where: files[0]?.file ?? path,
    todo: "leave out --write-mapping; to translate values of a recognised file, write a mapping by hand (data/mappings/README.md)",
  });

const needsDryRun = () =>
  callError({
    expected: "--dry-run with --write-mapping",
    came: "--write-mapping alone",
    todo: "add --dry-run: a load proposes nothing",
  });
