import { z } from "zod";
import { protect } from "../disclosure/protect.ts";
import { defineRelease } from "./release.ts";

const row = z.strictObject({
  authority_code: z.string(),
  authority_name: z.string(),
  period: z.string(),
  placement_group: z.string(),
  child_count: z.number().nullable(),
  /** All children of the authority with a placement that day. */
  all_count: z.number().nullable(),
  /** Percentage of the authority's children with a placement on 15 January. */
  share: z.number().nullable(),
  symbol: z.string().nullable(),
});

export type ExtractPlacement = z.infer<typeof row>;

/** Where children are placed by the authorities' own extracts, each January. */
export const extractPlacements = defineRelease({
  name: "extract-placements",
  grain: "one row per authority, January and group of placement",
  row,
  disclosure:
    "Counts of 1 to 4 and shares of them are hidden, and what would give them away by subtraction",
  authority: "authority_code",
  rows: async (warehouse) => {
    const rows = (await warehouse.rows(`
      select authority_code, name as authority_name, period, placement_group, child_count,
        case when all_count >= (select value from reference_rules where rule = 'smallest_mean') then all_count end as all_count,
        round(100.0 * child_count / all_count, 1) as share, null as symbol
      from placements_by_authority join authorities using (authority_code)
      order by authority_name, authority_code, period, placement_group`)) as unknown as ExtractPlacement[];
    return protect(rows, {
      count: "child_count",
      values: ["share"],
      wholes: [
        ["authority_code", "period"],
        ["period", "placement_group"],
      ],
    });
  },
});
