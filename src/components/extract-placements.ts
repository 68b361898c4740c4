import type { ExtractPlacement } from "../../pipelines/measures/extract-placements/measure.ts";
import { countsFigure } from "./counts-figure.js";
import { PLACEMENT_GROUPS, placementTitle } from "./placement-titles.js";
import { distinct } from "./rows.js";
import { percent, plural, sumOf, whole } from "./words.js";

/** Where children are placed by the authorities' own extracts, in one January. */
export function extractPlacements(
  rows: readonly ExtractPlacement[],
  { width, period }: { width: number; period: string },
): HTMLElement {
  const authorities = distinct(rows.map((row) => row.authority_name)).length;
  return countsFigure(rows, {
    width,
    title: `Where children in the extracts were placed in January ${period}`,
    axis: "Per cent of children placed",
    definition: "./method/placements#extracts",
    file: "extract-placements",
    counted: "children",
    count: (row) => row.child_count,
    bar: { title: "Authority", of: (row) => row.authority_name },
    part: { title: "Placement", of: (row) => placementTitle(row.placement_group) },
    order: PLACEMENT_GROUPS.map(placementTitle),
    summary: summaryOf(rows),
    basis: `Placement extracts of ${plural(authorities, "authority", "authorities")} on 15 January ${period}, which their extracts of assessments or spend reach back to: of earlier Januaries only who stayed would be known`,
  });
}

function summaryOf(rows: readonly ExtractPlacement[]): string {
  if (rows.length === 0) return "No placements are loaded.";
  // Authorities whose own figure is hidden are left out of the sum, and out of what it is of.
  const mainstream = rows.filter(
    (row) => row.placement_group === "mainstream" && row.share !== null && row.all_count !== null,
  );
  const all = sumOf(mainstream, (row) => row.all_count);
  if (all === 0) return "Too few children were in mainstream schools to show how many.";
  const placed = sumOf(mainstream, (row) => row.child_count);
  return `${percent((100 * placed) / all)} of about ${whole(all)} children were in mainstream schools.`;
}
