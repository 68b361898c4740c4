import { z } from "zod";
import { namedBy } from "../../disclosure/nested-sets.ts";
import { fewestNoisy } from "../../disclosure/noise.ts";
import { addUp, type Figure, protect } from "../../disclosure/protect.ts";
import { defineMeasure, meanOf, numberOf, type RowOf } from "../define/measure.ts";
import { AUTHORITY_HEAD } from "../shared/authority-head.ts";
import {
  ALL_SETTINGS as ALL,
  GAP,
  READINESS_COLUMNS,
  READINESS_PROTECTION,
  readinessFigures,
} from "../shared/readiness.ts";

const NAME = "setting-readiness";
const BY = ["authority_code", "instrument", "version", "place"] as const;

const columns = {
  ...AUTHORITY_HEAD,
  place: z
    .string()
    .describe(
      "Code of a setting, or smaller settings, or no setting; all settings: all of the authority’s children, those without a setting among them.",
    ),
  place_title: z.string().describe("Name of the setting in the register, else its code."),
  ...READINESS_COLUMNS,
};

export type SettingReadiness = RowOf<typeof columns>;

/** The children of a row, as others may name them. */
export const readyAt = (row: Figure): string => namedBy(NAME, row, BY);
const WHOLE = ["authority_code", "instrument", "version", "domain"];

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
      if (row.place === ALL) sums.say(readyAt(row), row);
      else sums.part(readyAt({ ...row, place: ALL }), "place", readyAt(row), row);
    }
  },
  counted: { name: NAME, from: "setting_gaps", by: BY, value: "gap_sum" },
  contributors: (row) => [readyAt(row)],
  shows: (row) => [numberOf(row), meanOf(GAP(row.domain), row.gap_mean, row)],
  rows: async (warehouse) => {
    const figures = await readinessFigures(warehouse, "setting_gaps");
    const protection = {
      ...READINESS_PROTECTION,
      fewest: fewestNoisy(),
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
