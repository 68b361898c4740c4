import { z } from "zod";
import { text, words } from "./contract/cells.ts";
import { defineLoader } from "./contract/define-loader.ts";

const place = () => words().nullable().optional();

/** Any data file of DfE's Explore Education Statistics that has no loader of its own. */
const figures = defineLoader({
  name: "dfe-ees",
  title: "DfE: Explore Education Statistics, any data file",
  grain: "one row per area, period and combination of filters",
  table: "loaded_ees",
  isChildLevel: false,
  isFallback: true,
  area: { name: "la_name", codes: ["new_la_code", "old_la_code"] },
  keepsRest: true,
  columns: z.strictObject({
    time_period: text(/^[0-9]{4,6}$/).describe("2024, 202425 for a year that spans two"),
    time_identifier: words().describe("Kind of period, such as Academic year"),
    geographic_level: words().describe("National, Regional, Local authority or another"),
    country_code: place(),
    country_name: place(),
    region_code: place(),
    region_name: place(),
    new_la_code: place().describe("ONS code of the authority"),
    old_la_code: place().describe("DfE's code of the authority"),
    la_name: place(),
    lad_code: place(),
    pcon_code: place(),
    school_urn: place(),
  }),
  key: [
    "file",
    "time_period",
    "time_identifier",
    "geographic_level",
    "region_code",
    "new_la_code",
    "old_la_code",
    "lad_code",
    "pcon_code",
    "school_urn",
    "filters",
  ],
});

/** The file that stands beside a data file and says what its columns are. */
const meta = defineLoader({
  name: "dfe-ees",
  title: "DfE: Explore Education Statistics, what the columns of a data file are",
  grain: "one row per column",
  table: "loaded_ees_columns",
  isChildLevel: false,
  columns: z.strictObject({
    col_name: words(),
    col_type: words(),
    label: words(),
    indicator_unit: words().nullable(),
    indicator_dp: words().nullable().optional(),
    filter_hint: words().nullable().optional(),
  }),
  key: ["col_name", "col_type", "label"],
});

export const eesLoaders = [figures, meta];
