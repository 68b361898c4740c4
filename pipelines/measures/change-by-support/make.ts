import type { Instrument } from "../../../loaders/contract/instrument.ts";
import { pairsTable } from "../../instruments/scoring/names.ts";
import { tCritical } from "../../statistics/distributions.ts";
import { independentColumns } from "../../statistics/independent-columns.ts";
import { hc3, linearModel } from "../../statistics/linear-model.ts";
import { mean } from "../../statistics/moments.ts";
import { rule } from "../../warehouse/rules.ts";
import type { Warehouse } from "../../warehouse/warehouse.ts";
import { fillByInstrument } from "../shared/each-instrument.ts";
import { type SimilarChild, similarChildren, similarColumns } from "../shared/similar-children.ts";
import {
  ENHANCED,
  NONE,
  OTHER,
  supportJoinsSql,
  supportSql,
  UNKNOWN,
} from "../shared/support-sql.ts";

/** What `change_by_support` reads. */
export const supportReads = (
  instruments: readonly Instrument[],
): string => `-- One row per instrument version and support received between two readings: change, and its difference from similar children without.
from assessments, changes, support, reference_rules, ${instruments.map(pairsTable).join(", ")}`;

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
    );
  });
}

/**
 * Mean change of total need of children by the most intense support they had between their
 * readings, in points of 100, and its difference from children with none recorded: as it is, and
 * adjusted for first need, time, age, authority, sex, plan and primary need (HC3 standard errors,
 * Student t). Children of authorities that record no support are left out.
 */
export function changeBySupport(all: readonly SupportedChild[]) {
  const children = all.filter(({ support }) => support !== UNKNOWN);
  const of = (support: string) => children.filter((child) => child.support === support);
  const reference = of(NONE);
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
    const margin = coefficient ? tCritical(level, x.length - x[0]!.length) * errors[at + 1]! : null;
    const change = mean(own.map((child) => child.change));
    return [
      {
        support,
        child_count: own.length,
        first_mean: mean(own.map(({ first_need }) => first_need)),
        change_mean: change,
        difference:
          support === NONE || reference.length === 0
            ? null
            : change - mean(reference.map((child) => child.change)),
        adjusted: coefficient?.estimate ?? null,
        lower: coefficient ? coefficient.estimate - margin! : null,
        upper: coefficient ? coefficient.estimate + margin! : null,
        reason: support === NONE || coefficient ? null : (model?.reason ?? "below_minimum_size"),
      },
    ];
  });
}
