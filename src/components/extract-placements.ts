import type { ExtractPlacement } from "../../pipelines/measures/extract-placements/measure.ts";
import { SERIES } from "./chart-style.js";
import { number, text } from "./columns.js";
import { figure } from "./figure.js";
import { PLACEMENT_GROUPS, placementTitle } from "./placement-titles.js";
import { distinct } from "./rows.js";
import { sharesChart } from "./shares-chart.js";
import { percent, plural, sumOf, whole } from "./words.js";

const COLOURS = [...SERIES, "var(--muted)", "var(--rule-strong)"];

/** Where children are placed by the authorities' own extracts, in one January. */
export function extractPlacements(
  rows: readonly ExtractPlacement[],
  { width, period }: { width: number; period: string },
): HTMLElement {
  const names = distinct(rows.map((row) => row.authority_name));
  const groups = PLACEMENT_GROUPS.filter((group) =>
    rows.some((row) => row.placement_group === group),
  ).map(placementTitle);
  const parts = rows.map((row) => ({
    name: row.authority_name,
    kind: placementTitle(row.placement_group),
    share: row.share,
  }));
  const chart = sharesChart(parts, {
    width,
    axis: "Per cent of children placed",
    colours: new Map(groups.map((group, i) => [group, COLOURS[i % COLOURS.length] as string])),
    names,
  });
  return figure(rows, rows.length ? chart : null, {
    title: `Where children in the extracts were placed in January ${period}`,
    summary: summaryOf(rows),
    basis: `Placement extracts of ${plural(names.length, "authority", "authorities")} on 15 January ${period}; a count, so there is no interval.${rows.some((row) => row.share === null) ? " Hatched parts are hidden so that no child can be identified." : ""}`,
    definition: "./method/placements#extracts",
    file: "extract-placements",
    columns: [
      text("Authority", "authority_name"),
      text("Placement", (row) => placementTitle(row.placement_group)),
      number("Children", "child_count", whole),
      number("Share", "share", percent),
    ],
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
  return `${percent((100 * placed) / all)} of ${whole(all)} children were in mainstream schools.`;
}
