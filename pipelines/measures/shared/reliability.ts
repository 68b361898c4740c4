import { group } from "d3";
import type { Instrument } from "../../../loaders/contract/instrument.ts";
import { domains, scoresTable } from "../../instruments/scoring/names.ts";
import { insertRows } from "../../warehouse/insert-rows.ts";
import { rule } from "../../warehouse/rules.ts";
import { quote } from "../../warehouse/sql.ts";
import type { Warehouse } from "../../warehouse/warehouse.ts";
import { interRater, type ReliabilityRow, weightedKappa, without } from "./agreement-rows.ts";
import { consistency } from "./consistency.ts";

/** Stands for all authorities together. */
export const ALL = "all";

/** What one row of `reliability` is. */
export const RELIABILITY_GRAIN =
  "-- One row per instrument version, authority (or all), domain and method: how far its scores can be relied on.";

/** Fills `reliability`: agreement of two raters, consistency over areas, and what is published. */
export async function makeReliability(
  warehouse: Warehouse,
  instruments: readonly Instrument[],
): Promise<void> {
  await warehouse.run(`
    create table reliability (
      instrument varchar, version varchar, authority_code varchar, domain varchar, method varchar,
      n bigint, estimate double, lower double, upper double, sem double, mdc95 double, reason varchar)`);
  for (const instrument of instruments) {
    const write = (authority_code: string, domain: string, rows: readonly ReliabilityRow[]) =>
      insertRows(
        warehouse,
        "reliability",
        rows.map((row) => ({
          instrument: instrument.instrument,
          version: instrument.version,
          authority_code,
          domain,
          ...row,
        })),
      );
    for (const domain of domains(instrument)) {
      const pairs = await scoredTwice(warehouse, instrument, domain);
      const samples = [
        [ALL, pairs] as const,
        ...group(pairs, ({ authority_code }) => authority_code),
      ];
      for (const [authority, own] of samples) {
        const scores = own.map(({ first_need, second_need }) => [first_need, second_need] as const);
        const byLevel = weightedKappa(instrument, domain, scores);
        await write(authority, domain, [interRater(scores), ...(byLevel ? [byLevel] : [])]);
      }
    }
    await write(ALL, "total", [
      ...consistency(await completeProfiles(warehouse, instrument)),
      ...published(instrument),
    ]);
  }
}

const scoredTwice = (warehouse: Warehouse, { instrument, version }: Instrument, domain: string) =>
  warehouse.rows<{ authority_code: string; first_need: number; second_need: number }>(`
    select authority_code, first_need, second_need from moderated
    where instrument = ${quote(instrument)} and version = ${quote(version)} and domain = ${quote(domain)}
    order by authority_code, first_need, second_need`);

async function completeProfiles(warehouse: Warehouse, instrument: Instrument) {
  const areas = instrument.areas.map(({ id }) => `${id}_n`);
  const rows = await warehouse.rows<{ profile: number[] }>(`
    select [${areas.join(", ")}] as profile
    from ${scoresTable(instrument)} as scores join follow_up
      on follow_up.child_id = scores.child_id and first_on = assessed_on and follow_up.rated_by = scores.rated_by
        and instrument = ${quote(instrument.instrument)} and version = ${quote(instrument.version)}
    where scores.rated_by = 'professional' and areas_answered = ${areas.length}
    order by scores.child_id limit ${rule("most_profiles_for_alpha")}`);
  return rows.map(({ profile }) => profile);
}

/** Figures of agreement that the instrument's file quotes; those of consistency are not agreement. */
const published = ({ reliability }: Instrument): ReliabilityRow[] =>
  reliability
    .filter(({ kind }) => kind !== "internal_consistency")
    .map(({ value, children }) =>
      children < rule("fewest_moderated")
        ? without("published", children, "below_minimum_size")
        : { ...without("published", children, "no_variation"), estimate: value, reason: null },
    );
