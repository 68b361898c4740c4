import { z } from "zod";
import { inTable } from "../../disclosure/covers.ts";
import { nearestFive, protect, rounded, roundedMean } from "../../disclosure/protect.ts";
import { childrenOf, everyone, paired } from "../../disclosure/sums-of-children.ts";
import { isOfNoneOrAll } from "../../disclosure/tells-all.ts";
import { wilson } from "../../statistics/proportions.ts";
import { rule } from "../../warehouse/rules.ts";
import { quote } from "../../warehouse/sql.ts";
import type { Warehouse } from "../../warehouse/warehouse.ts";
import { defineMeasure, type RowOf } from "../define/measure.ts";
import { BOUND_SIDES, isBeyond, THREATS } from "./threat.ts";

const columns = {
  authority_code: z.string(),
  authority_name: z.string(),
  instrument: z.string(),
  version: z.string(),
  instrument_title: z.string(),
  threat: z.enum(THREATS),
  part: z.string(),
  part_title: z.string().describe("The part in words."),
  domain: z.string().nullable(),
  domain_title: z.string().nullable(),
  domain_order: z.number().nullable(),
  unit: z
    .enum(["share", "points", "agreement"])
    .describe("Share 0 to 1, points of need 0 to 100, or agreement up to 1."),
  estimate: z.number().nullable(),
  lower: z.number().nullable(),
  upper: z.number().nullable(),
  expected: z
    .number()
    .nullable()
    .describe("The bound beyond which it is flagged, or what it would be without the threat."),
  bound_side: z
    .enum(BOUND_SIDES)
    .nullable()
    .describe("On which side of the bound it is flagged; empty where it is not judged."),
  child_count: z
    .number()
    .nullable()
    .describe("Children or readings behind it, to the nearest five; null when hidden."),
  is_flagged: z
    .boolean()
    .describe("The whole interval, as published, lies beyond the bound on that side."),
  reason: z.string().nullable(),
  symbol: z.string().nullable(),
  as_of: z.string().describe("Month of the latest reading in the whole table."),
};

export type ScoreTrust = RowOf<typeof columns>;

/** Figures of one sort add up to all children with two readings, so one hidden is told by the rest. */
const WHOLE = `case when threat in ('setting_change', 'rater_view') and part like 'change, %' then 'change' else part || coalesce(domain, '') end`;

/** The figures of what could have moved a score, fit to be shown. */
export const trustRows = (warehouse: Warehouse) =>
  inTable("score-trust", () => protectedRows(warehouse));

async function protectedRows(warehouse: Warehouse) {
  const raw = await warehouse.rows(`
    select authority_code, authorities.name as authority_name, instrument, version, instruments.title as instrument_title,
      threat, part, case when threat = 'funding_change' and part <> 'none' then coalesce(what, '') || ', on ' || strftime(part::date, '%-d %B %Y') else part end as part_title,
      domain, domain_title, domain_order, unit, estimate, lower, upper, expected, bound_side, child_count, part_count, least_count,
      is_flagged, reason, strftime(max(as_of) over (), '%Y-%m') as as_of, ${WHOLE} as whole
    from score_trust
    join authorities using (authority_code)
    join instruments using (instrument, version)
    left join domains using (instrument, version, domain)
    left join reference_funding_changes as funding on funding.authority_code = score_trust.authority_code and strftime(changed_on::date, '%Y-%m-%d') = part
    order by authority_name, authority_code, instrument, version, list_position([${THREATS.map(quote).join(", ")}], threat), part, domain_order`);
  const figures = raw.map((each) => shown(each as unknown as Raw));
  const kept = protect(figures, {
    count: "child_count",
    values: ["estimate", "lower", "upper"],
    wholes: [["authority_code", "instrument", "version", "threat", "whole"]],
  });
  return {
    hidden: kept.hidden,
    rows: kept.rows.map(({ whole, part_count, least_count, ...each }): ScoreTrust => {
      const own = each as unknown as ScoreTrust;
      // Judged again as it is shown: a reader must come to the same by the published figures.
      return { ...own, is_flagged: isBeyond(own) };
    }),
  };
}

type Raw = ScoreTrust & { whole: string; part_count: number | null; least_count: number | null };

/** A share from rounded counts, a mean rounded by its smaller group, and no share of a few children. */
function shown(each: Raw) {
  const n = Number(each.child_count);
  // Of coarse steps a mean, or an agreement, of few who were read differently would count them.
  if (
    each.threat === "agreement" &&
    each.unit !== "share" &&
    Number(each.part_count) < rule("smallest_count")
  ) {
    const symbol = each.estimate === null ? null : "c";
    return { ...each, estimate: null, lower: null, upper: null, is_flagged: false, symbol };
  }
  if (each.unit === "agreement")
    return { ...each, ...all(each, (v) => rounded(v, 2)), symbol: null };
  if (each.unit === "points") {
    const smaller = Number(each.least_count ?? n);
    return { ...each, ...all(each, (v) => roundedMean(v, smaller)), symbol: null };
  }
  const count = each.part_count;
  if (count === null || each.estimate === null) return { ...each, symbol: null };
  if (isOfNoneOrAll(count, n)) {
    return { ...each, estimate: null, lower: null, upper: null, is_flagged: false, symbol: "c" };
  }
  const { value } = wilson(
    Math.min(nearestFive(count), nearestFive(n)),
    nearestFive(n),
    rule("confidence_level"),
  );
  const [estimate, lower, upper] = [value!.share, value!.ci.lo, value!.ci.hi];
  return { ...each, ...all({ estimate, lower, upper }, (v) => rounded(v, 2)), symbol: null };
}

type Interval = Pick<ScoreTrust, "estimate" | "lower" | "upper">;
const all = (
  { estimate, lower, upper }: Interval,
  round: (value: number | null) => number | null,
): Interval => ({ estimate: round(estimate), lower: round(lower), upper: round(upper) });

/** Whether scores can be trusted, figure by figure. */
export const scoreTrust = defineMeasure({
  name: "score-trust",
  grain: "one row per authority, instrument version, threat to its scores and part of it",
  columns,
  key: [
    "authority_name",
    "authority_code",
    "instrument",
    "version",
    { column: "threat", order: THREATS },
    "part",
    "domain_order",
  ],
  method: "trust",
  component: "trust-figures",
  disclosure:
    "Means of fewer than 30 children, of how two views differ where fewer than 5 were read differently, shares of fewer than 10 children, and of fewer than 5 or of all but fewer than 5, none and all among them, are hidden, and that scores do not vary, with what would give them away; means have noise; shares are made of counts to the nearest five",
  authority: "authority_code",
  audit: (sums, rows) => {
    for (const row of rows) {
      if (row.threat !== "setting_change" || !row.part.startsWith("change, ")) continue;
      const of = childrenOf(row);
      sums.part(paired(of), "where they were read", `${of}: ${row.part}`, row);
    }
  },
  contributors: (row) => [
    everyone(row),
    `${childrenOf(row)}: readings`,
    `${childrenOf(row)}: several views`,
  ],
  counts: ({ unit, child_count, estimate }) => [
    child_count,
    unit === "share" && child_count !== null && estimate !== null
      ? nearestFive(estimate * child_count)
      : null,
  ],
  rows: trustRows,
});
