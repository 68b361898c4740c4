import { group } from "d3";
import type { Instrument } from "../../../loaders/contract/instrument.ts";
import {
  type Contributors,
  contributorsOf,
  markSql,
  marksSql,
  type Noise,
  noiseOfMean,
  noisyInterval,
  withNoise,
} from "../../disclosure/noise.ts";
import { readNoise } from "../../disclosure/noise-secret.ts";
import { pairsTable, scoresTable } from "../../instruments/scoring/names.ts";
import { tCritical } from "../../statistics/distributions.ts";
import { mean, standardDeviation } from "../../statistics/moments.ts";
import { type ReweightedMean, reweightedMean } from "../../statistics/reweighted-mean.ts";
import { insertRows } from "../../warehouse/insert-rows.ts";
import { rule } from "../../warehouse/rules.ts";
import { quote } from "../../warehouse/sql.ts";
import type { Warehouse } from "../../warehouse/warehouse.ts";
import { CHANGE } from "../shared/statistics.ts";

/** What one row of `change_weighted` is. */
export const WEIGHTED_GRAIN =
  "-- One row per instrument version and authority: mean change of total need as seen, and weighted for the children not seen again.";

interface Child {
  mark: number;
  authority_code: string;
  change: number | null;
  first_need: number;
  age: number | null;
  is_girl: number | null;
  has_plan: number | null;
}

/** Children not due yet say nothing of who stays away, so they are not among the missing. */
const NOT_DUE = ["too recent", "no complete reading"];

/** What is known of every child at the first reading, by which those not seen again may differ. */
const COVARIATES = ["first_need", "age", "is_girl", "has_plan"] as const;

/** Fills `change_weighted`. */
export async function makeWeighted(
  warehouse: Warehouse,
  instruments: readonly Instrument[],
): Promise<void> {
  await warehouse.run(`
    create table change_weighted (
      instrument varchar, version varchar, authority_code varchar, due_count bigint, seen_count bigint,
      seen_mean double, seen_lower double, seen_upper double,
      weighted_mean double, weighted_lower double, weighted_upper double,
      first_need_seen double, first_need_missing double, largest_weight double,
      tipping_change double, reason varchar, as_of date)`);
  const noise = readNoise();
  for (const instrument of instruments) {
    const authorities = await seenChanges(warehouse, instrument);
    const byAuthority = group(
      await dueChildren(warehouse, instrument),
      ({ authority_code }) => authority_code,
    );
    await insertRows(
      warehouse,
      "change_weighted",
      authorities.map(({ authority_code, as_of, ...seen }) => {
        const children = byAuthority.get(authority_code);
        return {
          instrument: instrument.instrument,
          version: instrument.version,
          authority_code,
          ...(children ? weightedChange(children, noise) : unweighted(seen, noise)),
          as_of,
        };
      }),
    );
  }
}

interface Seen {
  due_count: number;
  seen_count: number;
  seen_mean: number;
  seen_sd: number | null;
  marks: string;
}

/** Every authority with children seen twice, and their mean change as it is. */
const seenChanges = (warehouse: Warehouse, instrument: Instrument) =>
  warehouse.rows<Seen & { authority_code: string; as_of: string } & Record<string, never>>(`
    select pairs.authority_code, strftime(max(last_on), '%Y-%m-%d') as as_of,
      any_value(due.n) as due_count, count(*) as seen_count,
      avg(total_last - total_first) as seen_mean, stddev_samp(total_last - total_first) as seen_sd,
      ${marksSql(markSql("pairs.child_id"), "(total_last - total_first)")}::varchar as marks
    from ${pairsTable(instrument)} as pairs
    join (select authority_code, count(*) as n from follow_up where ${isDue(instrument)} group by authority_code) as due
      on due.authority_code = pairs.authority_code
    where pairs.rated_by = 'professional'
    group by pairs.authority_code order by pairs.authority_code`);

/** The row of an authority with more children than are weighted. */
function unweighted({ due_count, seen_count, seen_mean, seen_sd, marks }: Seen, noise: Noise) {
  return {
    due_count,
    seen_count,
    ...asSeen(noise, { n: seen_count, marks }, seen_mean, seen_sd ?? 0),
    weighted_mean: null,
    weighted_lower: null,
    weighted_upper: null,
    first_need_seen: null,
    first_need_missing: null,
    largest_weight: null,
    tipping_change: null,
    reason: "above_maximum_size",
  };
}

/** The mean of those seen and its interval, with noise. */
function asSeen(noise: Noise, of: Contributors, seen: number, sd: number) {
  if (of.n < 2) return { seen_mean: null, seen_lower: null, seen_upper: null };
  const level = rule("confidence_level");
  const { mean, lower, upper } = noisyInterval(
    noise,
    CHANGE("total"),
    { ...of, mean: seen, sd },
    level,
  );
  return { seen_mean: mean, seen_lower: lower, seen_upper: upper };
}

/**
 * Mean change of children seen twice, as it is and weighted to all who were due a second reading. Both
 * have the noise of the mean of those seen.
 */
export function weightedChange(children: readonly Omit<Child, "authority_code">[], noise: Noise) {
  const seen = children.filter(({ change }) => change !== null);
  const missing = children.filter(({ change }) => change === null);
  const level = rule("confidence_level");
  const changes = seen.map(({ change }) => change!);
  const of = contributorsOf(seen.map(({ mark, change }) => ({ mark, value: change! })));
  const by = of.n > 0 ? noiseOfMean(noise, CHANGE("total"), of) : 0;
  const { names, rows } = covariates(children);
  const weighted = reweightedMean(
    children.map(({ change }, i) => ({ trial: false, change, covariates: rows[i]! })),
    names,
    { level },
  );
  const firstNeed = (some: readonly { first_need: number }[]) =>
    some.length ? mean(some.map(({ first_need }) => first_need)) : null;
  return {
    due_count: children.length,
    seen_count: seen.length,
    ...asSeen(
      noise,
      of,
      changes.length ? mean(changes) : 0,
      changes.length > 1 ? standardDeviation(changes) : 0,
    ),
    ...weightedInterval(weighted.value, noise, of.n, by, level),
    first_need_seen: firstNeed(seen),
    first_need_missing: firstNeed(missing),
    largest_weight: weighted.value?.attrition.maxWeight ?? null,
    tipping_change: noisyTipping(
      weighted.value?.attrition.tippingChange ?? null,
      by,
      seen.length,
      children.length,
    ),
    reason: weighted.reason,
  };
}

function weightedInterval(
  found: ReweightedMean | null,
  noise: Noise,
  n: number,
  by: number,
  level: number,
) {
  if (!found) return { weighted_mean: null, weighted_lower: null, weighted_upper: null };
  const centre = found.mean + by;
  const margin = tCritical(level, found.df) * withNoise(noise, found.se, n);
  return {
    weighted_mean: centre,
    weighted_lower: centre - margin,
    weighted_upper: centre + margin,
  };
}

/** The sum of the changes seen, with its noise, spread over the missing. */
const noisyTipping = (tipping: number | null, by: number, seen: number, all: number) =>
  tipping === null ? null : tipping - (by * seen) / (all - seen);

/** Numbers of each child; a blank is the mean of the others, and what tells no two apart is left out. */
function covariates(children: readonly Omit<Child, "authority_code">[]) {
  const columns = COVARIATES.flatMap((name) => {
    const known = children.flatMap((child) => child[name] ?? []);
    if (known.length < 2 || !(standardDeviation(known) > 0)) return [];
    const usual = mean(known);
    return [{ name, values: children.map((child) => child[name] ?? usual) }];
  });
  return {
    names: columns.map(({ name }) => name),
    rows: children.map((_, i) => columns.map(({ values }) => values[i]!)),
  };
}

const dueChildren = (warehouse: Warehouse, instrument: Instrument) =>
  warehouse.rows<Child & Record<string, never>>(`
    select ${markSql("follow_up.child_id")} as mark, follow_up.authority_code, pairs.total_last - pairs.total_first as change, follow_up.first_need,
      date_diff('month', birth_month, follow_up.first_on) / 12 as age,
      (sex = 'F')::integer as is_girl, (plan = 'ehc_plan')::integer as has_plan
    from follow_up
    join ${scoresTable(instrument)} as scores
      on scores.child_id = follow_up.child_id and scores.rated_by = follow_up.rated_by and scores.assessed_on = follow_up.first_on
    join assessments using (assessment_id)
    left join ${pairsTable(instrument)} as pairs
      on pairs.child_id = follow_up.child_id and pairs.rated_by = follow_up.rated_by
    where ${isDue(instrument)}
      and follow_up.authority_code in (
        select authority_code from follow_up where ${isDue(instrument)}
        group by authority_code having count(*) <= ${rule("most_children_weighted")})
    order by follow_up.child_id`);

const isDue = ({ instrument, version }: Instrument): string =>
  `follow_up.instrument = ${quote(instrument)} and follow_up.version = ${quote(version)}
      and follow_up.rated_by = 'professional' and follow_up.status not in (${NOT_DUE.map(quote).join(", ")})`;
