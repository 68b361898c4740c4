import type { ExtractPlacement } from "../../pipelines/measures/extract-placements/measure.ts";
import { SERIES } from "./chart-style.js";
import { figure } from "./figure.js";
import { PLACEMENT_GROUPS, placementTitle } from "./placement-titles.js";
import { distinct } from "./rows.js";
import { sharesChart } from "./shares-chart.js";
import { percent, plural, whole } from "./words.js";

const COLOURS = [...SERIES, "var(--muted)", "var(--rule-strong)"];

/** Where children are placed by the authorities' own extracts, in one January. */
export function extractPlacements(
  rows: readonly ExtractPlacement[],
  { width, period }: { width: number; period: string },
): HTMLElement {
  const shown = rows.filter((row) => row.share !== null);
  const names = distinct(rows.map((row) => row.authority_name));
  const groups = PLACEMENT_GROUPS.filter((group) =>
    rows.some((row) => row.placement_group === group),
  ).map(placementTitle);
  // Authorities whose own figure is hidden are left out of the sum, and out of what it is of.
  const mainstream = shown.filter(
    (row) => row.placement_group === "mainstream" && row.all_count !== null,
  );
  const sum = (values: readonly (number | null)[]) =>
    values.reduce((total: number, value) => total + (value ?? 0), 0);
  const all = sum(mainstream.map((row) => row.all_count));
  const placed = sum(mainstream.map((row) => row.child_count));
  const chart = sharesChart(
    rows.map((row) => ({
      name: row.authority_name,
      kind: placementTitle(row.placement_group),
      share: row.share,
    })),
    {
      width,
      axis: "Per cent of children placed",
      colours: new Map(groups.map((group, i) => [group, COLOURS[i % COLOURS.length] as string])),
      names,
    },
  );
  return figure(rows, chart, {
    title: `Where children in the extracts were placed in January ${period}`,
    summary: all
      ? `${percent((100 * placed) / all)} of ${whole(all)} children were in mainstream schools.`
      : "No placements are loaded.",
    basis: `Placement extracts of ${plural(names.length, "authority", "authorities")} on 15 January ${period}; a count, so there is no interval.${rows.some((row) => row.share === null) ? " Hatched parts are hidden so that no child can be identified." : ""}`,
    definition: "./method/placements#extracts",
    file: "extract-placements",
    columns: [
      { title: "Authority", text: (row) => row.authority_name },
      { title: "Placement", text: (row) => placementTitle(row.placement_group) },
      {
        title: "Children",
        text: (row) => (row.child_count === null ? null : whole(row.child_count)),
        isNumber: true,
      },
      {
        title: "Share",
        text: (row) => (row.share === null ? null : percent(row.share)),
        isNumber: true,
      },
    ],
  });
}
