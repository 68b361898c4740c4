import type { ChangeByAuthority } from "../../../pipelines/measures/change-by-authority/measure.ts";
import type { CouncilFigure } from "../../../pipelines/measures/council-figures/measure.ts";
import type { CouncilMeasure } from "../../../pipelines/measures/council-measures/measure.ts";
import type { CouncilStanding } from "../../../pipelines/measures/council-standings/measure.ts";
import type { CouncilVerdict } from "../../../pipelines/measures/council-verdicts/measure.ts";
import type { Council } from "../../../pipelines/measures/councils/measure.ts";
import type { Neighbour } from "../../../pipelines/measures/neighbours/measure.ts";

/** The published tables that a council's page is made from. */
export interface CouncilTables {
  councils: readonly Council[];
  measures: readonly CouncilMeasure[];
  figures: readonly CouncilFigure[];
  standings: readonly CouncilStanding[];
  verdicts: readonly CouncilVerdict[];
  neighbours: readonly Neighbour[];
  change: readonly ChangeByAuthority[];
}

/** A figure of one council: what it is and where the council stands on it. */
export type Standing = CouncilMeasure & CouncilStanding;

/** The council's figures in the order of the page; those it has no number of are left out. */
export function standingsOf(
  { measures, standings }: Pick<CouncilTables, "measures" | "standings">,
  authority: string,
): Standing[] {
  const own = new Map(
    standings
      .filter((row) => row.authority_code === authority)
      .map((row) => [row.figure, row] as const),
  );
  return measures.flatMap((measure) => {
    const standing = own.get(measure.figure);
    return standing ? [{ ...measure, ...standing }] : [];
  });
}

/** Clearly better or worse than its neighbours, or neither; of no figure without a better way. */
export function standsOut(
  { better, behind, ahead }: Pick<Standing, "better" | "behind" | "ahead">,
  clear: number,
): "better" | "worse" | null {
  if (better === null) return null;
  if ((behind ?? 0) >= clear) return "better";
  return (ahead ?? 0) >= clear ? "worse" : null;
}
