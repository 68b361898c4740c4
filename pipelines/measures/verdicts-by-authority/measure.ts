import { z } from "zod";
import { nearestFive, protect, rounded, roundedMean } from "../../disclosure/protect.ts";
import {
  childrenOf,
  countOf,
  everyone,
  pairedIn,
  supported,
} from "../../disclosure/sums-of-children.ts";
import { IMPROVED, WORSENED } from "../../instruments/scoring/pair-sql.ts";
import { wilson } from "../../statistics/proportions.ts";
import { rule } from "../../warehouse/rules.ts";
import { quote } from "../../warehouse/sql.ts";
import { defineMeasure, numberOf, type RowOf } from "../define/measure.ts";
import { areaOf, areasOfFew } from "../shared/areas-of-few.ts";
import { AUTHORITY_HEAD } from "../shared/authority-head.ts";
import { SIDES } from "../shared/trial-sides.ts";

const columns = {
  ...AUTHORITY_HEAD,
  side: z.string().nullable(),
  domain: z.string(),
  domain_title: z.string(),
  domain_order: z.number(),
  child_count: z.number().nullable().describe("Children with two readings; to the nearest five."),
  improved_share: z
    .number()
    .nullable()
    .describe(
      "Per cent of them whose need fell by more than error; null where fewer than 5 children did.",
    ),
  improved_lower: z
    .number()
    .nullable()
    .describe("Lower end of the 95% interval of the share who improved."),
  improved_upper: z
    .number()
    .nullable()
    .describe("Upper end of the 95% interval of the share who improved."),
  worsened_share: z.number().nullable().describe("The same of those whose need rose."),
  worsened_lower: z
    .number()
    .nullable()
    .describe("Lower end of the 95% interval of the share whose need rose."),
  worsened_upper: z
    .number()
    .nullable()
    .describe("Upper end of the 95% interval of the share whose need rose."),
  unchanged_share: z
    .number()
    .nullable()
    .describe("All others, with the few who improved or worsened where those are not shown."),
  error_share: z
    .number()
    .describe("Per cent that would be called improved, and as many worsened, by error alone."),
  threshold: z
    .number()
    .nullable()
    .describe("Change in points of 100 from which on it is more than error."),
  reliability: z
    .number()
    .nullable()
    .describe(
      "How far two raters agree (intraclass correlation), and over how many children scored twice.",
    ),
  reliability_from: z.string().nullable(),
  reliability_count: z
    .number()
    .nullable()
    .describe(
      "Children scored twice, from whom the agreement of two raters is known; to the nearest five.",
    ),
  reason: z.string().nullable().describe("Why there are no verdicts."),
  symbol: z.string().nullable(),
  as_of: z.string().describe("Month of the latest reading in the whole table."),
};

export type VerdictsByAuthority = RowOf<typeof columns>;

const SHARES = [
  "improved_share",
  "improved_lower",
  "improved_upper",
  "worsened_share",
  "worsened_lower",
  "worsened_upper",
  "unchanged_share",
  "threshold",
] as const;

interface Counted extends Record<string, string | number | null> {
  child_count: number;
  judged: number;
  improved: number;
  worsened: number;
  threshold: number | null;
  reliability: number | null;
  reliability_n: number | null;
  first_n: number | null;
  reason: string | null;
}

/** Children who changed by more than error in an area, as `contributors` names them. */
const changedOf = (
  row: Pick<VerdictsByAuthority, "authority_code" | "instrument" | "version" | "domain">,
  verdict: string,
) => `${childrenOf(row)}: ${verdict}${row.domain === "total" ? "" : ` in ${row.domain}`}`;

/** How many children changed by more than the error of their readings, by authority and area. */
export const verdictsByAuthority = defineMeasure({
  name: "verdicts-by-authority",
  grain: "one row per instrument version, authority and area of need",
  columns,
  key: [
    { column: "side", descending: true },
    "authority_name",
    "authority_code",
    "instrument",
    "version",
    "domain_order",
  ],
  method: "change",
  disclosure:
    "Shares are of counts to the nearest five, in whole per cent; fewer than 5 who improved or worsened, none among them, are not told from those who did neither; shares are hidden where all but fewer than 5 improved, or worsened, or with the means of everyone would tell that few of a group changed, improved or worsened; nothing is shown of fewer than 10 children, nor what would give them away",
  authority: "authority_code",
  audit: (sums, rows) => {
    for (const row of rows) {
      const of = childrenOf(row);
      const all = pairedIn(of, row.domain);
      sums.say(all, row);
      if (row.improved_share === null) continue;
      const improved = changedOf(row, IMPROVED);
      sums.bound(improved, countOf(row.improved_share, Number(row.child_count)));
      sums.link(all, "verdict", improved);
      sums.rest(all, "verdict", `${improved} not`);
    }
  },
  // How far raters agree is worked out over all authorities, from children scored twice.
  contributors: (row) => [
    everyone(row),
    ...(row.domain === "total" ? [] : [pairedIn(childrenOf(row), row.domain)]),
    supported(row, "readings"),
    supported(row, "scored twice"),
    changedOf(row, IMPROVED),
    changedOf(row, WORSENED),
  ],
  shows: (row) => (row.domain === "total" ? [numberOf(row)] : []),
  rows: async (warehouse) => {
    const counted = await warehouse.rows<Counted>(`
      with counted as (
        select instrument, version, authority_code, domain, count(*) as child_count, count(verdict) as judged,
          count(*) filter (verdict = ${quote(IMPROVED)}) as improved, count(*) filter (verdict = ${quote(WORSENED)}) as worsened,
          max(last_on) as last_on
        from changes where rated_by = 'professional' and bridge is null
        group by instrument, version, authority_code, domain
      )
      select instrument, version, instruments.title as instrument_title, authority_code, name as authority_name, sides.side,
        domain, domain_title, domain_order, child_count, judged, improved, worsened,
        limits.threshold, limits.reliability, limits.reliability_from, limits.reliability_n, limits.first_n, limits.reason,
        (select strftime(max(last_on), '%Y-%m') from counted) as as_of
      from counted
      join authorities using (authority_code)
      join domains using (instrument, version, domain)
      join instruments using (instrument, version)
      left join reliable_change_limits as limits using (instrument, version, domain)
      left join ${SIDES} as sides using (authority_code)
      order by sides.side desc nulls last, authority_name, authority_code, instrument, version, domain_order`);
    const few = await areasOfFew(warehouse);
    const figures = counted.map((row) => {
      const figure = figureOf(row);
      const area = areaOf(figure);
      // Beside the mean of everyone, how many worsened says whether some of the few improved.
      const isOfFew = few.onBothSides.has(area) || few.onOneSide.has(area);
      return { ...figure, tells: figure.tells || (figure.symbol === null && isOfFew) };
    });
    return protect(figures, {
      count: "child_count",
      values: SHARES,
      sensitive: { column: "tells", words: "all but fewer than 5 of whom changed alike" },
      wholes: [["instrument", "version", "side", "domain"]],
    });
  },
});

function figureOf(counted: Counted): VerdictsByAuthority & { tells: boolean } {
  const { judged, improved, worsened, first_n, reliability_n, reliability, ...kept } = counted;
  const share = (count: number) => shareOf(count, judged);
  const [better, worse] = [share(improved), share(worsened)];
  const isJudged = judged > 0;
  const figure = {
    ...kept,
    improved_share: better?.share ?? null,
    improved_lower: better?.lower ?? null,
    improved_upper: better?.upper ?? null,
    worsened_share: worse?.share ?? null,
    worsened_lower: worse?.lower ?? null,
    worsened_upper: worse?.upper ?? null,
    unchanged_share: isJudged ? 100 - (better?.share ?? 0) - (worse?.share ?? 0) : null,
    error_share: rounded((100 * (1 - rule("confidence_level"))) / 2)!,
    threshold: isJudged ? roundedMean(kept.threshold, Number(first_n)) : null,
    reliability: rounded(reliability, 2),
    reliability_count: reliability_n === null ? null : nearestFive(reliability_n),
    reason: isJudged ? null : (kept.reason ?? "reliability_unknown"),
    symbol: isJudged ? null : "x",
    tells:
      isJudged && [improved, worsened].some((alike) => judged - alike < rule("smallest_count")),
  };
  return figure as unknown as VerdictsByAuthority & { tells: boolean };
}

/** A share in per cent, of counts to the nearest five; null where so few could be told. */
function shareOf(count: number, of: number) {
  if (count < rule("smallest_count")) return null;
  const { value } = wilson(nearestFive(count), nearestFive(of), rule("confidence_level"));
  if (value === null) return null;
  const percent = (part: number) => Math.round(100 * part);
  return {
    share: percent(value.share),
    lower: percent(value.ci.lo),
    upper: percent(value.ci.hi),
  };
}
