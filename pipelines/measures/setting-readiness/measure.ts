import { z } from "zod";
import { namedBy } from "../../disclosure/nested-sets.ts";
import {
  fewestNoisy,
  markSql,
  marksSql,
  type NoisyMean,
  noisyInterval,
} from "../../disclosure/noise.ts";
import { readNoise } from "../../disclosure/noise-secret.ts";
import { addUp, type Figure, protect, roundedMeans } from "../../disclosure/protect.ts";
import { isAtAnEnd, SENSITIVE } from "../../disclosure/tells-all.ts";
import { rule } from "../../warehouse/rules.ts";
import { type Sql, sql } from "../../warehouse/sql.ts";
import { defineMeasure, meanOf, numberOf, type RowOf } from "../define/measure.ts";
import { AUTHORITY_HEAD } from "../shared/authority-head.ts";

const NAME = "setting-readiness";
const BY = ["authority_code", "instrument", "version", "place"] as const;
/** What all settings of an authority are together. */
const ALL = "all settings";

const figure = (meaning: string) => z.number().nullable().describe(meaning);

const columns = {
  ...AUTHORITY_HEAD,
  place: z
    .string()
    .describe("Code of a setting, or all settings, smaller settings, or no setting."),
  place_title: z.string().describe("Name of the setting in the register, else its code."),
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

export type SettingReadiness = RowOf<typeof columns>;

const said = (row: Figure): string => namedBy(NAME, row, BY);
const WHOLE = ["authority_code", "instrument", "version", "domain"];

const VALUES = ["need", "readiness", "gap"] as const;
const MEANS = ["need_mean", "readiness_mean", "gap_mean", "lower", "upper"] as const;
const GAP = (domain: string): string => `gap, ${domain}`;

interface Cell extends Figure {
  child_count: number;
  /** Those of them who were read in the area. */
  read_count: number;
  setting_count: number;
  domain: string;
}

/** Where settings are least ready for the needs of their children. */
export const settingReadiness = defineMeasure({
  name: NAME,
  grain:
    "one row per authority, instrument version, setting (or all, or the smaller ones) and area of need",
  columns,
  key: ["authority_name", "authority_code", "instrument", "version", "place", "domain_order"],
  method: "settings",
  disclosure:
    "A setting is shown from 30 children on, smaller ones together where they are at least three; means of areas in which fewer than 5 children differ from the others, and counts of 1 to 4, are hidden, with what would give these counts away; counts are to the nearest five; means have noise and, of fewer than 200 children, are to whole points",
  authority: "authority_code",
  audit: (sums, rows) => {
    // The children are the same in every area.
    for (const row of rows.filter(({ domain }) => domain === "total")) {
      if (row.place === ALL) sums.say(said(row), row);
      else sums.part(said({ ...row, place: ALL }), "place", said(row), row);
    }
  },
  counted: { name: NAME, from: "setting_gaps", by: BY, value: "gap_sum" },
  contributors: (row) => [said(row)],
  shows: (row) => [numberOf(row), meanOf(GAP(row.domain), row.gap_mean, row)],
  rows: async (warehouse) => {
    const figures = (await warehouse.rows<Cell>(cellsSql())).map(figuresOf);
    const protection = {
      count: "child_count",
      moved: "moved",
      sensitive: {
        column: "tells",
        words: `fewer read in the area, ${SENSITIVE}, or of too few settings to be shown together`,
      },
      values: MEANS,
      fewest: fewestNoisy(),
      hasNoise: true,
    };
    const isAll = ({ place }: Figure) => place === ALL;
    const all = protect(figures.filter(isAll), protection);
    const each = protect(
      figures.filter((row) => !isAll(row)),
      { ...protection, wholes: [WHOLE] },
    );
    return {
      rows: [...all.rows, ...each.rows] as unknown as SettingReadiness[],
      hidden: addUp(all.hidden, each.hidden),
    };
  },
});

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
function cellsSql(): Sql {
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
  return sql`
    with counted as (
      select *, ${sql.join(usual)} from setting_gaps semi join authorities using (authority_code)
    ), cells as (
      select authority_code, instrument, version, place, domain, count(*)::integer as read_count,
        count(distinct setting_id)::integer as setting_count, ${sql.join(moments)}
      from counted group by all
    ), places as (
      select authority_code, instrument, version, place, count(distinct child_id)::integer as child_count from setting_gaps group by all
    )
    select instrument, version, instruments.title as instrument_title, authority_code, authorities.name as authority_name,
      place,
      case place when ${ALL} then 'All settings' when 'smaller settings' then 'Smaller settings together' when 'no setting' then 'No setting recorded'
        else coalesce(settings.name, 'Setting ' || place) end as place_title,
      domain, domain_title, domain_order, child_count, cells.* exclude (instrument, version, authority_code, place, domain),
      (select strftime(max(assessed_on), '%Y-%m') from setting_gaps) as as_of
    from cells join places using (authority_code, instrument, version, place) join authorities using (authority_code) join instruments using (instrument, version)
    join domains using (instrument, version, domain) left join settings on settings.setting_id = authority_code || '|' || place
    order by all`;
}
