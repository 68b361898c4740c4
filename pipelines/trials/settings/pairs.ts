import type { Instrument } from "../../../loaders/contract/instrument.ts";
import { pairsTable, scoresTable } from "../../instruments/scoring/names.ts";
import { pairSql } from "../../instruments/scoring/pair-sql.ts";
import { rule } from "../../warehouse/rules.ts";
import { quote } from "../../warehouse/sql.ts";
import type { Warehouse } from "../../warehouse/warehouse.ts";
import { ABOUT_A_YEAR } from "../children/children-by-side.ts";
import type { SettingsDesign } from "../designs/settings-design.ts";
import { type ClusteredBy, clusteredBy } from "./clusters.ts";
import type { Sides } from "./sides.ts";

/** Views of the children of one comparison; their `authority_code` is the setting, which is the unit. */
export const SETTING_PAIRS = {
  headline: "setting_pairs",
  aboutAYear: "setting_pairs_year",
  sameWindow: "setting_pairs_window",
} as const;

/**
 * Fills the views of `SETTING_PAIRS`: children whose first complete assessment by a professional, with
 * any instrument, was at a setting of a side on or after the day from which it counts, and who were
 * read again within the window. A child belongs to the setting of its first reading. Settings with
 * fewer children than count are left out, and instruments that one side alone uses: in an authority,
 * where settings are compared within theirs.
 */
export async function takePairs(
  warehouse: Warehouse,
  instruments: readonly Instrument[],
  { window }: SettingsDesign,
  { settings, lastStart }: Sides,
): Promise<ClusteredBy> {
  const sided = settings.map(
    ({ setting_id, starts_on, side }) =>
      `(${quote(setting_id)}, date ${quote(starts_on)}, ${quote(side)})`,
  );
  const values =
    sided.length > 0
      ? `select * from (values ${sided.join(", ")}) as sided(setting_id, starts_on, side)`
      : "select ''::varchar as setting_id, date '9999-12-31' as starts_on, ''::varchar as side where false";
  const pairs = instruments.map(
    (one) => `
      select ${quote(one.instrument)} as instrument, ${quote(one.version)} as version, * exclude (authority_code)
      from ${window ? `(${pairSql(one, { window })})` : pairsTable(one)} where rated_by = 'professional'`,
  );
  const firsts = instruments.map(
    (one) => `
      select ${quote(one.instrument)} as instrument, ${quote(one.version)} as version, child_id, assessment_id, assessed_on from ${scoresTable(one)} where rated_by = 'professional' and total_n is not null`,
  );
  const enough = (level: string) => `
    setting_pairs_all where (${level}) in (
      select (${level}) from setting_pairs_all group by all having count(distinct side) = 2)`;
  await warehouse.run(`
    create or replace temp table setting_sides as ${values};
    create or replace temp table setting_pairs_all as
    with pairs as (${pairs.join("\n      union all by name")}),
    firsts as (select child_id, min(assessed_on) as earliest_on from (${firsts.join(" union all ")}) group by child_id),
    own as (
      select pairs.*, setting_id as authority_code, side, starts_on, sex, plan, primary_need, birth_month, assessed_on
      from pairs join firsts using (child_id)
      join (
        select assessment_id, setting_id, sex, plan, primary_need, birth_month, assessed_on from assessments
      ) as read on assessment_id = first_id
      join setting_sides using (setting_id)
      where first_on = earliest_on and first_on >= starts_on
      qualify row_number() over (partition by child_id order by instrument, version) = 1
    )
    select * from own
    qualify count(*) over (partition by authority_code) >= ${rule("fewest_setting_children")}`);
  const by = await clusteredBy(warehouse, `(select * from ${enough("instrument, version")})`);
  const level = `instrument, version${by === "settings" ? ", split_part(authority_code, '|', 1)" : ""}`;
  await warehouse.run(`
    create or replace temp view ${SETTING_PAIRS.headline} as select * from ${enough(level)};
    create or replace temp table setting_due as
    select setting_sides.side, child_id, in_finding.child_id is not null as is_paired
    from (
      select child_id, arg_min(assessment_id, assessed_on) as assessment_id, min(assessed_on) as first_on,
        arg_min(instrument, assessed_on) as instrument, arg_min(version, assessed_on) as version
      from (${firsts.join("\n      union all ")}) group by child_id
    ) as first
    join (select assessment_id, setting_id from assessments) as read using (assessment_id)
    join setting_sides using (setting_id)
    left join (from follow_up where rated_by = 'professional') as followed using (child_id, instrument, version)
    left join setting_pairs_all as compared using (child_id)
    left join ${SETTING_PAIRS.headline} as in_finding using (child_id)
    where first.first_on >= setting_sides.starts_on and (compared.child_id is not null or status <> 'too recent');
    create or replace temp view ${SETTING_PAIRS.aboutAYear} as
    select * from ${SETTING_PAIRS.headline} where ${ABOUT_A_YEAR()};
    create or replace temp view ${SETTING_PAIRS.sameWindow} as
    select * from ${SETTING_PAIRS.headline} where first_on >= date ${quote(lastStart)};`);
  return by;
}
