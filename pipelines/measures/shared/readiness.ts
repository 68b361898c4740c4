import { z } from "zod";
import {
  fewestNoisy,
  markSql,
  marksSql,
  type NoisyMean,
  noisyInterval,
} from "../../disclosure/noise.ts";
import { readNoise } from "../../disclosure/noise-secret.ts";
import { type Figure, roundedMeans } from "../../disclosure/protect.ts";
import { isAtAnEnd, SENSITIVE } from "../../disclosure/tells-all.ts";
import { rule } from "../../warehouse/rules.ts";
import { type Sql, sql } from "../../warehouse/sql.ts";
import type { Warehouse } from "../../warehouse/warehouse.ts";

const figure = (meaning: string) => z.number().nullable().describe(meaning);

/** What is published of how ready settings are for the needs of some children, in an area of need. */
export const READINESS_COLUMNS = {
  domain: z.string().describe("Area of need, or total."),
  domain_title: z.string(),
  domain_order: z.number(),
  child_count: figure(
    "Children whose latest reading has need and readiness in some area; to the nearest five.",
  ),
  need_mean: figure("Mean need, points of 100, with noise."),
  readiness_mean: figure("Mean of what the setting can meet, points of 100, with noise."),
  gap_mean: figure("Mean of how far need is above what the setting can meet, none being 0."),
  lower: figure("Lower end of the 95% interval of the gap."),
  upper: figure("Upper end of the 95% interval of the gap."),
  symbol: z.string().nullable(),
  as_of: z.string().describe("Month of the latest reading in the whole table."),
};

/** What all settings of an authority are together. */
export const ALL_SETTINGS = "all settings";

const VALUES = ["need", "readiness", "gap"] as const;
const MEANS = ["need_mean", "readiness_mean", "gap_mean", "lower", "upper"] as const;
/** The statistic under which noise and earlier releases know a mean gap. */
export const GAP = (domain: string): string => `gap, ${domain}`;

/** How figures of readiness are protected, but for the wholes that they add up to. */
export const READINESS_PROTECTION = {
  count: "child_count",
  moved: "moved",
  sensitive: {
    column: "tells",
    words: `fewer read in the area, ${SENSITIVE}, or of too few settings to be shown together`,
  },
  values: MEANS,
  hasNoise: true,
};

interface Cell extends Figure {
  child_count: number;
  /** Those of them who were read in the area. */
  read_count: number;
  setting_count: number;
  domain: string;
}

/**
 * Means of need, of what settings can meet and of the gap by area and place, with their noise.
 *
 * @param view `setting_gaps`, or another with its columns: one row per child, area of need and place
 * @param also further columns of a place, by the name that a figure has them under
 */
export const readinessFigures = async (
  warehouse: Warehouse,
  view: string,
  also: Readonly<Record<string, Sql>> = {},
): Promise<Figure[]> => (await warehouse.rows<Cell>(cellsSql(view, also))).map(figuresOf);

/** The means of a cell with their noise, and whether they would tell of a child. */
function figuresOf({ setting_count, read_count: n, ...cell }: Cell): Figure {
  const { need, readiness, gap } = Object.fromEntries(
    VALUES.map((value) => [value, intervalOf(cell, n, value)]),
  ) as Record<(typeof VALUES)[number], NoisyMean>;
  const means = {
    need_mean: need.mean,
    readiness_mean: readiness.mean,
    gap_mean: gap.mean,
    lower: Math.max(0, gap.lower),
    upper: gap.upper,
  };
  const own = Object.entries(cell).filter(([name]) => !/_(mean|sd|marks|alike)$/.test(name));
  return {
    ...Object.fromEntries(own),
    ...roundedMeans(means, MEANS, n),
    symbol: null,
    moved: n - Math.max(...VALUES.map((value) => Number(cell[`${value}_alike`]))),
    tells:
      n < fewestNoisy() ||
      VALUES.some((value) => isAtAnEnd(Number(cell[`${value}_mean`]))) ||
      (cell.place === "smaller settings" && setting_count < rule("fewest_settings_together")),
  };
}

const intervalOf = (cell: Figure & { domain: string }, n: number, value: string) =>
  noisyInterval(
    readNoise(),
    value === "gap" ? GAP(cell.domain) : `latest ${value}, ${cell.domain}`,
    {
      n,
      mean: Number(cell[`${value}_mean`]),
      sd: Number(cell[`${value}_sd`]),
      marks: String(cell[`${value}_marks`]),
    },
    rule("confidence_level"),
  );

/** A row per authority, setting (or all together) and area, with what its means are made of. */
function cellsSql(view: string, also: Readonly<Record<string, Sql>>): Sql {
  const moments = VALUES.map(
    (value) =>
      sql`avg(${sql.id(value)}) as ${sql.id(`${value}_mean`)}, coalesce(stddev_samp(${sql.id(value)}), 0) as ${sql.id(`${value}_sd`)},
        ${sql.raw(marksSql(markSql(), value))}::varchar as ${sql.id(`${value}_marks`)},
        count(*) filter (${sql.id(value)} = ${sql.id(`usual_${value}`)}) as ${sql.id(`${value}_alike`)}`,
  );
  const usual = VALUES.map(
    (value) =>
      sql`mode(${sql.id(value)}) over (partition by authority_code, instrument, version, domain, place) as ${sql.id(`usual_${value}`)}`,
  );
  const columns = Object.entries(also).map(([name, of]) => sql`, ${of} as ${sql.id(name)}`);
  const more = sql.join(columns, "");
  return sql`
    with counted as (
      select *, ${sql.join(usual)} from ${sql.id(view)} semi join authorities using (authority_code)
    ), cells as (
      select authority_code, instrument, version, place, domain, count(*)::integer as read_count,
        count(distinct setting_id)::integer as setting_count, ${sql.join(moments)}
      from counted group by all
    ), places as (
      select authority_code, instrument, version, place, count(distinct child_id)::integer as child_count${more} from ${sql.id(view)} group by all
    )
    select instrument, version, instruments.title as instrument_title, authority_code, authorities.name as authority_name,
      place,
      case place when ${ALL_SETTINGS} then 'All children' when 'smaller settings' then 'Smaller settings together' when 'no setting' then 'No setting recorded'
        else coalesce(settings.name, 'Setting ' || place) end as place_title,
      domain, domain_title, domain_order, places.* exclude (instrument, version, authority_code, place), cells.* exclude (instrument, version, authority_code, place, domain),
      (select strftime(max(assessed_on), '%Y-%m') from ${sql.id(view)}) as as_of
    from cells join places using (authority_code, instrument, version, place) join authorities using (authority_code) join instruments using (instrument, version)
    join domains using (instrument, version, domain) left join settings on settings.setting_id = authority_code || '|' || place
    order by all`;
}
