import type { DryRun, DryRunFile } from "./dry-run.ts";
import { placeOf } from "./place-of.ts";
import { proposalYaml } from "./proposed-mapping.ts";

/** A dry run as `--json` prints it; the proposal as data and as the YAML that would be written. */
export const asJson = (
  { files, passedOver, isLoadable, unlooked }: DryRun,
  written: ReadonlyMap<DryRunFile, string> = new Map(),
) => ({
  isLoadable,
  unlooked,
  passedOver,
  mappingsWritten: [...written.values()],
  files: files.map(({ source, proposal, remedy, ...file }) => ({
    ...file,
    remedy: remedy && { yaml: proposalYaml(remedy, placeOf(source, files)) },
    proposal: proposal && {
      loader: proposal.contract.name,
      title: proposal.contract.title,
      score: proposal.score,
      rival: proposal.rival,
      columns: proposal.columns.map(({ from, blanks, ...column }) => ({
        ...column,
        from: from.name,
        blanks: Object.fromEntries(blanks),
      })),
      repeats: proposal.repeats,
      questions: proposal.questions.map(({ column, candidates }) => ({
        column,
        candidates: candidates.map(({ from, score, reasons }) => ({
          from: from.name,
          score,
          reasons,
        })),
      })),
      constants: proposal.constants,
      missing: proposal.missing,
      yaml: proposalYaml(proposal, placeOf(source, files)),
    },
  })),
});

export type DryRunJson = ReturnType<typeof asJson>;
