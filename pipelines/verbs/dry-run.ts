import { asJson, type DryRunJson } from "../preflight/as-json.ts";
import { type DryRun, dryRun } from "../preflight/dry-run.ts";
import { writeProposal } from "../preflight/proposed-mapping.ts";
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
  const { instruments, designs, mappings } = projectOf({ json, ...options });
  const run = await withProgress(
    "Dry run",
    json,
    (task) => dryRun(paths, instruments, designs, mappings, task),
    ({ files, passedOver }) =>
      `${files.length} looked at, ${passedOver.length} passed over; nothing was loaded`,
  );
  if (writeMapping) writeOne(run, writeMapping);
  return {
    result: asJson(run, writeMapping ?? null),
    words: dryRunReport(run, writeMapping ?? null),
  };
}

function writeOne({ files }: DryRun, path: string) {
  const proposed = files.flatMap(({ proposal, remedy, source, file }) => {
    const mapping = proposal ?? remedy;
    return mapping ? [{ mapping, source, file }] : [];
  });
  const [only] = proposed;
  if (proposed.length > 1) {
    throw callError({
      expected: "one file to propose a mapping for",
      came: `${proposed.length}`,
      details: proposed.map(({ file }) => file),
      todo: "name one of them with --dry-run and --write-mapping at a time",
    });
  }
  if (!only) {
    throw callError({
      expected: "a file that a mapping can be proposed for",
      came: files.some(({ recognised }) => recognised)
        ? "one that is recognised as it is, and of whose values no more would be read"
        : "one that is like none of the loaders",
      where: files[0]?.file ?? path,
      todo: "leave out --write-mapping; to translate values of a recognised file, write a mapping by hand (data/mappings/README.md)",
    });
  }
  writeProposal(path, only.mapping, only.source.name);
}

const needsDryRun = () =>
  callError({
    expected: "--dry-run with --write-mapping",
    came: "--write-mapping alone",
    todo: "add --dry-run: a load proposes nothing",
  });
