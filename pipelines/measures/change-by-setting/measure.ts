import { z } from "zod";
import { protect, rounded, roundedMeans } from "../../disclosure/protect.ts";
import { defineRelease } from "../define/release.ts";
import { AUTHORITY_HEAD } from "../shared/authority-head.ts";

const row = z.strictObject({
  ...AUTHORITY_HEAD,
  /** A setting by itself, all smaller ones of the authority, or children without one. */
  kind: z.enum(["setting", "smaller settings", "no setting"]),
  /** Name in the register of schools, else the authority's own code. */
  setting_name: z.string().nullable(),
  /** Kind of setting, in words. */
  setting_type: z.string().nullable(),
  setting_count: z.number(),
  /** Children with two readings by a professional; to the nearest five. */
  child_count: z.number().nullable(),
  /** Change of total need in points of 100, and that expected of such children. */
  change_mean: z.number().nullable(),
  expected_mean: z.number().nullable(),
  /** Change less the expected one; less than nought: need fell more. */
  difference: z.number().nullable(),
  lower: z.number().nullable(),
  upper: z.number().nullable(),
  /** The difference drawn to that of all settings by what its own children leave open. */
  shrunken: z.number().nullable(),
  shrunken_lower: z.number().nullable(),
  shrunken_upper: z.number().nullable(),
  /** Place in the funnel. */
  position: z.enum(["above_99.8", "above_95", "inside", "below_95", "below_99.8"]).nullable(),
  /** Spread of children about what is expected of them; by how much limits are widened; of settings beyond chance. */
  child_sd: z.number().nullable(),
  limit_sd: z.number().nullable(),
  between_sd: z.number().nullable(),
  /** Why nothing is expected, or nothing drawn to the mean. */
  reason: z.string().nullable(),
  symbol: z.string().nullable(),
  as_of: z.string(),
});

export type ChangeBySetting = z.infer<typeof row>;

const NOT_DRAWN = { shrunken: null, shrunken_lower: null, shrunken_upper: null };

const MEANS = [
  "change_mean",
  "expected_mean",
  "difference",
  "lower",
  "upper",
  "shrunken",
  "shrunken_lower",
  "shrunken_upper",
] as const;

/** What each setting's children changed by, beside what similar children changed by. */
export const changeBySettingRelease = defineRelease({
  name: "change-by-setting",
  grain:
    "one row per instrument version, authority and setting, with one for smaller settings and one for children without a setting",
  row,
  disclosure:
    "A setting is shown from 20 children with two readings on, smaller ones together; means of fewer than 10 and counts of 1 to 4 are hidden, with what would give them away; counts are to the nearest five, means of fewer than 200 children to whole points",
  authority: "authority_code",
  rows: async (warehouse) => {
    const rows = await warehouse.rows<ChangeBySetting>(`
      select instrument, version, instruments.title as instrument_title, authority_code, authorities.name as authority_name, kind,
        coalesce(settings.name, 'Setting ' || split_part(setting_id, '|', 2)) as setting_name, ladder.title as setting_type, setting_count,
        child_count, ${MEANS.join(", ")}, position, child_sd, limit_sd, between_sd, reason, null as symbol,
        (select strftime(max(as_of), '%Y-%m') from change_by_setting) as as_of
      from change_by_setting
      join authorities using (authority_code)
      join instruments using (instrument, version)
      left join settings using (setting_id)
      left join reference_setting_ladder as ladder using (setting_type)
      order by instrument, version, authority_name, authority_code, kind, setting_name, setting_id`);
    const figures = rows.map((figure) => {
      const n = Number(figure.child_count);
      return {
        ...figure,
        ...roundedMeans(figure, MEANS, n),
        // Where settings differ by no more than chance all would be drawn to one value: none is given.
        ...(figure.between_sd === 0 ? NOT_DRAWN : {}),
        child_sd: rounded(figure.child_sd),
        limit_sd: rounded(figure.limit_sd),
        between_sd: rounded(figure.between_sd),
      };
    });
    return protect(figures, {
      count: "child_count",
      values: [...MEANS, "position"],
      wholes: [["instrument", "version", "authority_code"]],
    });
  },
});
