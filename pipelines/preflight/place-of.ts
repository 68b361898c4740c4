import type { Candidate } from "../load/read/formats/candidate.ts";
import type { DryRunFile } from "./dry-run.ts";
import type { Place } from "./proposed-mapping.ts";

/** Where a proposal is for, and whether another sheet of the same workbook has one too. */
export function placeOf(source: Candidate, files: readonly DryRunFile[]): Place {
  const { name, sheet } = source;
  const proposed = files.filter(
    (file) => file.source.name === name && (file.proposal ?? file.remedy) !== null,
  );
  return {
    name,
    ...(sheet === undefined ? {} : { sheet }),
    isOneOfSheets: proposed.length > 1,
  };
}
