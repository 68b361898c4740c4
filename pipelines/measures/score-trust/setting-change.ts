import type { Instrument } from "../../../loaders/contract/instrument.ts";
import { markSql } from "../../disclosure/noise.ts";
import { readNoise } from "../../disclosure/noise-secret.ts";
import { pairsTable } from "../../instruments/scoring/names.ts";
import { rule } from "../../warehouse/rules.ts";
import { quote } from "../../warehouse/sql.ts";
import type { Warehouse } from "../../warehouse/warehouse.ts";
import { CHANGE } from "../shared/statistics.ts";
import { differenceFinding, meanFinding, momentsOf, momentsSql, shareFinding } from "./figures.ts";
import type { Finding } from "./threat.ts";

/** How many children were read twice at one setting (or at the school that followed it), and whether the others changed otherwise. */
export async function settingChange(
  warehouse: Warehouse,
  instrument: Instrument,
): Promise<Finding[]> {
  const rows = await warehouse.rows<{ authority_code: string }>(`
    with settings as (select assessment_id, setting_id, split_part(setting_id, '|', 2) as urn from assessments
      where instrument = ${quote(instrument.instrument)} and version = ${quote(instrument.version)}
    ), pairs as (
      select ${markSql("pairs.child_id")} as mark, pairs.authority_code, total_last - total_first as change,
        case when f.setting_id = l.setting_id or renamed.urn is not null then 'same'
          when f.setting_id <> l.setting_id then 'other' else 'unknown' end as place
      from ${pairsTable(instrument)} as pairs
      join settings as f on f.assessment_id = first_id join settings as l on l.assessment_id = last_id
      -- A school that became an academy is the same school, whichever of its numbers a file gives.
      left join (
        select urn, later_urn from school_successors union select later_urn, urn from school_successors
      ) as renamed on renamed.urn = f.urn and renamed.later_urn = l.urn
      where rated_by = 'professional'
    )
    select authority_code, ${["same", "other", "unknown"].map((place) => momentsSql("change", `place = ${quote(place)}`, place)).join(", ")}
    from pairs group by authority_code order by authority_code`);
  const averaged = { statistic: CHANGE("total"), noise: readNoise() };
  return rows.flatMap((row) => {
    const [same, other, unknown] = ["same", "other", "unknown"].map((name) => momentsOf(row, name));
    const key = (part: string) => ({
      authority_code: row.authority_code,
      threat: "setting_change" as const,
      part,
    });
    const least = rule("least_same_setting_share");
    return [
      shareFinding(key("read twice at one setting"), same!.n, same!.n + other!.n, least, "below"),
      meanFinding(key("change, same setting"), same!, false, averaged),
      meanFinding(key("change, another setting"), other!, false, averaged),
      meanFinding(key("change, setting not recorded"), unknown!, false, averaged),
      differenceFinding(
        key("another setting less same setting"),
        other!,
        same!,
        "either",
        averaged,
      ),
    ];
  });
}
