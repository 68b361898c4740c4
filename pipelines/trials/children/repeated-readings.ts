import { group } from "d3";
import type { Instrument } from "../../../loaders/contract/instrument.ts";
import { contributorsOf, markSql, type Noise, noiseOfMean } from "../../disclosure/noise.ts";
import { scoresTable } from "../../instruments/scoring/names.ts";
import { CHANGE, YEARLY } from "../../measures/shared/statistics.ts";
import {
  type Reading,
  readingsAsContributions,
  yearlyChange,
} from "../../measures/shared/yearly-change.ts";
import { mean } from "../../statistics/moments.ts";
import { type Result, refused } from "../../statistics/result.ts";
import { welchDifference } from "../../statistics/welch.ts";
import { rule } from "../../warehouse/rules.ts";
import { quote } from "../../warehouse/sql.ts";
import type { Warehouse } from "../../warehouse/warehouse.ts";
import { authorityMeans } from "./by-authority.ts";
import type { WhoCounts } from "./caveats.ts";
import type { Difference } from "./difference.ts";
import { fewestForInterval } from "./fewest-for-interval.ts";
import { cellsOf, type Facts, type Moments, momentsOf } from "./moments.ts";
import type { Unit } from "./sentence.ts";

interface Found {
  method: string;
  facts: Facts;
  result: Result<Difference>;
  clusters: number;
  counts: WhoCounts;
  intervalBy?: string;
  unit?: Unit;
  /** Authorities among which the trial label is permuted. */
  means?: { isTrial: boolean; mean: number }[];
}

interface SidedReading extends Reading {
  authority_code: string;
  side: string;
  /** Of the last reading of its authority. */
  as_of: string;
}

/**
 * The mean yearly change of trial authorities less that of the others, each from a linear mixed model
 * of all its children's readings since the start. Authorities are the units of the comparison (Welch),
 * because with so few of them a mixed model with a level for authorities holds no promise. Each yearly
 * change has noise.
 */
export async function yearlyDifference(
  warehouse: Warehouse,
  used: readonly Instrument[],
  noise: Noise,
): Promise<Found> {
  const since = `(${readingsSql(used)}) join sides using (authority_code) where assessed_on >= starts_on`;
  const most = rule("most_children_grown");
  // Whoever has too many pairs has too many children; to count the pairs is much quicker.
  const isFew = `authority_code not in (select authority_code from evaluated group by authority_code having count(*) > ${most})`;
  // Readings leave the warehouse only where there are few enough to model.
  const readings = await warehouse.rows<SidedReading & Record<string, never>>(`
    select ${markSql()} as mark, authority_code, side, child_id || ' ' || instrument as child_id, total_n as need,
      assessed_on - min(assessed_on) over (partition by child_id, instrument, authority_code) as days,
      strftime(max(assessed_on) over (partition by authority_code), '%Y-%m-%d') as as_of
    from ${since} and authority_code in (
      select authority_code from ${since} and ${isFew}
      group by authority_code having count(distinct child_id) <= ${most})
    order by child_id, days`);
  const authorities = [...group(readings, ({ authority_code }) => authority_code).values()];
  const fitted = authorities.flatMap((own) => {
    const byChild = [...group(own, ({ child_id }) => child_id).values()];
    const { value } = yearlyChange(byChild);
    const { side, as_of } = own[0]!;
    const n = byChild.filter((child) => child.length > 1).length;
    if (!value) return [];
    const of = { ...contributorsOf(readingsAsContributions(byChild)), n };
    return [{ side, as_of, n, slope: value.estimate + noiseOfMean(noise, YEARLY, of) }];
  });
  const [trial, others] = ["trial", "comparison"].map((side) =>
    fitted.filter((one) => one.side === side),
  ) as [typeof fitted, typeof fitted];
  const slopes = (some: typeof fitted) => some.map(({ slope }) => slope);
  const needed = fewestForInterval();
  const isEnough = trial.length >= needed.treated && others.length >= needed.comparison;
  const welch = isEnough
    ? welchDifference(slopes(trial), slopes(others), rule("confidence_level"))
    : refused("below_minimum_size");
  const children = (some: typeof fitted) => some.reduce((sum, { n }) => sum + n, 0);
  return {
    method: "difference in yearly change, all readings",
    facts: {
      trialN: children(trial),
      comparisonN: children(others),
      trialMean: trial.length ? mean(slopes(trial)) : null,
      comparisonMean: others.length ? mean(slopes(others)) : null,
      asOf:
        fitted
          .map(({ as_of }) => as_of)
          .sort()
          .at(-1) ?? null,
      trialAuthorities: trial.length,
      comparisonAuthorities: others.length,
      // A slope of all readings is of no steps that could be counted.
      trialMoved: children(trial),
      comparisonMoved: children(others),
    },
    result: welch.value
      ? { value: { ...welch.value, estimate: welch.value.difference }, reason: null }
      : welch,
    clusters: fitted.length,
    counts: "all_readings",
    intervalBy: "Welch’s t of the authorities’ yearly changes",
    unit: "points a year",
    means: fitted.map(({ side, slope }) => ({ isTrial: side === "trial", mean: slope })),
  };
}

/**
 * Difference-in-differences on repeated readings: of children read before the start and after it,
 * the mean need after less the mean before, in the trial less elsewhere. Readings as far from the
 * start as a pair may be far apart count, all with the same instrument version.
 */
export async function differenceAcrossStart(
  warehouse: Warehouse,
  used: readonly Instrument[],
  difference: (found: Moments) => Result<Difference>,
  noise: Noise,
): Promise<Found> {
  const most = rule("pair_most_days");
  const cells = await cellsOf(
    warehouse,
    `select ${markSql()} as mark, authority_code, instrument, version, any_value(side) = 'trial' as is_trial, max(assessed_on) as last_on,
        avg(total_n) filter (assessed_on >= starts_on) - avg(total_n) filter (assessed_on < starts_on) as y, 0 as f
      from (${readingsSql(used)}) join sides using (authority_code)
      where abs(assessed_on - starts_on) <= ${most}
        and child_id in (select child_id from (${readingsSql(used)}) join sides using (authority_code) where assessed_on < starts_on)
      group by authority_code, child_id, instrument, version having y is not null`,
    CHANGE("total, across the start"),
    noise,
  );
  const found = momentsOf(cells);
  return {
    method: "difference-in-differences, readings before and after the start",
    facts: found.facts,
    result: difference(found),
    clusters: found.moments.length,
    counts: "across_start",
    means: authorityMeans(cells),
  };
}

/** Every complete reading by a professional with one of the instruments. */
const readingsSql = (used: readonly Instrument[]): string =>
  used
    .map(
      (instrument) =>
        `select ${quote(instrument.instrument)} as instrument, ${quote(instrument.version)} as version,
          authority_code, child_id, assessed_on, total_n
        from ${scoresTable(instrument)} where rated_by = 'professional' and total_n is not null`,
    )
    .join("\n    union all\n    ");
