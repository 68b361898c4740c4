import type { DryRun } from "./dry-run.ts";
import { proposalYaml } from "./proposed-mapping.ts";

/** A dry run as `--json` prints it; the proposal as data and as the YAML that would be written. */
export const asJson = ({ files, passedOver, isLoadable }: DryRun, written: string | null) => ({
  isLoadable,
  passedOver,
  mappingWritten: written,
  files: files.map(({ source, proposal, remedy, ...file }) => ({
    ...file,
    remedy: remedy && { yaml: proposalYaml(remedy, source.name) },
    proposal: proposal && {
      loader: proposal.contract.name,
      title: proposal.contract.title,
      score: proposal.score,
      rival: proposal.rival,
      columns: proposal.columns.map(({ from, ...column }) => ({ ...column, from: from.name })),
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
      yaml: proposalYaml(proposal, source.name),
    },
  })),
});

export type DryRunJson = ReturnType<typeof asJson>;
