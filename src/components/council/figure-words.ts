import type { CouncilMeasure } from "../../../pipelines/measures/council-measures/measure.ts";
import { fixed, pounds } from "../words.js";

/** The year of a number, and that its publisher calls it provisional, where it does. */
export const yearOf = ({
  period,
  is_provisional,
}: {
  period: string;
  is_provisional: boolean;
}): string => (is_provisional ? `${period} (provisional)` : period);

type Shown = Pick<CouncilMeasure, "unit" | "decimals">;

/** A number with its unit, as short as may be: "56.3%", "£12,606", "12,147". */
export function shown(value: number, { unit, decimals }: Shown): string {
  if (unit.startsWith("£")) return pounds(value);
  return `${fixed(value, decimals, true)}${unit.startsWith("per cent") ? "%" : ""}`;
}
