import { group } from "d3";
import type { Instrument } from "../../../loaders/contract/instrument.ts";
import {
  type Contribution,
  type Contributors,
  contributorsOf,
  markSql,
  type Noise,
  noiseOfMean,
  noisyInterval,
  withNoise,
} from "../../disclosure/noise.ts";
import { readNoise } from "../../disclosure/noise-secret.ts";
import { pairsTable, scoresTable } from "../../instruments/scoring/names.ts";
import { clusteredMean } from "../../statistics/clustered-mean.ts";
import { normalQuantile, tCritical } from "../../statistics/distributions.ts";
import { correlation, mean, quantile, standardDeviation } from "../../statistics/moments.ts";
import { regressionToMean } from "../../statistics/regression-to-mean.ts";
import {
  found,
  type Interval,
  type Reason,
  type Result,
  refused,
} from "../../statistics/result.ts";
import { standardisedMeanChange } from "../../statistics/standardised-mean-change.ts";
import { rule } from "../../warehouse/rules.ts";
import { quote } from "../../warehouse/sql.ts";
import type { Warehouse } from "../../warehouse/warehouse.ts";
import { fillByInstrument } from "../shared/each-instrument.ts";
import { CHANGE, YEARLY } from "../shared/statistics.ts";
import { type Reading, readingsAsContributions, yearlyChange } from "../shared/yearly-change.ts";

/** Ways of saying how much children changed, in the order in which they are shown. */
export const WAYS = [
  "first to last",
  "consecutive",
  "all pairs",
  "per year",
  "standardised",
  "highest third",
] as const;

export type Way = (typeof WAYS)[number];

/** What one row of `change_ways` is. */
export const WAYS_GRAIN =
  "-- One row per instrument version, authority and way of saying how much total need changed.";

/** A child's first and last reading that make a change. */
export interface Pair {
  child_id: string;
  /** By which its noise is drawn; see `markSql`. */
  mark: number;
  first_need: number;
  last_need: number;
}

/** First readings of all children of an instrument version, and how far two raters agree. */
export interface Population {
  mean: number;
  sd: number;
  /** Beyond it lies the third with most need. */
  cutoff: number;
  reliability: number | null;
}

interface Found {
  way: Way;
  unit: "points" | "points a year" | "standard deviations";
  child_count: number;
  reading_count: number;
  estimate: number | null;
  lower: number | null;
  upper: number | null;
  /** Change to expect of the highest third by error of the first reading alone. */
  expected: number | null;
  reason: Reason | "reliability_unknown" | "above_maximum_size" | null;
}

/** Fills `change_ways`. */
export async function makeWays(
  warehouse: Warehouse,
  instruments: readonly Instrument[],
): Promise<void> {
  await warehouse.run(`
    create table change_ways (
      instrument varchar, version varchar, authority_code varchar, way varchar, unit varchar,
      child_count bigint, reading_count bigint, estimate double, lower double, upper double,
      expected double, reason varchar, as_of date)`);
  const noise = readNoise();
  await fillByInstrument(warehouse, instruments, "change_ways", async (instrument) => {
    const pairs = group(await pairsOf(warehouse, instrument), (pair) => pair.authority_code);
    const readings = group(await readingsOf(warehouse, instrument), (one) => one.authority_code);
    const firsts = group(
      [...readings.values()].flat().filter(({ days }) => days === 0),
      ({ authority_code }) => authority_code,
    );
    const needs = [...firsts.values()].flat().map(({ need }) => need);
    const reliability = await reliabilityOf(warehouse, instrument);
    return [...pairs].flatMap(([authority_code, own]) => {
      const population = {
        mean: mean(needs),
        sd: needs.length > 1 ? standardDeviation(needs) : 0,
        cutoff: quantile(needs, 2 / 3),
        reliability,
      };
      const first = (firsts.get(authority_code) ?? []).map(({ need }) => need);
      const ways = changeWays(own, readings.get(authority_code) ?? [], first, population, noise);
      return ways.map((row) => ({ authority_code, ...row, as_of: own[0]!.as_of }));
    });
  });
}

const pairsOf = (warehouse: Warehouse, instrument: Instrument) =>
  warehouse.rows<Pair & { authority_code: string; as_of: string } & Record<string, never>>(`
    select child_id, ${markSql()} as mark, authority_code, total_first as first_need, total_last as last_need,
      strftime(max(last_on) over (partition by authority_code), '%Y-%m-%d') as as_of
    from ${pairsTable(instrument)} where rated_by = 'professional' order by child_id`);

/** A child counts for the authority of its first reading. */
const readingsOf = (warehouse: Warehouse, instrument: Instrument) =>
  warehouse.rows<Reading & { authority_code: string } & Record<string, never>>(`
    select child_id, ${markSql()} as mark, first_value(authority_code) over own as authority_code,
      assessed_on - first_value(assessed_on) over own as days, total_n as need
    from ${scoresTable(instrument)} where rated_by = 'professional' and total_n is not null
    window own as (partition by child_id order by assessed_on, assessment_id)
    order by child_id, assessed_on, assessment_id`);

async function reliabilityOf(
  warehouse: Warehouse,
  { instrument, version }: Instrument,
): Promise<number | null> {
  const [row] = await warehouse.rows<{ reliability: number }>(
    `select reliability from reliable_change_limits
     where instrument = ${quote(instrument)} and version = ${quote(version)} and domain = 'total' and reliability is not null`,
  );
  return row?.reliability ?? null;
}

/**
 * Change of total need in an authority, measured in several ways. Less than zero is less need. Every way
 * has noise, the same as any other way of the same changes of the same children.
 *
 * @param firsts Total need at the first reading of every child of the authority, seen again or not.
 */
export function changeWays(
  pairs: readonly Pair[],
  readings: readonly Reading[],
  firsts: readonly number[],
  population: Population,
  noise: Noise,
): Found[] {
  const byChild = [...group(readings, ({ child_id }) => child_id).values()];
  return [
    firstToLast(pairs, noise),
    severalPairs("consecutive", byChild, (child) => consecutive(child), noise),
    severalPairs("all pairs", byChild, (child) => allPairs(child), noise),
    perYear(byChild, noise),
    standardised(pairs, firsts, noise),
    highestThird(pairs, population, noise),
  ];
}

const level = () => rule("confidence_level");
const minimum = () => rule("fewest_change_pairs");

const told = (
  way: Way,
  unit: Found["unit"],
  counts: { child_count: number; reading_count: number },
  estimate: number | null,
  ci: Interval | null,
  reason: Found["reason"],
  expected: number | null = null,
): Found => ({
  way,
  unit,
  ...counts,
  estimate: reason === null ? estimate : null,
  lower: reason === null ? (ci?.lo ?? null) : null,
  upper: reason === null ? (ci?.hi ?? null) : null,
  expected: reason === null ? expected : null,
  reason,
});

const ofPairs = (pairs: readonly Pair[]) => ({
  child_count: pairs.length,
  reading_count: 2 * pairs.length,
});

const contributionsOf = (pairs: readonly Pair[]): Contribution[] =>
  pairs.map(({ mark, first_need, last_need }) => ({ mark, value: last_need - first_need }));

interface Estimate {
  mean: number;
  ci: Interval;
}

/** Mean and Student t interval of the changes of pairs, with noise. */
function meanChange(pairs: readonly Pair[], noise: Noise): Result<Estimate> {
  const changes = contributionsOf(pairs);
  const values = changes.map(({ value }) => value);
  if (changes.length < Math.max(2, minimum())) return refused("below_minimum_size");
  if (!(standardDeviation(values) > 0)) return refused("zero_variance");
  const {
    mean: centre,
    lower: lo,
    upper: hi,
  } = noisyInterval(
    noise,
    CHANGE("total"),
    { ...contributorsOf(changes), mean: mean(values), sd: standardDeviation(values) },
    level(),
  );
  return found({ mean: centre, ci: { lo, hi, level: level() } });
}

function firstToLast(pairs: readonly Pair[], noise: Noise): Found {
  const { value, reason } = meanChange(pairs, noise);
  return told(
    "first to last",
    "points",
    ofPairs(pairs),
    value?.mean ?? null,
    value?.ci ?? null,
    reason,
  );
}

const isChange = (days: number): boolean =>
  days >= rule("pair_fewest_days") && days <= rule("pair_most_days");

/** Changes between each reading and the next. */
const consecutive = (child: readonly Reading[]): number[] =>
  child.flatMap((reading, i) => {
    const next = child[i + 1];
    return next && isChange(next.days - reading.days) ? [next.need - reading.need] : [];
  });

/** Changes between any two readings. */
const allPairs = (child: readonly Reading[]): number[] =>
  child.flatMap((first, i) =>
    child
      .slice(i + 1)
      .flatMap((last) => (isChange(last.days - first.days) ? [last.need - first.need] : [])),
  );

function severalPairs(
  way: Way,
  byChild: readonly Reading[][],
  changes: (child: readonly Reading[]) => number[],
  noise: Noise,
): Found {
  const sums = byChild
    .map((child) => ({ mark: child[0]!.mark, own: changes(child) }))
    .filter(({ own }) => own.length > 0);
  const own = sums.map((one) => one.own);
  const counts = {
    child_count: own.length,
    reading_count: own.reduce((sum, some) => sum + some.length + 1, 0),
  };
  const { value, reason } = clusteredMean(
    own.map((some) => ({ n: some.length, sum: some.reduce((sum, change) => sum + change, 0) })),
    { level: level(), minimum: minimum() },
  );
  if (value === null) return told(way, "points", counts, null, null, reason);
  const of = contributorsOf(
    sums.map(({ mark, own: some }) => ({ mark, value: some.reduce((a, b) => a + b, 0) })),
  );
  const { estimate, ci } = noisy(noise, CHANGE("total"), of, value.mean, value);
  return told(way, "points", counts, estimate, ci, reason);
}

/** An estimate for so many children with the noise of a mean of as many, and its t interval. */
function noisy(
  noise: Noise,
  statistic: string,
  of: Contributors,
  centre: number,
  { se, df }: { se: number; df: number },
) {
  const estimate = centre + noiseOfMean(noise, statistic, of);
  const margin = tCritical(level(), df) * withNoise(noise, se, of.n);
  return { estimate, ci: { lo: estimate - margin, hi: estimate + margin, level: level() } };
}

/** Yearly change by a linear mixed model of all readings, children seen once among them. */
function perYear(byChild: readonly Reading[][], noise: Noise): Found {
  const repeated = byChild.filter((child) => child.length > 1);
  const counts = {
    child_count: repeated.length,
    reading_count: byChild.reduce((sum, child) => sum + child.length, 0),
  };
  const refuse = (reason: Found["reason"]) =>
    told("per year", "points a year", counts, null, null, reason);
  if (byChild.length > rule("most_children_grown")) return refuse("above_maximum_size");
  const { value, reason } = yearlyChange(byChild);
  if (value === null) return refuse(reason);
  const { estimate, ci } = noisy(
    noise,
    YEARLY,
    { ...contributorsOf(readingsAsContributions(byChild)), n: repeated.length },
    value.estimate,
    value,
  );
  return told("per year", "points a year", counts, estimate, ci, null);
}

/** Change over the spread of first readings of all children of the authority, seen again or not. */
function standardised(pairs: readonly Pair[], firsts: readonly number[], noise: Noise): Found {
  const pre = pairs.map(({ first_need }) => first_need);
  const post = pairs.map(({ last_need }) => last_need);
  const isFew = pairs.length < minimum();
  const sdPre = firsts.length > 1 ? standardDeviation(firsts) : 0;
  const by = isFew
    ? 0
    : noiseOfMean(noise, CHANGE("total"), contributorsOf(contributionsOf(pairs)));
  const { value, reason } = isFew
    ? ({ value: null, reason: "below_minimum_size" } as const)
    : standardisedMeanChange(
        {
          n: pairs.length,
          meanPre: mean(pre),
          meanPost: mean(post) + by,
          sdPre,
          r: correlation(pre, post),
        },
        level(),
      );
  return told(
    "standardised",
    "standard deviations",
    ofPairs(pairs),
    value?.g ?? null,
    value ? widened(value, withNoise(noise, 0, pairs.length) / sdPre) : null,
    reason,
  );
}

/** The normal interval of an effect with the standard error of its noise besides its own. */
function widened({ g, variance }: { g: number; variance: number }, by: number): Interval {
  const margin = normalQuantile((1 + level()) / 2) * Math.hypot(Math.sqrt(variance), by);
  return { lo: g - margin, hi: g + margin, level: level() };
}

/** Change of the third with most need at first, beside what error of that reading alone would give. */
function highestThird(
  pairs: readonly Pair[],
  { mean: usual, sd, cutoff, reliability }: Population,
  noise: Noise,
): Found {
  const high = pairs.filter(({ first_need }) => first_need > cutoff);
  const { value, reason } = meanChange(high, noise);
  const regression =
    reliability === null
      ? null
      : regressionToMean({ mean: usual, sd, retest: reliability }, cutoff, "above");
  return told(
    "highest third",
    "points",
    ofPairs(high),
    value?.mean ?? null,
    value?.ci ?? null,
    reason ?? (regression === null ? "reliability_unknown" : regression.reason),
    regression?.value?.change ?? null,
  );
}
