import type { Instrument } from "../../../loaders/contract/instrument.ts";
import type { Noise } from "../../disclosure/noise.ts";
import { readNoise } from "../../disclosure/noise-secret.ts";
import { commonAreas } from "../../instruments/scoring/common-areas.ts";
import { domains } from "../../instruments/scoring/names.ts";
import { type Result, refused } from "../../statistics/result.ts";
import { type Cell, insertRows } from "../../warehouse/insert-rows.ts";
import { rule } from "../../warehouse/rules.ts";
import { sql } from "../../warehouse/sql.ts";
import type { Warehouse } from "../../warehouse/warehouse.ts";
import {
  othersSql,
  setsOfDesign,
  subgroupSql,
  VALUE_OF_PAIRS,
} from "../designs/children-of-design.ts";
import { type Arms, armsOf, type Evaluation, isRegisteredBefore } from "../designs/designs.ts";
import { authorityMeans, type PooledDifference, randomEffects, resampled } from "./by-authority.ts";
import type { Apart } from "./caveats.ts";
import { CHILDREN, pairDesign, takeSides } from "./children-by-side.ts";
import { differenceOf, onlyColumns } from "./difference.ts";
import { type EstimateInput, estimateRow, HEADLINE_METHOD } from "./estimate-row.ts";
import { recordFlow } from "./flow.ts";
import { AskedOnce, INTERACTION_METHOD, interactionOf } from "./interaction.ts";
import { type Moments, momentsOf, readCells } from "./moments.ts";
import { otherWays } from "./other-ways.ts";
import { differenceAcrossStart, yearlyDifference } from "./repeated-readings.ts";

const METHODS = [
  { method: HEADLINE_METHOD, isAdjusted: false },
  { method: "difference in change, adjusted for first need", isAdjusted: true },
] as const;

/**
 * Fills `estimates_of_children`, `estimate_authorities` and `evaluation_flow` from every trial design
 * whose authorities have readings.
 */
export async function evaluateAll(
  warehouse: Warehouse,
  instruments: readonly Instrument[],
  evaluations: readonly Evaluation[],
): Promise<void> {
  await createTables(warehouse);
  const noise = readNoise();
  for (const design of evaluations) {
    await pairDesign(warehouse, design, instruments);
    await recordChildren(warehouse, design);
    for (const arms of armsOf(design))
      await evaluateOne(warehouse, design, arms, instruments, noise);
  }
}

async function createTables(warehouse: Warehouse) {
  await warehouse.run(`
    delete from trial_children;
    create or replace table estimates_of_children (
      evaluation varchar, question varchar, outcome varchar, comparison varchar, method varchar,
      estimate double, std_error double, lower double, upper double, p_value double,
      n integer, clusters integer, caveats varchar[],
      instrument varchar, version varchar, is_primary boolean, is_placebo boolean, df double,
      trial_n integer, comparison_n integer, trial_mean double, comparison_mean double,
      trial_authorities integer, comparison_authorities integer,
      reason varchar, grade varchar, sentence varchar, as_of date, registered_on date, comparison_title varchar,
      subgroup varchar, subgroup_title varchar, permutation_p double, smallest_permutation_p double,
      bootstrap_p double, smallest_bootstrap_p double, trial_moved integer, comparison_moved integer, unit varchar,
      detectable double, minimum_important double, security integer, security_why varchar,
      interval_by varchar, counted varchar, trial_apart integer, comparison_apart integer);
    create or replace table estimate_authorities (
      evaluation varchar, comparison varchar, outcome varchar, authority_code varchar,
      instrument varchar, version varchar, side varchar, is_compared boolean,
      child_count bigint, change_mean double, moved_count bigint, as_of date);
    create or replace table evaluation_flow (
      evaluation varchar, comparison varchar, instrument varchar, version varchar,
      authority_code varchar, side varchar, starts_on date, child_count bigint,
      before_start_count bigint, incomplete_count bigint, counted_count bigint, due_count bigint,
      seen_count bigint, paired_count bigint, compared_count bigint,
      paired_first_need double, unpaired_first_need double)`);
}

/** Who is behind the estimates of a design and of its subgroups, and with what; read again by whoever publishes them. */
async function recordChildren(warehouse: Warehouse, design: Evaluation) {
  for (const { name, whom } of setsOfDesign(design)) {
    await warehouse.run(sql`
      insert into trial_children
      select ${name}, authority_code, child_id,
        ${sql.raw(VALUE_OF_PAIRS)}
      from (select * exclude (first_id, last_id) from paired where ${sql.raw(whom)}) as pairs
      group by authority_code, child_id`);
  }
}

async function evaluateOne(
  warehouse: Warehouse,
  design: Evaluation,
  arms: Arms,
  instruments: readonly Instrument[],
  noise: Noise,
) {
  await takeSides(warehouse, design, arms);
  const used = await instrumentsIn(warehouse, CHILDREN.allInstruments, instruments);
  const shared = await instrumentsIn(warehouse, CHILDREN.headline, instruments);
  if (used.length === 0) return;
  await recordFlow(warehouse, design, arms);
  const apart = await authoritiesApart(warehouse);
  const security = await securityFacts(warehouse, design, arms, apart.trial + apart.comparison > 0);
  const about = { design, arms, used: shared, apart, security };
  const total = { id: "total", title: "" };
  const rows: Record<string, Cell>[] = [];
  // Titles are those of `domains`, which knows all instruments.
  const areas = shared.length === 1 ? shared[0]!.areas : commonAreas(instruments);
  const isShared = (id: string) => shared.some((one) => domains(one).includes(id));
  const named = [...areas.filter(({ id }) => isShared(id)), ...(shared.length ? [total] : [])];
  const ids = named.map(({ id }) => id);
  const ofAll = await readCells(warehouse, ids, noise);
  await recordAuthorities(warehouse, design, arms, noise, used);
  for (const domain of named) {
    const found = momentsOf(ofAll.get(domain.id)!, true);
    rows.push(...byBothMethods({ ...about, domain }, found));
    if (domain.id === "total") {
      rows.push(
        estimateRow({
          ...{ ...about, domain, facts: found.facts, method: RANDOM_EFFECTS },
          ...pooledOver(found, noise),
          clusters: found.moments.length,
          intervalBy: "random effects, Hartung-Knapp or normal, with Welch’s t",
          ...{ isAdjusted: false, isOfAllDue: true },
        }),
      );
    }
  }
  if (shared.length > 0) {
    for (const found of [
      await yearlyDifference(warehouse, shared, noise),
      await differenceAcrossStart(warehouse, shared, differenceOf, noise),
    ]) {
      rows.push(estimateRow({ ...about, domain: total, ...found, isAdjusted: false }));
    }
  }
  for (const way of await otherWays(warehouse, design, { noise, used, shared })) {
    rows.push(estimateRow({ ...about, domain: total, ...way, isAdjusted: false }));
  }
  const once = new AskedOnce();
  for (const subgroup of design.subgroups ?? []) {
    const ofSome = await readCells(warehouse, ids, noise, { whom: subgroupSql(subgroup) });
    for (const domain of named) {
      const found = momentsOf(ofSome.get(domain.id)!, true);
      rows.push(...byBothMethods({ ...about, domain, subgroup }, found));
    }
    if (arms.isPlacebo) continue;
    const ofOthers = await readCells(warehouse, ["total"], noise, { whom: othersSql(subgroup) });
    const interaction = interactionOf(ofSome.get("total") ?? [], ofOthers.get("total") ?? []);
    if (!once.isNew(interaction.result)) continue;
    rows.push(
      estimateRow({
        ...{ ...about, domain: total, subgroup, method: INTERACTION_METHOD, ...interaction },
        ...{ isAdjusted: false, isWithin: true, isInteraction: true },
      }),
    );
  }
  await insertRows(warehouse, "estimates_of_children", rows);
}

/** The instruments that the children of a view were read with. */
async function instrumentsIn(
  warehouse: Warehouse,
  view: string,
  instruments: readonly Instrument[],
): Promise<Instrument[]> {
  const present = await warehouse.rows<{ instrument: string; version: string }>(
    `select distinct instrument, version from ${view}`,
  );
  return instruments.filter(({ instrument, version }) =>
    present.some((row) => row.instrument === instrument && row.version === version),
  );
}

/** How many authorities of each side nobody of the other can be compared with. */
const authoritiesApart = async (warehouse: Warehouse): Promise<Apart> =>
  warehouse.one<Apart & Record<string, never>>(`
    select count(distinct authority_code) filter (side = 'trial') as trial,
      count(distinct authority_code) filter (side = 'comparison') as comparison
    from ${CHILDREN.allInstruments} where authority_code not in (select authority_code from ${CHILDREN.headline})`);

/** What the grade of security rests on: who is lost on the way, how the sides began, and what threatens. */
async function securityFacts(
  warehouse: Warehouse,
  design: Evaluation,
  arms: Arms,
  isAnyApart: boolean,
): Promise<EstimateInput["security"]> {
  const { lost, trial, comparison } = await warehouse.one<
    Record<"lost", number | null> & Record<"trial" | "comparison", number>
  >(sql`
    select max(1 - compared / nullif(due, 0)) as lost,
      coalesce(sum(due) filter (side = 'trial'), 0)::integer as trial,
      coalesce(sum(due) filter (side = 'comparison'), 0)::integer as comparison
    from (
      select side, sum(compared_count) as compared, sum(due_count) as due from evaluation_flow
      where evaluation = ${design.evaluation} and comparison = ${arms.comparison} group by side)`);
  const { imbalance } = await warehouse.one<{ imbalance: number | null }>(`
    select (avg(total_first) filter (side = 'trial') - avg(total_first) filter (side = 'comparison')) / nullif(stddev_samp(total_first), 0) as imbalance
    from ${CHILDREN.headline}`);
  return {
    isRegisteredBefore: isRegisteredBefore(design),
    lost,
    due: { trial, comparison },
    imbalance,
    threats: isAnyApart ? ["an authority cannot be compared within its instrument"] : [],
  };
}

/** The difference of one area with and without allowing for the first need, within instruments. */
function byBothMethods(
  about: Pick<
    EstimateInput,
    "design" | "arms" | "used" | "apart" | "security" | "domain" | "subgroup"
  >,
  found: Moments,
) {
  return METHODS.map(({ method, isAdjusted }) => {
    const columns = found.columns.filter((name) => isAdjusted || name !== "first");
    // Labels are exchanged among authorities with one instrument: with several few would be left.
    const isPermuted = !isAdjusted && !isWithinSeveral(found);
    return estimateRow({
      ...{ ...about, method, facts: found.facts, isWithin: true, isAdjusted },
      isOfAllDue: about.subgroup === undefined,
      result: differenceOf(found, isAdjusted),
      clusters: found.moments.length,
      ...(isPermuted ? { means: authorityMeans(found.cells) } : {}),
      ...(about.subgroup ? {} : { resampled: resampled(columns, onlyColumns(columns, found)) }),
    });
  });
}

const isWithinSeveral = ({ columns }: Moments): boolean => !columns.includes("intercept");

/** The authorities behind the estimates, and those set apart, by area of need and instrument. */
async function recordAuthorities(
  warehouse: Warehouse,
  design: Evaluation,
  arms: Arms,
  noise: Noise,
  used: readonly Instrument[],
) {
  const ids = [...new Set(used.flatMap(domains))];
  const compared = await warehouse.rows<{ authority_code: string; instrument: string }>(
    `select distinct authority_code, instrument || ' ' || version as instrument from ${CHILDREN.headline}`,
  );
  const isCompared = new Set(compared.map((row) => `${row.authority_code} ${row.instrument}`));
  const ofAll = await readCells(warehouse, ids, noise, { from: CHILDREN.allInstruments });
  const rows = ids.flatMap((outcome) =>
    ofAll.get(outcome)!.map(({ authority_code, instrument, version, isTrial, n, y, moved }) => ({
      evaluation: design.evaluation,
      comparison: arms.comparison,
      outcome,
      authority_code,
      instrument,
      version,
      side: isTrial ? "trial" : "comparison",
      is_compared: isCompared.has(`${authority_code} ${instrument} ${version}`),
      child_count: n,
      change_mean: y / n,
      moved_count: moved,
      as_of: momentsOf(ofAll.get(outcome)!).facts.asOf,
    })),
  );
  await insertRows(warehouse, "estimate_authorities", rows);
}

const RANDOM_EFFECTS = "difference in change, authorities alike in weight";

/** Each side pooled over its authorities, and what that says of the next one. */
function pooledOver({ cells, facts }: Moments, noise: Noise) {
  const fewest = rule("fewest_change_pairs");
  const isEnough = facts.trialN >= fewest && facts.comparisonN >= fewest;
  const result: Result<PooledDifference> = isEnough
    ? randomEffects(authorityMeans(cells), noise.ofSum)
    : refused("below_minimum_size");
  const { value } = result;
  if (!value) return { result };
  const { trialMean, comparisonMean, next } = value;
  const points = (number: number) => number.toFixed(1);
  return {
    result,
    facts: { ...facts, trialMean, comparisonMean },
    alsoSay: [
      `were another authority to join, its difference would be expected between ${points(next.lo)} and ${points(next.hi)} points`,
    ],
  };
}
