import { assessmentTable, type Instrument } from "../../../loaders/contract/instrument.ts";
import {
  familyReadinessColumn,
  settingReadinessColumn,
} from "../../../loaders/contract/instrument-items.ts";
import { quote } from "../../warehouse/sql.ts";
import { areaNeedSql, areaPercentSql, rawRange } from "./area-sql.ts";
import { domains, scoresTable } from "./names.ts";
import { PROFILE_COLUMNS, profileSql } from "./profile-sql.ts";

/** Names an assessment by the file and the row it came from, so that a figure can be traced back. */
export const ASSESSMENT_ID = "(load_id::bigint << 32) + source_row";

/**
 * The scorer of one instrument version: one wide SQL statement, a column per domain.
 *
 * Need is the percentage of the maximum possible (0 to 100, more is more need). The total is the
 * weighted mean of the areas answered, given only when enough areas are: what is missing is never
 * counted as zero. Readiness is on the same scale, and the gap is need above the setting's
 * readiness, never below zero.
 *
 * A view: working the scores out takes a fraction of the time that storing and reading forty columns
 * of doubles does, and no reader needs them all.
 */
export function scoreSql(instrument: Instrument): string {
  const { areas, readiness, completeness } = instrument;
  const answered = (suffix: string) =>
    areas.map(({ id }) => `(${id}${suffix} is not null)::tinyint`).join(" + ");
  const weighted = (suffix: string) =>
    `(${areas.map(({ id, weight }) => `coalesce(${weight}::double * ${id}${suffix}, 0)`).join(" + ")}) / nullif(${areas
      .map(({ id, weight }) => `case when ${id}${suffix} is null then 0 else ${weight}::double end`)
      .join(" + ")}, 0)`;
  const totalOf = (suffix: string) =>
    `case when ${answered(suffix)} >= ${completeness.fewest_areas} then ${weighted(suffix)} end as total${suffix}`;

  const each = (suffix: string, columnOf: (area: string) => string) =>
    areas.map(
      (area) => `${areaPercentSql(instrument, area, columnOf(area.id))} as ${area.id}${suffix}`,
    );
  const levels = [
    ...areas.map((area) => `${areaNeedSql(instrument, area)} as ${area.id}_n`),
    ...(readiness.setting ? each("_r", settingReadinessColumn) : []),
    ...(readiness.family ? each("_f", familyReadinessColumn) : []),
  ];
  const suffixes = [
    "_n",
    ...(readiness.setting ? ["_r"] : []),
    ...(readiness.family ? ["_f"] : []),
  ];
  return `-- One row per assessment with ${instrument.instrument} ${instrument.version}.
-- Kept as a view.
with levels as (
  select ${ASSESSMENT_ID} as assessment_id, child_id, authority_code, assessed_on, rated_by::varchar as rated_by,
    ${levels.join(",\n    ")}
  from ${assessmentTable(instrument)}
), gaps as (
  select *, ${areas.map(({ id }) => `${readiness.setting ? shortfallSql(id) : "null::double"} as ${id}_g`).join(", ")}
  from levels
)
select assessment_id, child_id, authority_code, assessed_on, rated_by,
  ${suffixes.flatMap((suffix) => areas.map(({ id }) => `${id}${suffix}`)).join(", ")},
  ${areas.map(({ id }) => `${id}_g`).join(", ")},
  (${answered("_n")})::tinyint as areas_answered,
  ${[...suffixes, "_g"].map(totalOf).join(",\n  ")}
from gaps`;
}

/** What of the need of an area lies above readiness; null where either is not known, where `greatest` would say 0. */
const shortfallSql = (area: string): string =>
  `case when ${area}_n > ${area}_r then ${area}_n - ${area}_r when ${area}_n <= ${area}_r then 0 end`;

/** The public long form of the scores: one row per assessment and domain. */
export function assessmentScoresSql(instruments: readonly Instrument[]): string {
  const parts = instruments.flatMap((instrument) => {
    const { areas, readiness, completeness } = instrument;
    return domains(instrument).map((domain) => {
      const isTotal = domain === "total";
      const { least, width } = rawRange(
        instrument,
        areas.filter(({ id }) => isTotal || id === domain),
      );
      const raw =
        instrument.polarity === "higher_is_more_need"
          ? `${least} + ${domain}_n * ${width} / 100`
          : `${least} + (100 - ${domain}_n) * ${width} / 100`;
      return `select assessment_id, ${quote(instrument.instrument)} as instrument, ${quote(instrument.version)} as version,
  ${quote(domain)} as domain, ${domain}_n as need, ${raw} as raw,
  ${readiness.setting ? `${domain}_r` : "null::double"} as readiness, ${domain}_g as gap,
  ${readiness.family ? `${domain}_f` : "null::double"} as family_readiness,
  ${isTotal ? `areas_answered >= ${completeness.fewest_areas}` : `${domain}_n is not null`} as is_complete,
  ${isTotal ? profileSql(instrument) : PROFILE_COLUMNS.map(({ name, type }) => `null::${type} as ${name}`).join(", ")}
from ${scoresTable(instrument)}`;
    });
  });
  return `-- One row per assessment and domain; band, tier, peak and complexity on the total's row alone.
-- Kept as a view.
${parts.join("\nunion all\n")}`;
}
