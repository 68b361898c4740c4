import type { Instrument } from "../../../loaders/contract/instrument.ts";
import { itemsOf } from "../../../loaders/contract/instrument-items.ts";
import { quote } from "../../warehouse/sql.ts";
import { rawRange } from "./area-sql.ts";

type Cell = string | number | boolean | null;
const cell = (value: Cell | undefined): string =>
  typeof value === "string" ? quote(value) : String(value ?? null);
const valuesSql = (rows: readonly (readonly (Cell | undefined)[])[]): string =>
  rows.map((row) => `(${row.map(cell).join(", ")})`).join(",\n  ");
/** Between notes, which may hold semicolons of their own. */
const NOTES = " | ";
const list = (words: readonly string[]): string => words.join("; ");

/** What the instruments are, as their files say, so that pages need not be written by hand. */
export function instrumentsSql(instruments: readonly Instrument[]): string {
  const rows = instruments.map((instrument) => {
    const { completeness, bands = [], tiers = [] } = instrument;
    const items = instrument.areas.flatMap((area) => itemsOf(instrument, area));
    const { least, width } = rawRange(instrument, instrument.areas);
    return [
      instrument.instrument,
      instrument.version,
      instrument.title,
      instrument.source,
      instrument.polarity,
      instrument.effective_from,
      instrument.effective_to,
      instrument.areas.length,
      items.length,
      least,
      least + width,
      completeness.fewest_areas,
      completeness.fewest_item_share,
      list(instrument.scale.map(({ level, label }) => `${level} ${label}`)),
      list(bands.map(({ from, label }) => `${label} from ${from}`)),
      list(tiers.map(({ from, tier }) => `${tier.replaceAll("_", " ")} from ${from}`)),
      instrument.complexity?.from,
      instrument.readiness.setting,
      instrument.readiness.family,
      instrument.strengths !== undefined,
      list(instrument.rated_by.map((who) => who.replaceAll("_", " "))),
      list(
        instrument.reliability.map(
          ({ kind, value, children, source }) =>
            `${kind.replaceAll("_", " ")} ${value} (${children} children; ${source})`,
        ),
      ),
      instrument.not_public.map(({ what, instead }) => `${what}: ${instead}`).join(NOTES),
    ];
  });
  return `-- One row per instrument version: what its file in data/instruments says.
select instrument, version, title, source, polarity, effective_from::date as effective_from, effective_to::date as effective_to,
  area_count::integer as area_count, item_count::integer as item_count, raw_least::double as raw_least, raw_most::double as raw_most,
  fewest_areas::integer as fewest_areas, fewest_item_share::double as fewest_item_share,
  levels, bands, tiers, complexity_from::double as complexity_from,
  has_setting_readiness, has_family_readiness, has_strengths, rated_by, reliability, not_public
from (values
  ${valuesSql(rows)}
) as instruments(instrument, version, title, source, polarity, effective_from, effective_to, area_count, item_count,
  raw_least, raw_most, fewest_areas, fewest_item_share, levels, bands, tiers, complexity_from,
  has_setting_readiness, has_family_readiness, has_strengths, rated_by, reliability, not_public)`;
}

/** The areas of every instrument, with the SEN2 needs each covers. */
export function instrumentAreasSql(instruments: readonly Instrument[]): string {
  const rows = instruments.flatMap((instrument) =>
    instrument.areas.map((area, i) => {
      const { least, width } = rawRange(instrument, [area]);
      return [
        instrument.instrument,
        instrument.version,
        area.id,
        i + 1,
        area.title,
        area.short,
        area.broad_area,
        list(area.sen2_needs),
        area.weight,
        itemsOf(instrument, area).length,
        least,
        least + width,
      ];
    }),
  );
  return `-- One row per instrument version and area of need.
select instrument, version, domain, area_order::integer as area_order, title, short, broad_area, sen2_needs,
  weight::double as weight, item_count::integer as item_count, raw_least::double as raw_least, raw_most::double as raw_most
from (values
  ${valuesSql(rows)}
) as areas(instrument, version, domain, area_order, title, short, broad_area, sen2_needs, weight, item_count, raw_least, raw_most)`;
}

/** Where reliability is published, the figure and what it rests on. */
export function instrumentReliabilitySql(instruments: readonly Instrument[]): string {
  const rows = instruments.flatMap(({ instrument, version, reliability }) =>
    reliability.map(({ kind, value, children, source }) => [
      instrument,
      version,
      kind,
      value,
      children,
      source,
    ]),
  );
  const none = `select null::varchar as instrument, null::varchar as version, null::varchar as kind,
  null::double as reliability, null::integer as child_count, null::varchar as source where false`;
  const parts = rows.length
    ? [none, `select * from (values ${valuesSql(rows)}) as published`]
    : [none];
  return `-- One row per instrument version and published figure of reliability.\n${parts.join("\nunion all\n")}`;
}
