import { z } from "zod";
import { protect, shownTotal } from "../../disclosure/protect.ts";
import { rule } from "../../warehouse/rules.ts";
import { OF_SHOWN, withShares } from "../define/counts.ts";
import { defineMeasure, numberOf, type RowOf } from "../define/measure.ts";

const columns = {
  authority_code: z.string(),
  authority_name: z.string(),
  period: z
    .string()
    .describe(
      "The January, from the first of which the authority's extracts speak of everyone: of earlier ones only who stayed is known.",
    ),
  placement_group: z.string(),
  child_count: z
    .number()
    .nullable()
    .describe("Children placed so that day, to the nearest five; null when hidden."),
  all_count: z
    .number()
    .nullable()
    .describe("All children of the authority with a placement that day, to the nearest five."),
  share: z
    .number()
    .nullable()
    .describe(
      `Percentage of the authority's children with a placement on 15 January, ${OF_SHOWN}.`,
    ),
  symbol: z.string().nullable(),
};

export type ExtractPlacement = RowOf<typeof columns>;

/** Where children are placed by the authorities' own extracts, each January. */
export const extractPlacements = defineMeasure({
  name: "extract-placements",
  grain: "one row per authority, January and group of placement",
  columns,
  key: ["authority_name", "authority_code", "period", "placement_group"],
  method: "placements",
  disclosure:
    "Counts of 1 to 4 and shares of them are hidden, and what would give them away by subtraction",
  authority: "authority_code",
  audit: (sums, rows) => {
    for (const row of rows) {
      const whole = `${row.authority_code}, ${row.period}: placed, all`;
      sums.say(whole, { child_count: row.all_count });
      const name = `${row.authority_code}, ${row.period}: placed, ${row.placement_group}`;
      sums.part(whole, "placement", name, row);
    }
  },
  contributors: ({ authority_code, period, placement_group }) => [
    `${authority_code}, ${period}: placed, ${placement_group}`,
    `${authority_code}, ${period}: placed, all`,
  ],
  shows: (row) => [numberOf(row)],
  finish: (rows) =>
    withShares(rows, (row) => `${row.authority_code}, ${row.period}`).map((row) =>
      // Of a share of all it would be known of each child.
      row.share === 100
        ? { ...row, share: null, symbol: "c" }
        : { ...row, symbol: row.child_count === null ? "c" : null },
    ),
  rows: async (warehouse) => {
    const rows = await warehouse.rows<ExtractPlacement>(`
      select authority_code, name as authority_name, period, placement_group, child_count, all_count, null as share, null as symbol
      from placements_by_authority join authorities using (authority_code)
      order by authority_name, authority_code, period, placement_group`);
    const figures = rows.map((row) => ({ ...row, all_count: shownTotal(Number(row.all_count)) }));
    return protect(figures, {
      count: "child_count",
      values: ["share"],
      areOfCounts: true,
      fewest: rule("smallest_count"),
      wholes: [
        ["authority_code", "period"],
        ["period", "placement_group"],
      ],
    });
  },
});
