import type { Instrument } from "../../../loaders/contract/instrument.ts";
import { domains, scoresTable } from "../../instruments/scoring/names.ts";
import { tCritical } from "../../statistics/distributions.ts";
import { reliableChange } from "../../statistics/rci.ts";
import { insertRows } from "../../warehouse/insert-rows.ts";
import { rule } from "../../warehouse/rules.ts";
import { quote } from "../../warehouse/sql.ts";
import type { Warehouse } from "../../warehouse/warehouse.ts";
import { ALL } from "./reliability.ts";

/** What one row of `reliable_change_limits` is. */
export const LIMITS_GRAIN =
  "-- One row per instrument version and domain: the change of one child that is more than error.";

interface Known {
  method: string;
  domain: string;
  n: number;
  estimate: number;
}

interface Spread {
  domain: string;
  n: number;
  sd: number | null;
}

/**
 * Fills `reliable_change_limits`: one limit an instrument, so that the same change is judged alike in
 * every authority. Spread and reliability are of the same children, those of all authorities together:
 * the spread of all first readings, followed up or not, and the reliability of all children scored
 * twice, else what is published for the total.
 */
export async function makeLimits(
  warehouse: Warehouse,
  instruments: readonly Instrument[],
): Promise<void> {
  await warehouse.run(`
    create table reliable_change_limits (
      instrument varchar, version varchar, domain varchar,
      reliability double, reliability_from varchar, reliability_n bigint, first_n bigint, first_sd double,
      s_diff double, z double, threshold double, reason varchar)`);
  for (const instrument of instruments) {
    const known = await reliabilities(warehouse, instrument);
    const spreads = await firstReadings(warehouse, instrument);
    await insertRows(
      warehouse,
      "reliable_change_limits",
      spreads.map((spread) => ({
        instrument: instrument.instrument,
        version: instrument.version,
        domain: spread.domain,
        ...limitOf(spread, known),
      })),
    );
  }
}

function limitOf({ domain, n, sd }: Spread, known: readonly Known[]) {
  const of = (method: string) =>
    known.find((row) => row.method === method && row.domain === domain);
  const best = of("icc_2_1") ?? of("published");
  const kept = {
    reliability: best?.estimate ?? null,
    reliability_from: best?.method ?? null,
    reliability_n: best?.n ?? null,
    first_n: n,
    first_sd: sd,
  };
  const none = (reason: string) => ({ ...kept, s_diff: null, z: null, threshold: null, reason });
  if (!best) return none("reliability_unknown");
  if (n < rule("fewest_first_readings") || sd === null) return none("below_minimum_size");
  const z = tCritical(rule("confidence_level"), n - 1);
  const { value, reason } = reliableChange({
    // Only the limit is asked for; the children are classed in SQL by it.
    pairs: [{ pre: 0, post: 0 }],
    reliability: Math.max(0, best.estimate),
    reliabilityPairs: best.n,
    sdPre: sd,
    direction: "lower_is_better",
    z,
  });
  return reason === null
    ? { ...kept, s_diff: value.sDiff, z, threshold: value.threshold, reason: null }
    : none(reason);
}

const reliabilities = (warehouse: Warehouse, { instrument, version }: Instrument) =>
  warehouse.rows<Known & Record<string, never>>(`
    select method, domain, n, estimate from reliability
    where instrument = ${quote(instrument)} and version = ${quote(version)} and authority_code = ${quote(ALL)} and reason is null
    order by method, domain, n desc`);

async function firstReadings(warehouse: Warehouse, instrument: Instrument): Promise<Spread[]> {
  const names = domains(instrument);
  const row = await warehouse.one<Record<string, number | null>>(`
    select ${names.map((domain) => `count(${domain}_n) as ${domain}_count, stddev_samp(${domain}_n) as ${domain}_sd`).join(", ")}
    from follow_up join ${scoresTable(instrument)} as scores
      on scores.child_id = follow_up.child_id and assessed_on = first_on and scores.rated_by = follow_up.rated_by
    where instrument = ${quote(instrument.instrument)} and version = ${quote(instrument.version)} and scores.rated_by = 'professional'`);
  return names.flatMap((domain) => {
    const n = Number(row[`${domain}_count`]);
    return n > 0 ? [{ domain, n, sd: row[`${domain}_sd`] ?? null }] : [];
  });
}
