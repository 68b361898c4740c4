import { z } from "zod";
import { protect } from "../disclosure/protect.ts";
import { defineRelease } from "./release.ts";

const row = z.strictObject({
  instrument: z.string(),
  version: z.string(),
  authority_code: z.string(),
  authority_name: z.string(),
  status: z.string(),
  child_count: z.number().nullable(),
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
    const rows = (await warehouse.rows(`
      select instrument, version, authority_code, name as authority_name, status,
        count(*) as child_count, round(avg(first_need), 1) as first_mean, null as symbol
      from follow_up join authorities using (authority_code)
      where rated_by = 'professional'
      group by instrument, version, authority_code, name, status
      order by instrument, version, authority_name, authority_code, status`)) as unknown as FollowUpByAuthority[];
    return protect(rows, {
      count: "child_count",
      values: ["first_mean"],
      wholes: [
        ["instrument", "version", "authority_code"],
        ["instrument", "version", "status"],
      ],
    });
  },
});
