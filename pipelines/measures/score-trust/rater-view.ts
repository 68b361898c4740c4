import type { Instrument } from "../../../loaders/contract/instrument.ts";
import { markSql } from "../../disclosure/noise.ts";
import { readNoise } from "../../disclosure/noise-secret.ts";
import { pairsTable, scoresTable } from "../../instruments/scoring/names.ts";
import { rule } from "../../warehouse/rules.ts";
import type { Warehouse } from "../../warehouse/warehouse.ts";
import { CHANGE } from "../shared/statistics.ts";
import { differenceFinding, meanFinding, momentsOf, momentsSql, shareFinding } from "./figures.ts";
import { FEW_ACROSS, type Finding, noFigure } from "./threat.ts";

/**
 * Children whose first and last reading come from different views: left out of every figure of
 * change, and shown here so that it can be seen what their change would have been. Where a day has
 * two readings of a child the professional's counts.
 */
export async function raterView(warehouse: Warehouse, instrument: Instrument): Promise<Finding[]> {
  const scores = scoresTable(instrument);
  const { views } = await warehouse.one<{ views: number }>(
    `select count(distinct rated_by) as views from ${scores} where total_n is not null and rated_by <> 'moderator'`,
  );
  const rows = await warehouse.rows<{ authority_code: string }>(`
    with changes as (${views > 1 ? acrossViewsSql(scores) : withinViewSql(instrument)})
    select authority_code, ${momentsSql("change", "is_same", "same")}, ${momentsSql("change", "not is_same", "other")}
    from changes group by authority_code order by authority_code`);
  const oneView = instrument.rated_by.length === 1;
  const averaged = { statistic: CHANGE("total"), noise: readNoise() };
  return rows.flatMap((row) => {
    const [same, other] = ["same", "other"].map((name) => momentsOf(row, name));
    const key = (part: string) => ({
      authority_code: row.authority_code,
      threat: "rater_view" as const,
      part,
    });
    // None as a few: that nobody was read by two would be known of each child.
    if (oneView || other!.n < rule("smallest_count"))
      return noFigure(
        key("first and last reading by one kind of rater"),
        "share",
        oneView ? "this instrument has one kind of rater" : FEW_ACROSS,
        same!.n + other!.n,
      );
    return [
      shareFinding(
        key("first and last reading by one kind of rater"),
        same!.n,
        same!.n + other!.n,
        1,
        null,
      ),
      meanFinding(key("change, one kind of rater"), same!, false, averaged),
      meanFinding(key("change, another kind of rater"), other!, false, averaged),
      differenceFinding(
        key("another kind of rater less one kind"),
        other!,
        same!,
        "either",
        averaged,
      ),
    ];
  });
}

/** The change of each child from the first to the last reading by whomever, and whether one view gave both. */
const acrossViewsSql = (scores: string): string => `
  with days as (
    select child_id, assessed_on, arg_min(authority_code, view) as authority_code, arg_min(rated_by, view) as rated_by,
      arg_min(total_n, view) as total_n
    from (
      select *, case rated_by when 'professional' then 0 when 'family' then 1 else 2 end as view
      from ${scores} where total_n is not null and rated_by <> 'moderator'
    ) group by child_id, assessed_on
  ), firsts as (
    select child_id, min(assessed_on) as first_on from days group by child_id
  ), children as (
    select child_id, arg_min(authority_code, assessed_on) as authority_code,
      arg_min(rated_by, assessed_on) as first_by, arg_min(total_n, assessed_on) as first_need,
      arg_max(rated_by, assessed_on) as last_by, arg_max(total_n, assessed_on) as last_need
    from days join firsts using (child_id) where assessed_on = first_on
      or assessed_on between first_on + ${rule("pair_fewest_days")} and first_on + ${rule("pair_most_days")}
    group by child_id having count(*) > 1
  )
  select ${markSql()} as mark, authority_code, first_by = last_by as is_same, last_need - first_need as change from children`;

/** Where all readings are of one view, these are the pairs. */
const withinViewSql = (instrument: Instrument): string => `
  select ${markSql()} as mark, authority_code, true as is_same, total_last - total_first as change
  from ${pairsTable(instrument)} where rated_by <> 'moderator'`;
