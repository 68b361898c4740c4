import { z } from "zod";
import { nearestFive, rounded } from "../../disclosure/protect.ts";
import { fewestExpected } from "../../statistics/case-mix.ts";
import { rule } from "../../warehouse/rules.ts";
import { defineRelease } from "../define/release.ts";
import { AUTHORITY_HEAD } from "../shared/authority-head.ts";

const row = z.strictObject({
  ...AUTHORITY_HEAD,
  /** Name in the register of schools, else the authority's own code. */
  setting_name: z.string(),
  /** Kind of setting, in words. */
  setting_type: z.string().nullable(),
  /** Children with two readings by a professional; to the nearest five. */
  child_count: z.number(),
  /** How many of them improved by more than error; to the nearest five, null when hidden. */
  improved_count: z.number().nullable(),
  /** The one over the other, per cent. */
  improved_share: z.number().nullable(),
  /** Share improved less that of similar children, in points of per cent; above nought: more improved. */
  difference: z.number().nullable(),
  lower: z.number().nullable(),
  upper: z.number().nullable(),
  /** Place in the funnel. */
  position: z.enum(["above_99.8", "above_95", "inside", "below_95", "below_99.8"]).nullable(),
  /** Of one child about what is expected of it, and by how much limits are widened; points of per cent. */
  child_sd: z.number().nullable(),
  limit_sd: z.number().nullable(),
  /** How well the model tells who improves: 0.5 is not at all, 1 perfectly. */
  auc: z.number().nullable(),
  /** Why nothing is said. */
  reason: z.string().nullable(),
  symbol: z.string().nullable(),
  as_of: z.string(),
});

export type ImprovedBySetting = z.infer<typeof row>;

interface Counted extends Omit<ImprovedBySetting, "improved_count"> {
  improved_count: number;
  expected_count: number | null;
}

/** How many of each setting's children improved by more than error, beside similar children. */
export const improvedBySettingRelease = defineRelease({
  name: "improved-by-setting",
  grain: "one row per instrument version, authority and setting shown by itself",
  row,
  disclosure:
    "Settings from 20 children with two readings on, of which at least 5 are expected to improve and 5 not to; hidden where fewer than 5 did, or did not; counts are to the nearest five, shares are of those, differences in whole points",
  authority: "authority_code",
  rows: async (warehouse) => {
    const counted = await warehouse.rows<Counted>(`
      select instrument, version, instruments.title as instrument_title, authority_code, authorities.name as authority_name,
        coalesce(settings.name, 'Setting ' || split_part(setting_id, '|', 2)) as setting_name, ladder.title as setting_type,
        child_count, improved_count, expected_count, difference, lower, upper, position, child_sd, limit_sd, auc, reason,
        (select strftime(max(as_of), '%Y-%m') from improved_by_setting) as as_of
      from improved_by_setting
      join authorities using (authority_code)
      join instruments using (instrument, version)
      left join settings using (setting_id)
      left join reference_setting_ladder as ladder using (setting_type)
      order by instrument, version, authority_name, authority_code, setting_name, setting_id`);
    const rows = counted.map(published);
    const count = (symbol: string) => rows.filter((one) => one.symbol === symbol).length;
    return {
      rows,
      hidden: [{ rule: "fewer than 5 who improved, or who did not", rows: count("c") }].filter(
        ({ rows: hidden }) => hidden > 0,
      ),
    };
  },
});

function published({ expected_count, ...counted }: Counted): ImprovedBySetting {
  const { child_count: n, improved_count: improved } = counted;
  const fewest = rule("smallest_count");
  const isExpected =
    expected_count !== null &&
    expected_count >= fewestExpected &&
    n - expected_count >= fewestExpected;
  // Whether a setting is in the comparison hangs on what is expected of it and never on what it did.
  const reason = counted.reason ?? (isExpected ? null : "too_few_expected");
  const isHidden = reason === null && (improved < fewest || n - improved < fewest);
  const isShown = reason === null && !isHidden;
  const percent = (share: number | null) =>
    isShown && share !== null ? rounded(100 * share, 0) : null;
  return {
    ...counted,
    child_count: nearestFive(n),
    improved_count: isShown ? nearestFive(improved) : null,
    improved_share: percent(nearestFive(improved) / nearestFive(n)),
    difference: percent(counted.difference),
    lower: percent(counted.lower),
    upper: percent(counted.upper),
    position: isShown ? counted.position : null,
    child_sd: counted.child_sd === null ? null : rounded(100 * counted.child_sd),
    limit_sd: counted.limit_sd === null ? null : rounded(100 * counted.limit_sd),
    auc: rounded(counted.auc, 2),
    reason,
    symbol: reason ? "x" : isHidden ? "c" : null,
  };
}
