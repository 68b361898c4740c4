import { z } from "zod";
import { fewestNoisy } from "../../disclosure/noise.ts";
import { nearestFive, protect, rounded, roundedMeans } from "../../disclosure/protect.ts";
import {
  childrenOf,
  everywhere,
  paired,
  type SumsOfChildren,
} from "../../disclosure/sums-of-children.ts";
import { rule } from "../../warehouse/rules.ts";
import { defineMeasure, meanOf, numberOf, type RowOf } from "../define/measure.ts";
import { AUTHORITY_HEAD } from "../shared/authority-head.ts";
import { CHANGE } from "../shared/statistics.ts";

const columns = {
  ...AUTHORITY_HEAD,
  kind: z
    .enum(["setting", "smaller settings", "no setting"])
    .describe("A setting by itself, all smaller ones of the authority, or children without one."),
  setting_name: z
    .string()
    .nullable()
    .describe("Name in the register of schools, else the authority's own code."),
  setting_type: z.string().nullable().describe("Kind of setting, in words."),
  setting_count: z
    .number()
    .describe(
      "One, or the smaller settings together to the nearest five: one of them may be of one child.",
    ),
  child_count: z
    .number()
    .nullable()
    .describe("Children with two readings by a professional; to the nearest five."),
  change_mean: z
    .number()
    .nullable()
    .describe("Change of total need in points of 100, and that expected of such children."),
  expected_mean: z.number().nullable(),
  difference: z
    .number()
    .nullable()
    .describe("Change less the expected one; less than zero: need fell more."),
  lower: z.number().nullable().describe("Lower end of the 95% interval of the difference"),
  upper: z.number().nullable().describe("Upper end of the 95% interval of the difference"),
  shrunken: z
    .number()
    .nullable()
    .describe("The difference drawn to that of all settings by what its own children leave open."),
  shrunken_lower: z.number().nullable(),
  shrunken_upper: z.number().nullable(),
  position: z
    .enum(["above_99.8", "above_95", "inside", "below_95", "below_99.8"])
    .nullable()
    .describe("Place in the funnel."),
  child_sd: z
    .number()
    .nullable()
    .describe(
      "Spread of children about what is expected of them; by how much limits are widened; of settings beyond chance.",
    ),
  limit_sd: z.number().nullable(),
  noise_sum: z
    .number()
    .describe(
      "Points of noise in the sums behind a difference, as a standard deviation: the limits allow for it over the children.",
    ),
  between_sd: z.number().nullable(),
  reason: z.string().nullable().describe("Why nothing is expected, or nothing drawn to the mean."),
  symbol: z.string().nullable(),
  as_of: z.string().describe("Month of the latest reading in the whole table."),
};

export type ChangeBySetting = RowOf<typeof columns>;

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
export const changeBySettingRelease = defineMeasure({
  name: "change-by-setting",
  grain:
    "one row per instrument version, authority and setting, with one for smaller settings and one for children without a setting",
  columns,
  key: ["instrument", "version", "authority_name", "authority_code", "kind", "setting_name"],
  method: "settings",
  component: "settings",
  disclosure:
    "A setting is shown from 20 children with two readings on, smaller ones together where they are at least three; means of fewer than 30 and counts of 1 to 4 are hidden, with what would give these counts away; counts are to the nearest five; means have noise and, of fewer than 200 children, are to whole points",
  authority: "authority_code",
  audit: auditSettings,
  contributors: (row) => [`${childrenOf(row)}: ${row.setting_name ?? row.kind}`, everywhere(row)],
  shows: (row) => [numberOf(row), meanOf(CHANGE("total"), row.change_mean, row)],
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
      const isTooFew =
        figure.kind === "smaller settings" &&
        figure.setting_count < rule("fewest_settings_together");
      return {
        ...figure,
        setting_count:
          figure.kind === "setting" ? figure.setting_count : nearestFive(figure.setting_count),
        ...roundedMeans(figure, MEANS, n),
        // Where settings differ by no more than chance all would be drawn to one value: none is given.
        ...(figure.between_sd === 0 ? NOT_DRAWN : {}),
        child_sd: rounded(figure.child_sd),
        limit_sd: rounded(figure.limit_sd),
        // Of the change, and a quarter as much of what is expected.
        noise_sum: rounded(Math.hypot(1, 0.25) * rule("noise_of_sum"))!,
        between_sd: rounded(figure.between_sd),
        tells: isTooFew,
      };
    });
    return protect(figures, {
      count: "child_count",
      values: [...MEANS, "position"],
      sensitive: { column: "tells", words: "too few settings to be shown together" },
      fewest: fewestNoisy(),
      hasNoise: true,
      wholes: [["instrument", "version", "authority_code"]],
    });
  },
});

/** A kind of placement holds the settings of that kind that are shown by themselves, and others. */
function auditSettings(sums: SumsOfChildren, rows: readonly ChangeBySetting[]) {
  const kinds = new Set<string>();
  for (const row of rows) {
    const of = childrenOf(row);
    const name = `${of}: ${row.setting_name ?? row.kind}`;
    sums.part(paired(of), "setting", name, row);
    const placement = `${of}: Placement, ${row.setting_type}`;
    if (row.kind !== "setting" || row.setting_type === null || !sums.has(placement)) continue;
    sums.link(placement, "settings", name);
    kinds.add(placement);
  }
  for (const kind of kinds) sums.rest(kind, "settings", `${kind}: other settings`);
}
