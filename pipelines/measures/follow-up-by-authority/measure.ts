import { z } from "zod";
import { protect, roundedMean, shownTotal } from "../../disclosure/protect.ts";
import { defineRelease } from "../define/release.ts";

const row = z.strictObject({
  instrument: z.string(),
  version: z.string(),
  authority_code: z.string(),
  authority_name: z.string(),
  status: z.string(),
  child_count: z.number().nullable(),
  /** All children of the authority with an assessment, to the nearest five. */
  all_count: z.number().nullable(),
  /** Mean first need of those children, 0 to 100. */
  first_mean: z.number().nullable(),
  symbol: z.string().nullable(),
});

export type FollowUpByAuthority = z.infer<typeof row>;

/** Who has two readings to compare and who has not, by authority, and how they started. */
export const followUpByAuthority = defineRelease({
  name: "follow-up-by-authority",
  grain: "one row per instrument version, authority and reason",
  row,
  disclosure:
    "Counts of 1 to 4 and means of fewer than 10 children are hidden, and what would give them away",
  authority: "authority_code",
  rows: async (warehouse) => {
    const rows = await warehouse.rows<FollowUpByAuthority>(`
      select instrument, version, authority_code, name as authority_name, status,
        count(*) as child_count, avg(first_need) as first_mean,
        sum(count(*)) over (partition by instrument, version, authority_code) as all_count, null as symbol
      from follow_up join authorities using (authority_code)
      where rated_by = 'professional'
      group by instrument, version, authority_code, name, status
      order by instrument, version, authority_name, authority_code, status`);
    const figures = rows.map((row) => ({
      ...row,
      first_mean: roundedMean(row.first_mean, Number(row.child_count)),
      all_count: shownTotal(Number(row.all_count)),
    }));
    return protect(figures, {
      count: "child_count",
      values: ["first_mean"],
      wholes: [
        ["instrument", "version", "authority_code"],
        ["instrument", "version", "status"],
      ],
    });
  },
});
