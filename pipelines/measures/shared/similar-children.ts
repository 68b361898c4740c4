import { rollup } from "d3";
import type { Instrument } from "../../../loaders/contract/instrument.ts";
import { markSql } from "../../disclosure/noise.ts";
import { pairsTable } from "../../instruments/scoring/names.ts";
import { IMPROVED } from "../../instruments/scoring/pair-sql.ts";
import { dummyColumns } from "../../statistics/dummy-columns.ts";
import { independentColumns } from "../../statistics/independent-columns.ts";
import { mean, standardDeviation } from "../../statistics/moments.ts";
import { rule } from "../../warehouse/rules.ts";
import { quote } from "../../warehouse/sql.ts";
import type { Warehouse } from "../../warehouse/warehouse.ts";

/** A child with two readings by a professional, as known on the day of the first. */
export interface SimilarChild {
  /** By which its noise is drawn; see `markSql`. */
  mark: number;
  first_id: number;
  authority_code: string;
  setting_id: string | null;
  first_need: number;
  /** Of total need, in points of 100. */
  change: number;
  /** Whether total need fell by more than error; null where it is not known what error is. */
  improved: boolean | null;
  years: number;
  age: number | null;
  sex: string | null;
  plan: string | null;
  primary_need: string | null;
}

const BLANK = "not recorded";

/** Every child of an instrument version that has two readings by a professional. */
export const similarChildren = (warehouse: Warehouse, instrument: Instrument) =>
  warehouse.rows<SimilarChild & Record<string, never>>(`
    select ${markSql("pairs.child_id")} as mark, first_id, pairs.authority_code, setting_id, total_first as first_need, total_last - total_first as change,
      verdict = ${quote(IMPROVED)} as improved,
      days / 365.25 as years, date_diff('month', birth_month, first_on) / 12 as age, sex, plan, primary_need
    from ${pairsTable(instrument)} as pairs join assessments on assessment_id = first_id
    left join (
      select first_assessment_id as first_id, verdict from changes
      where instrument = ${quote(instrument.instrument)} and version = ${quote(instrument.version)}
        and domain = 'total' and rated_by = 'professional' and bridge is null
    ) as judged using (first_id)
    where pairs.rated_by = 'professional'
    order by pairs.child_id`);

/**
 * What makes children alike, as columns of numbers with one row a child: first need, time between
 * the readings, age, authority, sex, plan and primary need. A blank number is the mean of the others.
 * Columns that others already tell are left out, so that a model of them is never singular.
 */
export function similarColumns(children: readonly SimilarChild[]): number[][] {
  const numbers = (["first_need", "years", "age"] as const).flatMap((name) => {
    const known = children.flatMap((child) => child[name] ?? []);
    if (known.length < 2 || !(standardDeviation(known) > 0)) return [];
    const usual = mean(known);
    // Centred, so that the model's equations are as well-conditioned for 10 points as for 90.
    return [children.map((child) => (child[name] ?? usual) - usual)];
  });
  const kinds = (["authority_code", "sex", "plan", "primary_need"] as const).flatMap((name) => {
    const { names, rows } = dummyColumns(pooled(children.map((child) => child[name] ?? BLANK)));
    return names.map((_, j) => rows.map((row) => row[j]!));
  });
  const columns = [...numbers, ...kinds];
  // An authority that never records the sex, say, is told twice.
  const kept = independentColumns(columns).map((j) => columns[j]!);
  return children.map((_, i) => kept.map((column) => column[i]!));
}

/** Kinds of fewer children than the fewest alike are one kind. */
function pooled(values: readonly string[]): string[] {
  const counts = rollup(
    values,
    (own) => own.length,
    (value) => value,
  );
  return values.map((value) => (counts.get(value)! < rule("fewest_alike") ? "few" : value));
}
