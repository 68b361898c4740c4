import type { ExtractPlacement } from "../../pipelines/measures/extract-placements/measure.ts";
import { countsFigure } from "./counts-figure.js";
import { PLACEMENT_GROUPS, placementTitle } from "./placement-titles.js";
import { distinct } from "./rows.js";
import { shareOfWholes } from "./share-base.js";
import { percent, plural, whole } from "./words.js";

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
  const { base, share } = shareOfWholes(
    rows.filter((row) => row.placement_group === "mainstream" && row.share !== null),
    ({ authority_code }) => rows.filter((row) => row.authority_code === authority_code),
  );
  return share === null
    ? "Too few children were in mainstream schools to show how many."
    : `${percent(share)} of about ${whole(base)} children were in mainstream schools.`;
}
