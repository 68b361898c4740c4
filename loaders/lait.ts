import { z } from "zod";
import { code, integer, text, words } from "./contract/cells.ts";
import { defineLoader } from "./contract/define-loader.ts";
import { statistic } from "./contract/figure.ts";
import { quote } from "./contract/quote.ts";

/** SQL over a measure's short name giving the indicator's name. */
export const laitIndicatorSql = (shortName: string): string => {
  const spelled = Object.entries({
    "%": "pc",
    "<": "under",
    ">": "over",
    "+": "plus",
    "&": "and",
  }).reduce(
    (sql, [sign, word]) => `replace(${sql}, ${quote(sign)}, ${quote(` ${word} `)})`,
    `lower(${shortName})`,
  );
  return `'lait_' || trim(regexp_replace(${spelled}, '[^a-z0-9]+', '_', 'g'), '_')`;
};

/** The figures of DfE's local authority interactive tool: about 430 measures of every authority. */
export const lait = defineLoader({
  name: "dfe-lait",
  title: "DfE: local authority interactive tool, figures",
  grain: "one row per measure, area and year",
  table: "loaded_lait",
  isChildLevel: false,
  columns: z.strictObject({
    short_desc: words().describe("Short name of the measure, as in the data dictionary"),
    years: text(
      /^([0-9]{4}|[0-9]{4}[-/][0-9]{2}|[0-9]{4}\/[0-9]{2}-[0-9]{2}\/[0-9]{2}|0)( \([A-Za-z]{2,5}\))?$/,
    ).describe("2024, 2016-17 (OT), 2025 (prov), 2013/14-15/16; 0 where the measure has no year"),
    la_and_regions: words().describe("Name of the area"),
    values: statistic().describe("The figure; - where there is none"),
    la_number: integer({ min: 200, max: 999 }).describe("DfE's code of the area; 970 is England"),
  }),
  key: ["short_desc", "years", "la_number"],
  area: { name: "la_and_regions", codes: ["la_number"] },
  inScope: "years <> '0'",
});

/** What the measures of the tool mean. */
export const laitDictionary = defineLoader({
  name: "dfe-lait",
  title: "DfE: local authority interactive tool, data dictionary",
  grain: "one row per measure and topic",
  table: "loaded_lait_dictionary",
  isChildLevel: false,
  columns: z.strictObject({
    measure_short: words().describe("Short name of the measure"),
    topic: words(),
    measure: words().describe("Its title"),
    chart_title: words().nullable(),
    polarity: code(["High", "Low", "-", "NA"]).describe("Which way is better, where one is"),
    y_axis_name: words().nullable().describe("Its unit"),
    year_type: words().nullable(),
  }),
  key: ["measure_short", "topic"],
});

export const laitLoaders = [lait, laitDictionary];
