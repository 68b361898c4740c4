import { z } from "zod";
import { namedBy } from "../../disclosure/nested-sets.ts";
import { fewestNoisy } from "../../disclosure/noise.ts";
import { type Figure, protect } from "../../disclosure/protect.ts";
import { sql } from "../../warehouse/sql.ts";
import { defineMeasure, meanOf, numberOf, type RowOf } from "../define/measure.ts";
import { readyAt } from "../setting-readiness/measure.ts";
import { AUTHORITY_HEAD } from "../shared/authority-head.ts";
import {
  ALL_SETTINGS,
  GAP,
  READINESS_COLUMNS,
  READINESS_PROTECTION,
  readinessFigures,
} from "../shared/readiness.ts";

const NAME = "locality-readiness";
const BY = ["authority_code", "instrument", "version", "place"] as const;

const columns = {
  ...AUTHORITY_HEAD,
  place: z
    .string()
    .describe("Locality of the setting, or not known: of a setting that is in none, or no setting"),
  ...READINESS_COLUMNS,
};

export type LocalityReadiness = RowOf<typeof columns>;

const said = (row: Figure): string => namedBy(NAME, row, BY);

/** Where settings are least ready for the needs of their children, by locality. */
export const localityReadiness = defineMeasure({
  name: NAME,
  grain:
    "one row per authority that is divided into localities, instrument version, locality and area of need",
  columns,
  key: ["authority_name", "authority_code", "instrument", "version", "place", "domain_order"],
  method: "settings",
  component: "setting-readiness",
  disclosure:
    "A locality has three settings or more; means of fewer than 30 children or in which fewer than 5 differ from the others, counts of 1 to 4, and localities of which few children are left without the settings that are shown by themselves are hidden, with what would give these counts away; counts are to the nearest five; means have noise and, of fewer than 200 children, are to whole points",
  authority: "authority_code",
  audit: (sums, rows) => {
    // The children are the same in every area.
    for (const row of rows.filter(({ domain }) => domain === "total"))
      sums.part(readyAt({ ...row, place: ALL_SETTINGS }), "locality", said(row), row);
  },
  counted: { name: NAME, from: "locality_gaps", by: BY, value: "gap_sum" },
  contributors: (row) => [said(row)],
  shows: (row) => [numberOf(row), meanOf(GAP(row.domain), row.gap_mean, row)],
  rows: async (warehouse) => {
    // Where a setting of it is shown by itself: children of the others.
    const remainder = sql`if(bool_or(is_shown_alone), count(distinct child_id) filter (not is_shown_alone), null)::integer`;
    const figures = await readinessFigures(warehouse, "locality_gaps", { remainder });
    const { rows, hidden } = protect(
      figures.map(({ place_title, ...row }) => row),
      {
        ...READINESS_PROTECTION,
        fewest: fewestNoisy(),
        remainder: "remainder",
        wholes: [["authority_code", "instrument", "version", "domain"]],
      },
    );
    return { rows: rows as unknown as LocalityReadiness[], hidden };
  },
});
