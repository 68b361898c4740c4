import { z } from "zod";
import { text } from "./contract/cells.ts";
import { type Contract, columnName, defineLoader } from "./contract/define-loader.ts";
import { statistic } from "./contract/figure.ts";
import { quote } from "./contract/quote.ts";
import { DFE_TABLES, type DfeTable } from "./dfe-ehc-plans-tables.ts";

const label = () => text(/^[ -~À-ɏ–—‘’]{1,120}$/);

/** Either code: the two columns have held each other's contents in some years. */
const laCode = () => text(/^(E[0-9]{8}|[0-9]{3})$/).nullable();

const AREA_CODES = {
  new_la_code: "case when old_la_code like 'E%' then old_la_code else new_la_code end",
  old_la_code: "case when old_la_code like 'E%' then new_la_code else old_la_code end",
};

const geography = {
  time_period: text(/^20[0-9]{2}([0-9]{2})?$/).describe("2024, or 202425 for an academic year"),
  time_identifier: text(/^(Calendar year|Academic year)$/),
  geographic_level: text(/^(National|Regional|Local authority)$/),
  country_code: text(/^E92000001$/),
  region_code: text(/^E1[23][0-9]{6}$/)
    .nullable()
    .describe("E13 for Inner and Outer London"),
  region_name: label().nullable(),
  new_la_code: laCode().describe("ONS code of the authority"),
  old_la_code: laCode().describe("DfE's three-digit code"),
  la_name: label().nullable(),
  breakdown_topic: label(),
  breakdown: label(),
};

/** Columns of figures that a table's indicators are worked out from. */
export const columnsOf = ({ indicators, placed }: DfeTable): string[] => [
  ...new Set([
    ...indicators.flatMap(({ column, share }) => [
      ...(share ? [...share.of, share.over] : []),
      ...(column ? [column] : []),
    ]),
    ...(placed
      ? [
          ...placed.kinds,
          ...placed.apart,
          placed.elsewhere,
          placed.insideOrBeside,
          placed.notRecorded,
        ]
      : []),
  ]),
];

function figures(source: DfeTable): Record<string, z.ZodType> {
  const parts = Object.values(source.splitInto ?? {}).flat();
  const absent = new Set([
    ...(source.sometimes ?? []),
    ...parts,
    ...Object.keys(source.splitInto ?? {}),
  ]);
  return Object.fromEntries(
    [...columnsOf(source), ...parts].map((column) => [
      column,
      absent.has(column) ? statistic().optional() : statistic(),
    ]),
  );
}

const count = (part: string) => `try_cast(replace(${part}, ',', '') as bigint)`;

/** A whole that the year does not give is the sum of its parts, or the symbol of one that has no number. */
const wholes = ({ splitInto = {} }: DfeTable) =>
  Object.fromEntries(
    Object.entries(splitInto).map(([whole, parts]) => [
      whole,
      `coalesce(${whole}, (${parts.map((part) => `${count(part)}`).join(" + ")})::varchar, ${parts.map((part) => `case when not regexp_matches(${part}, '[0-9]') then ${part} end`).join(", ")})`,
    ]),
  );

const hasWholes = ({ splitInto = {}, aliases = {} }: DfeTable, header: readonly string[]) => {
  const names = new Set(header.map(columnName));
  const has = (column: string) =>
    [column, ...(aliases[column] ?? [])].some((name) => names.has(name));
  return Object.entries(splitInto).every(([whole, parts]) => has(whole) || parts.every(has));
};

/** The loaders of DfE's release, one per table; the zip people download holds them all. */
export const dfeEhcPlans: readonly Contract[] = DFE_TABLES.map((source) =>
  defineLoader({
    name: "dfe-ehc-plans",
    title: `DfE: ${source.title}`,
    grain: "one row per area, period and breakdown",
    table: `loaded_dfe_${source.table}`,
    isChildLevel: false,
    columns: z.strictObject<Record<string, z.ZodType>>({ ...geography, ...figures(source) }),
    aliases: source.aliases ?? {},
    stored: { ...AREA_CODES, ...wholes(source) },
    key: ["time_period", "geographic_level", "region_code", "new_la_code"],
    area: { name: "la_name", codes: ["new_la_code", "old_la_code"] },
    inScope: `breakdown = ${quote(source.everyone)} and breakdown_topic = ${quote(source.everyone)}`,
    recognises: ({ firstRow, header }) =>
      firstRow.time_identifier ===
        (source.period === "calendar year" ? "Calendar year" : "Academic year") &&
      hasWholes(source, header),
    asOf:
      source.period === "calendar year"
        ? "make_date(time_period::integer, 12, 31)"
        : "make_date(2000 + right(time_period, 2)::integer, 1, 1)",
  }),
);
