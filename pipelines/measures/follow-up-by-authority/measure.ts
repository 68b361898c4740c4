import { z } from "zod";
import { fewestNoisy, markSql, marksSql, noiseOfMean } from "../../disclosure/noise.ts";
import { readNoise } from "../../disclosure/noise-secret.ts";
import { noneAsFew, protect, roundedMean, shownTotal } from "../../disclosure/protect.ts";
import { childrenOf, paired } from "../../disclosure/sums-of-children.ts";
import { defineMeasure, numberOf, type RowOf } from "../define/measure.ts";
import { FIRST } from "../shared/statistics.ts";

const columns = {
  instrument: z.string(),
  version: z.string(),
  authority_code: z.string(),
  authority_name: z.string(),
  status: z.string(),
  child_count: z
    .number()
    .nullable()
    .describe("Children of that status, to the nearest five; null when hidden."),
  all_count: z
    .number()
    .nullable()
    .describe("All children of the authority with an assessment, to the nearest five."),
  first_mean: z.number().nullable().describe("Mean first need of those children, 0 to 100."),
  symbol: z.string().nullable(),
};

export type FollowUpByAuthority = RowOf<typeof columns>;

/** Who has two readings to compare and who has not, by authority, and how they started. */
export const followUpByAuthority = defineMeasure({
  name: "follow-up-by-authority",
  grain: "one row per instrument version, authority and reason",
  columns,
  key: ["instrument", "version", "authority_name", "authority_code", "status"],
  method: "change",
  component: "follow-up",
  disclosure:
    "Counts below 5, none among them, and means of fewer than 30 children are hidden, and what would give these counts away; means have noise",
  authority: "authority_code",
  audit: (sums, rows) => {
    for (const row of rows) {
      const of = childrenOf(row);
      const all = `${of}: followed up`;
      sums.say(all, { child_count: row.all_count });
      sums.isOf(all, `${of}: readings`);
      const own = row.status === "two readings" ? paired(of) : `${of}: ${row.status}`;
      sums.part(all, "status", own, row, true);
    }
  },
  contributors: (row) => [`${childrenOf(row)}: ${row.status}`, `${childrenOf(row)}: readings`],
  shows: (row) => [numberOf(row)],
  rows: async (warehouse) => {
    const rows = await warehouse.rows<
      FollowUpByAuthority & { read_count: number; marks: string | null }
    >(`
      with followed as (from follow_up where rated_by = 'professional')
      -- A row for every reason: where there were none for none, whatever is blank would be some.
      select instrument, version, authority_code, name as authority_name, status,
        count(child_id) as child_count, avg(first_need) as first_mean, count(first_need) as read_count,
        (${marksSql(markSql(), "first_need")} filter (first_need is not null))::varchar as marks,
        sum(count(child_id)) over (partition by instrument, version, authority_code) as all_count, null as symbol
      from (select distinct instrument, version, authority_code from followed)
      cross join (select distinct status from followed)
      left join followed using (instrument, version, authority_code, status)
      join authorities using (authority_code)
      group by instrument, version, authority_code, name, status
      order by instrument, version, authority_name, authority_code, status`);
    const noise = readNoise();
    const noisy = (mean: number | null, n: number, marks: string | null) =>
      mean === null || marks === null || n < fewestNoisy()
        ? null
        : mean + noiseOfMean(noise, FIRST("total"), { n, marks });
    const figures = rows.map(({ read_count, marks, ...row }) => ({
      ...row,
      first_mean: roundedMean(noisy(row.first_mean, read_count, marks), Number(row.child_count)),
      all_count: shownTotal(Number(row.all_count)),
    }));
    const values = ["first_mean"];
    const { rows: kept, hidden } = protect(figures, {
      count: "child_count",
      values,
      fewest: fewestNoisy(),
      hasNoise: true,
      wholes: [
        ["instrument", "version", "authority_code"],
        ["instrument", "version", "status"],
      ],
    });
    return { rows: kept.map(noneAsFew(values)), hidden };
  },
});
