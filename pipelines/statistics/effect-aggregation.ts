import { type GroupTimeEffects, standardError } from "./group-time-effects.ts";
import { dot } from "./matrix.ts";
import { mean } from "./moments.ts";
import { found, type Result, refused } from "./result.ts";

export interface AggregatedEffect {
  att: number;
  /** Null where it cannot be had: nothing varies, or a cohort of one is among the effects. */
  se: number | null;
}

export interface EffectAggregation {
  /** Every treated cohort-period, weighted by the cohort's size. */
  simple: AggregatedEffect;
  byCohort: EffectSeries;
  /** By periods since the start, negative before it; overall, the mean of those from 0 on. */
  byExposure: EffectSeries;
  byPeriod: EffectSeries;
}

export interface EffectSeries {
  overall: AggregatedEffect;
  effects: (AggregatedEffect & { at: number })[];
}

interface Cell {
  cohort: number;
  period: number;
  att: number;
  influence: number[];
}

interface Mean {
  att: number;
  influence: number[];
  cohorts: number[];
}

/**
 * Group-time effects summed up over cohorts, exposure and periods (Callaway & Sant'Anna 2021,
 * section 3), effects that could not be estimated left out. Cohort shares are themselves estimated,
 * and the standard errors carry that. `asDid` repeats a slip of `did` 2.1.2 in the overall standard
 * error by cohort, for comparison with it. Refuses when no effect under treatment was estimated.
 */
export function aggregateEffects(
  estimates: GroupTimeEffects,
  { asDid = false } = {},
): Result<EffectAggregation> {
  const { units, effects } = estimates;
  const cells: Cell[] = effects.flatMap(({ att, ...cell }) =>
    att === null ? [] : { ...cell, att },
  );
  const under = cells.filter(({ cohort, period }) => period >= cohort);
  if (under.length === 0) return refused("effect_not_identified");
  const sizes = new Map<number, number>();
  for (const { start } of units) {
    if (start !== null) sizes.set(start, (sizes.get(start) ?? 0) + 1);
  }
  const share = (cohort: number) => sizes.get(cohort)! / units.length;

  /** Mean of cells, or of means of one cohort each, weighted by the cohort's estimated share. */
  const byShare = (
    parts: readonly Omit<Cell, "period">[],
    drawnFrom: readonly { cohort: number }[] = parts,
  ): Mean => {
    const shares = parts.map(({ cohort }) => share(cohort));
    const total = shares.reduce((sum, value) => sum + value, 0);
    const att =
      dot(
        shares,
        parts.map((part) => part.att),
      ) / total;
    const influence = units.map(({ start }, i) =>
      parts.reduce((sum, part, k) => {
        const drawn = Number(start === drawnFrom[k]!.cohort) - shares[k]!;
        return sum + (shares[k]! * part.influence[i]! + drawn * (part.att - att)) / total;
      }, 0),
    );
    return { att, influence, cohorts: parts.map(({ cohort }) => cohort) };
  };
  const equally = (parts: readonly Mean[]): Mean => ({
    att: mean(parts.map((part) => part.att)),
    influence: units.map((_, i) => mean(parts.map((part) => part.influence[i]!))),
    cohorts: parts.flatMap((part) => part.cohorts),
  });
  const finish = ({ att, influence, cohorts }: Mean): AggregatedEffect => ({
    att,
    se: cohorts.some((cohort) => sizes.get(cohort)! < estimates.minimumCohort)
      ? null
      : standardError(influence),
  });
  const series = (at: readonly number[], means: readonly Mean[], overall: Mean): EffectSeries => ({
    overall: finish(overall),
    effects: at.map((value, k) => ({ at: value, ...finish(means[k]!) })),
  });

  const cohorts = distinct(under.map(({ cohort }) => cohort));
  const byCohort = cohorts.map((cohort) =>
    equally(
      under
        .filter((cell) => cell.cohort === cohort)
        .map((cell) => ({ ...cell, cohorts: [cohort] })),
    ),
  );
  const exposures = distinct(cells.map(({ cohort, period }) => period - cohort));
  const byExposure = exposures.map((exposure) =>
    byShare(cells.filter(({ cohort, period }) => period - cohort === exposure)),
  );
  const periods = distinct(under.map(({ period }) => period));
  const byPeriod = periods.map((period) => byShare(under.filter((cell) => cell.period === period)));
  return found({
    simple: finish(byShare(under)),
    byCohort: series(
      cohorts,
      byCohort,
      byShare(
        byCohort.map((part, k) => ({ ...part, cohort: cohorts[k]! })),
        // `did` 2.1.2 looks cohorts up in the list of cells here, and so mixes them up.
        asDid ? cells.filter(({ cohort }) => cohorts.includes(cohort)) : undefined,
      ),
    ),
    byExposure: series(
      exposures,
      byExposure,
      equally(byExposure.filter((_, k) => exposures[k]! >= 0)),
    ),
    byPeriod: series(periods, byPeriod, equally(byPeriod)),
  });
}

function distinct(values: readonly number[]): number[] {
  return [...new Set(values)].sort((a, b) => a - b);
}
