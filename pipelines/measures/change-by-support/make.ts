import type { Instrument } from "../../../loaders/contract/instrument.ts";
import { contributorsOf, type Noise, noiseOfMean, withNoise } from "../../disclosure/noise.ts";
import { readNoise } from "../../disclosure/noise-secret.ts";
import { pairsTable } from "../../instruments/scoring/names.ts";
import { tCritical } from "../../statistics/distributions.ts";
import { independentColumns } from "../../statistics/independent-columns.ts";
import { hc3, linearModel } from "../../statistics/linear-model.ts";
import { mean } from "../../statistics/moments.ts";
import { rule } from "../../warehouse/rules.ts";
import type { Warehouse } from "../../warehouse/warehouse.ts";
import { fillByInstrument } from "../shared/each-instrument.ts";
import { type SimilarChild, similarChildren, similarColumns } from "../shared/similar-children.ts";
import { CHANGE, FIRST } from "../shared/statistics.ts";
import {
  ENHANCED,
  NONE,
  OTHER,
  supportJoinsSql,
  supportSql,
  UNKNOWN,
} from "../shared/support-sql.ts";

/** What one row of `change_by_support` is. */
export const CHANGE_BY_SUPPORT_GRAIN =
  "-- One row per instrument version and support received between two readings: change, and its difference from similar children without.";

export type SupportedChild = SimilarChild & { support: string };

/** Fills `change_by_support`. */
export async function makeChangeBySupport(
  warehouse: Warehouse,
  instruments: readonly Instrument[],
): Promise<void> {
  await warehouse.run(`
    create table change_by_support (
      instrument varchar, version varchar, support varchar, child_count bigint, first_mean double, change_mean double,
      difference double, adjusted double, lower double, upper double, reason varchar, as_of date)`);
  await fillByInstrument(warehouse, instruments, "change_by_support", async (instrument) => {
    const pairs = pairsTable(instrument);
    const given = await warehouse.rows<{ first_id: number; support: string }>(`
      select first_id, ${supportSql("pairs.authority_code")} as support
      from ${pairs} as pairs ${supportJoinsSql(pairs)}
      where pairs.rated_by = 'professional'`);
    const supportOf = new Map(given.map(({ first_id, support }) => [first_id, support]));
    const children = await similarChildren(warehouse, instrument);
    return changeBySupport(
      children.map((child) => ({ ...child, support: supportOf.get(child.first_id) ?? UNKNOWN })),
      readNoise(),
    );
  });
}

/**
 * Mean change of total need of children by the most intense support they had between their
 * readings, in points of 100, and its difference from children with none recorded: as it is, and
 * adjusted for first need, time, age, authority, sex, plan and primary need (HC3 standard errors,
 * Student t). Children of authorities that record no support are left out. Means have noise, and what is
 * worked out from them has the same noise, with its variance in the interval.
 */
export function changeBySupport(all: readonly SupportedChild[], noise: Noise) {
  const children = all.filter(({ support }) => support !== UNKNOWN);
  const of = (support: string) => children.filter((child) => child.support === support);
  const reference = of(NONE);
  const noiseOf = (
    own: readonly SupportedChild[],
    statistic: string,
    value: "change" | "first_need",
  ) =>
    own.length === 0
      ? 0
      : noiseOfMean(
          noise,
          statistic,
          contributorsOf(own.map((child) => ({ mark: child.mark, value: child[value] }))),
        );
  const changeOf = (own: readonly SupportedChild[]) =>
    mean(own.map(({ change }) => change)) + noiseOf(own, CHANGE("total"), "change");
  const fewest = rule("fewest_change_pairs");
  const groups = [ENHANCED, OTHER].filter((support) => of(support).length >= fewest);
  const similar = similarColumns(children);
  const columns = [
    ...groups.map((support) => children.map((child) => Number(child.support === support))),
    ...(similar[0] ?? []).map((_, j) => similar.map((row) => row[j]!)),
  ];
  const kept = independentColumns(columns);
  const x = children.map((_, i) => [1, ...kept.map((j) => columns[j]![i]!)]);
  const y = children.map(({ change }) => change);
  const level = rule("confidence_level");
  const model = reference.length < fewest ? null : linearModel(x, y, level);
  const errors = model?.value ? hc3(model.value, x) : [];
  return [ENHANCED, OTHER, NONE].flatMap((support) => {
    const own = of(support);
    if (own.length === 0) return [];
    const at = groups.indexOf(support);
    // The groups' columns come first and are independent: no child is in two of them.
    const coefficient = at < 0 ? undefined : model?.value?.coefficients[at + 1];
    const se = coefficient
      ? withNoise(noise, withNoise(noise, errors[at + 1]!, own.length), reference.length)
      : null;
    const margin = se === null ? null : tCritical(level, x.length - x[0]!.length) * se;
    const change = changeOf(own);
    const adjusted = coefficient
      ? coefficient.estimate +
        noiseOf(own, CHANGE("total"), "change") -
        noiseOf(reference, CHANGE("total"), "change")
      : null;
    return [
      {
        support,
        child_count: own.length,
        first_mean:
          mean(own.map(({ first_need }) => first_need)) +
          noiseOf(own, FIRST("total"), "first_need"),
        change_mean: change,
        difference:
          support === NONE || reference.length === 0 ? null : change - changeOf(reference),
        adjusted,
        lower: adjusted === null ? null : adjusted - margin!,
        upper: adjusted === null ? null : adjusted + margin!,
        reason: support === NONE || coefficient ? null : (model?.reason ?? "below_minimum_size"),
      },
    ];
  });
}
