import type { Instrument } from "../../../loaders/contract/instrument.ts";
import type { Noise } from "../../disclosure/noise.ts";
import { readNoise } from "../../disclosure/noise-secret.ts";
import { decimalsOf } from "../../disclosure/protect.ts";
import { TRIAL_WAYS, trialSet } from "../../disclosure/sums-of-children.ts";
import { domains } from "../../instruments/scoring/names.ts";
import type { Result } from "../../statistics/result.ts";
import { type Cell, insertRows } from "../../warehouse/insert-rows.ts";
import { rule } from "../../warehouse/rules.ts";
import { sql } from "../../warehouse/sql.ts";
import type { Warehouse } from "../../warehouse/warehouse.ts";
import { type Difference, differenceOf } from "../children/difference.ts";
import { HEADLINE_METHOD } from "../children/estimate-row.ts";
import { AskedOnce, INTERACTION_METHOD, interactionOf } from "../children/interaction.ts";
import { type Facts, momentsOf, readCells } from "../children/moments.ts";
import { isAnother } from "../children/other-ways.ts";
import { type Comparison, grade, interactionSentence, sentence } from "../children/sentence.ts";
import {
  type FollowUpWindow,
  othersSql,
  type Subgroup,
  setsOfDesign,
  subgroupSql,
  VALUE_OF_PAIRS,
} from "../designs/children-of-design.ts";
import { recordWay } from "../designs/record-way.ts";
import type { SettingsDesign } from "../designs/settings-design.ts";
import { couldJudge } from "../shared/could-judge.ts";
import { detectableBy } from "../shared/detectable.ts";
import { LOST, type SecurityFacts, securityOf } from "../shared/security.ts";
import { type ClusteredBy, inClusters } from "./clusters.ts";
import { SETTING_PAIRS, takePairs } from "./pairs.ts";
import { type Sides, sidesOf } from "./sides.ts";

/** Fills `setting_trials` from every trial design over settings whose authorities have readings. */
export async function evaluateSettings(
  warehouse: Warehouse,
  instruments: readonly Instrument[],
  designs: readonly SettingsDesign[],
): Promise<void> {
  await warehouse.run(`
    create or replace table setting_trials (
      evaluation varchar, title varchar, comparison varchar, comparison_title varchar,
      method varchar, subgroup varchar, subgroup_title varchar, outcome varchar,
      estimate double, std_error double, lower double, upper double, df double, p_value double,
      clustered_by varchar, trial_settings integer, comparison_settings integer, trial_n integer, comparison_n integer,
      trial_moved integer, comparison_moved integer, trial_mean double, comparison_mean double,
      detectable double, minimum_important double, fewest_days integer, most_days integer,
      is_primary boolean, grade varchar, security integer, security_why varchar, sentence varchar, caveats varchar[], reason varchar,
      as_of date, registered_on date)`);
  const noise = readNoise();
  for (const design of designs) {
    const own = [null, ...(design.subgroups ?? []).map(({ subgroup }) => subgroup)];
    const sets = [...own, ...TRIAL_WAYS].map((one) => trialSet(design.evaluation, one));
    await warehouse.run(sql`delete from trial_children where evaluation in ${sets}`);
    for (const comparison of design.comparisons) {
      const sides = await sidesOf(warehouse, design, comparison);
      if (sides === null) continue;
      const by = await takePairs(warehouse, instruments, design, sides);
      await recordChildren(warehouse, design);
      const security = await securityFacts(warehouse, design, sides);
      const one = { design, comparison, sides, by, noise, instruments, security };
      await evaluateOne(warehouse, one);
    }
  }
}

interface One {
  security: Pick<SecurityFacts, "isRegisteredBefore" | "lost" | "imbalance" | "threats">;
  design: SettingsDesign;
  comparison: SettingsDesign["comparisons"][number];
  sides: Sides;
  by: ClusteredBy;
  noise: Noise;
  instruments: readonly Instrument[];
}

/** What the grade of security rests on besides power: who is lost on the way, and how the sides began. */
async function securityFacts(
  warehouse: Warehouse,
  { registered_on }: SettingsDesign,
  { settings }: Sides,
): Promise<One["security"]> {
  const { lost } = await warehouse.one<{ lost: number | null }>(`
    select max(lost) as lost from (
      select 1 - count(*) filter (is_paired) / nullif(count(*), 0) as lost from setting_due group by side)`);
  const { imbalance } = await warehouse.one<{ imbalance: number | null }>(`
    select (avg(total_first) filter (side = 'trial') - avg(total_first) filter (side = 'comparison')) / nullif(stddev_samp(total_first), 0) as imbalance
    from ${SETTING_PAIRS.headline}`);
  const { apart } = await warehouse.one<{ apart: number }>(
    `select count(distinct authority_code) as apart from setting_pairs_all where authority_code not in (select authority_code from ${SETTING_PAIRS.headline})`,
  );
  const firstDay = settings.map(({ starts_on }) => starts_on).sort()[0];
  return {
    isRegisteredBefore: firstDay !== undefined && registered_on <= firstDay,
    ...{ lost, imbalance },
    threats: apart > 0 ? ["some settings cannot be compared within their instrument"] : [],
  };
}

/** Who is behind the estimates of a design, and with what; read again by whoever publishes them. */
async function recordChildren(warehouse: Warehouse, design: SettingsDesign) {
  for (const { name, whom } of setsOfDesign(design)) {
    await warehouse.run(sql`
      insert into trial_children
      select ${name}, split_part(authority_code, '|', 1), child_id,
        ${sql.raw(VALUE_OF_PAIRS)}
      from (select * exclude (first_id, last_id, assessed_on) from ${sql.raw(SETTING_PAIRS.headline)} where ${sql.raw(whom)}) as pairs
      where child_id not in (select child_id from trial_children where evaluation = ${name})
      group by all`);
  }
}

async function evaluateOne(warehouse: Warehouse, one: One) {
  const { design, noise } = one;
  const outcome = design.primary_outcome;
  const known = one.instruments.some((instrument) => domains(instrument).includes(outcome));
  const cells = async (from: string, whom = "true") =>
    known
      ? ((await readCells(warehouse, [outcome], noise, { from, whom })).get(outcome) ?? [])
      : [];
  const momentsIn = (some: Parameters<typeof inClusters>[0]) => {
    const { facts: settings } = momentsOf(some, true);
    return { ...momentsOf(inClusters(some, one.by), true), settings };
  };
  const found = momentsIn(await cells(SETTING_PAIRS.headline));
  const rows: Record<string, Cell>[] = [
    rowOf(one, { method: HEADLINE_METHOD, ...found, result: differenceOf(found) }),
    rowOf(one, {
      method: `${HEADLINE_METHOD}, adjusted for first need`,
      ...found,
      result: differenceOf(found, true),
      isAdjusted: true,
    }),
  ];
  const { window } = one.sides;
  for (const [view, name, days] of [
    [SETTING_PAIRS.aboutAYear, "followed up after about a year", narrowed(window)],
    [SETTING_PAIRS.sameWindow, "one entry window", window],
  ] as const) {
    const other = momentsIn(await cells(view));
    if (!isAnother(other, found)) continue;
    await recordWay(warehouse, design.evaluation, name, view);
    const method = `${HEADLINE_METHOD}, ${name}`;
    rows.push(rowOf(one, { method, ...other, result: differenceOf(other), window: days }));
  }
  const once = new AskedOnce();
  for (const subgroup of design.subgroups ?? []) {
    const own = await cells(SETTING_PAIRS.headline, subgroupSql(subgroup));
    const others = await cells(SETTING_PAIRS.headline, othersSql(subgroup));
    const ofOwn = momentsIn(own);
    rows.push(
      rowOf(one, {
        ...{ method: HEADLINE_METHOD, subgroup, ...ofOwn },
        result: differenceOf(ofOwn),
      }),
    );
    const interaction = interactionOf(inClusters(own, one.by), inClusters(others, one.by));
    const { facts: settings } = interactionOf(own, others);
    if (!once.isNew(interaction.result)) continue;
    rows.push(
      rowOf(one, {
        ...{ method: INTERACTION_METHOD, subgroup },
        ...{ isInteraction: true, settings, ...interaction },
      }),
    );
  }
  await insertRows(warehouse, "setting_trials", rows);
}

interface Found {
  method: string;
  /** Of the clusters. */
  facts: Facts;
  /** Of the settings. */
  settings: Facts;
  result: Result<Difference>;
  subgroup?: Subgroup;
  /** How far apart readings may lie, where it is not as the design has it. */
  window?: FollowUpWindow;
  isAdjusted?: boolean;
  isInteraction?: boolean;
}

/** What is left of a window where readings are to lie about a year apart. */
const narrowed = ({ fewest_days, most_days }: FollowUpWindow): FollowUpWindow => ({
  fewest_days: Math.max(fewest_days, rule("about_a_year_fewest_days")),
  most_days: Math.min(most_days, rule("about_a_year_most_days")),
});

const reasonOf = (reason: string, by: ClusteredBy): string => {
  const known: Record<string, string> = {
    below_minimum_size: "fewer than 10 children with two readings on a side",
    too_few_treated_clusters: `too few trial ${by} with children read twice`,
    too_few_comparison_clusters: `too few comparison ${by} with children read twice`,
  };
  return known[reason] ?? reason.replaceAll("_", " ");
};

const COMPARED: Record<ClusteredBy, string> = {
  settings: "settings are compared within their authority",
  authorities:
    "trial settings and the others are not in the same authorities: intervals allow for what authorities differ by, and what an authority did besides cannot be told from the trial",
};

const inNumbers = ({ trialAuthorities, comparisonAuthorities }: Facts) => ({
  trial: trialAuthorities,
  comparison: comparisonAuthorities,
});

function rowOf(
  { design, comparison: compared, sides, by, security: known }: One,
  {
    method,
    facts,
    settings,
    result,
    subgroup,
    window = sides.window,
    isAdjusted = false,
    isInteraction = false,
  }: Found,
): Record<string, Cell> {
  const { value, reason } = result;
  const fewest = rule("fewest_change_pairs");
  const isEnough = facts.trialN >= fewest && facts.comparisonN >= fewest;
  const plain =
    isEnough && !isAdjusted && facts.trialMean !== null && facts.comparisonMean !== null
      ? facts.trialMean - facts.comparisonMean
      : null;
  const isFragile = value !== null && value.df < rule("fewest_degrees_of_freedom");
  const detectable = value && !(isInteraction && isFragile) ? detectableBy(value) : null;
  const isPrimary = method === HEADLINE_METHOD && !subgroup;
  const answer: Comparison = {
    ...{ detectable, isAdjusted, isOneOfMany: !isPrimary },
    ...(by === "settings" ? { units: by } : { settings: inNumbers(settings) }),
    estimate: value?.estimate ?? plain,
    lower: value?.ci.lo ?? null,
    upper: value?.ci.hi ?? null,
    df: value?.df ?? null,
    ...{ trialMean: facts.trialMean, comparisonMean: facts.comparisonMean },
    trialAuthorities: facts.trialAuthorities,
    comparisonAuthorities: facts.comparisonAuthorities,
    minimumImportant: design.minimum_important_difference,
    decimals: decimalsOf(Math.min(facts.trialN, facts.comparisonN)),
  };
  const graded = grade(answer);
  const security =
    answer.estimate === null
      ? null
      : securityOf({
          ...{ ...known, detectable, lostOf: LOST.childrenOfAll },
          minimumImportant: design.minimum_important_difference,
          isJudged: couldJudge(answer),
        });
  const nobody = facts.trialN === 0 ? sides.nobody : null;
  return {
    ...{ evaluation: design.evaluation, title: design.title },
    ...{ comparison: compared.name, comparison_title: compared.title, method },
    subgroup: subgroup?.subgroup ?? null,
    subgroup_title: subgroup?.title ?? null,
    outcome: design.primary_outcome,
    ...{ estimate: answer.estimate, std_error: value?.se ?? null },
    ...{ lower: answer.lower, upper: answer.upper, df: answer.df },
    p_value: graded !== "too few to say" && value ? value.p : null,
    clustered_by: by,
    trial_settings: settings.trialAuthorities,
    comparison_settings: settings.comparisonAuthorities,
    ...{ trial_n: facts.trialN, comparison_n: facts.comparisonN },
    ...{ trial_moved: facts.trialMoved, comparison_moved: facts.comparisonMoved },
    ...{ trial_mean: facts.trialMean, comparison_mean: facts.comparisonMean },
    ...{ detectable, minimum_important: design.minimum_important_difference },
    ...window,
    is_primary: isPrimary,
    grade: graded,
    security: security?.grade ?? null,
    security_why: security?.words ?? null,
    sentence:
      nobody ??
      (isInteraction
        ? interactionSentence(answer, subgroup?.title ?? "")
        : sentence(answer, subgroup ? `Needs of ${subgroup.title}` : "Children’s needs")),
    caveats: [
      ...(reason ? [`no interval: ${reasonOf(reason, by)}`] : []),
      COMPARED[by],
      "settings chose to take part or were chosen; children were not assigned by lot",
      "a child counts at the setting of its first reading, wherever it went",
      `settings with fewer than ${rule("fewest_setting_children")} children with two readings are left out, and children without a second reading`,
    ],
    reason,
    as_of: facts.asOf,
    registered_on: design.registered_on,
  };
}
