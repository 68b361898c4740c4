import { z } from "zod";
import { nearestFive, rounded } from "../../disclosure/protect.ts";
import { childrenOf, everywhere, type SumsOfChildren } from "../../disclosure/sums-of-children.ts";
import { fewestExpected } from "../../statistics/case-mix.ts";
import { rule } from "../../warehouse/rules.ts";
import { defineMeasure, type RowOf } from "../define/measure.ts";
import { AUTHORITY_HEAD } from "../shared/authority-head.ts";

const columns = {
  ...AUTHORITY_HEAD,
  setting_name: z
    .string()
    .describe("Name in the register of schools, else the authority's own code."),
  setting_type: z.string().nullable().describe("Kind of setting, in words."),
  child_count: z
    .number()
    .describe("Children with two readings by a professional; to the nearest five."),
  improved_count: z
    .number()
    .nullable()
    .describe(
      "How many of them improved by more than error; to the nearest five, null when hidden.",
    ),
  improved_share: z.number().nullable().describe("The one over the other, per cent."),
  difference: z
    .number()
    .nullable()
    .describe(
      "Share improved less that of similar children, in percentage points; above zero: more improved.",
    ),
  lower: z.number().nullable().describe("Lower end of the 95% interval of the difference"),
  upper: z.number().nullable().describe("Upper end of the 95% interval of the difference"),
  position: z
    .enum(["above_99.8", "above_95", "inside", "below_95", "below_99.8"])
    .nullable()
    .describe("Place in the funnel."),
  child_sd: z
    .number()
    .nullable()
    .describe(
      "Of one child about what is expected of it, and by how much limits are widened; percentage points.",
    ),
  limit_sd: z.number().nullable(),
  auc: z
    .number()
    .nullable()
    .describe("How well the model tells who improves: 0.5 is not at all, 1 perfectly."),
  reason: z.string().nullable().describe("Why nothing is said."),
  symbol: z.string().nullable(),
  as_of: z.string().describe("Month of the latest reading in the whole table."),
};

export type ImprovedBySetting = RowOf<typeof columns>;

interface Counted extends Omit<ImprovedBySetting, "improved_count"> {
  improved_count: number;
  expected_count: number | null;
}

/** How many of each setting's children improved by more than error, beside similar children. */
export const improvedBySettingRelease = defineMeasure({
  name: "improved-by-setting",
  grain: "one row per instrument version, authority and setting shown by itself",
  columns,
  key: ["instrument", "version", "authority_name", "authority_code", "setting_name"],
  method: "settings",
  component: "settings-improved",
  disclosure:
    "Settings from 20 children with two readings on, of which at least 5 are expected to improve and 5 not to; hidden where fewer than 5 did, or did not; counts are to the nearest five, shares are of those, differences in whole points",
  authority: "authority_code",
  audit: auditImproved,
  contributors: (row) => [`${childrenOf(row)}: ${row.setting_name}`, everywhere(row)],
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
  // Whether a setting is in the comparison depends on what is expected of it and never on what it did.
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

/** Children of a setting improved or did not; those of an authority improved in one of its settings. */
function auditImproved(sums: SumsOfChildren, rows: readonly ImprovedBySetting[]) {
  const authorities = new Set<string>();
  for (const row of rows) {
    const of = childrenOf(row);
    const name = `${of}: ${row.setting_name}`;
    if (row.reason !== null) continue;
    const better = `${name}: improved`;
    sums.rest(name, "verdict", better);
    sums.rest(name, "verdict", `${name}: did not improve`);
    if (row.improved_count !== null) sums.say(better, { child_count: row.improved_count });
    sums.link(`${of}: improved`, "setting", better);
    authorities.add(of);
  }
  for (const of of authorities)
    sums.rest(`${of}: improved`, "setting", `${of}: improved elsewhere`);
}
