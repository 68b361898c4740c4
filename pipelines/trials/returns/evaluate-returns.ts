import { pseudoValues } from "../../statistics/competing-risks.ts";
import { type Cell, insertRows } from "../../warehouse/insert-rows.ts";
import { rule } from "../../warehouse/rules.ts";
import { quote } from "../../warehouse/sql.ts";
import type { Warehouse } from "../../warehouse/warehouse.ts";
import { differenceOf } from "../children/difference.ts";
import { type Moments, momentsOf } from "../children/moments.ts";
import { type Comparison, grade, sentence } from "../children/sentence.ts";
import { type Arms, armsOf, type Evaluation, isRegisteredBefore } from "../designs/designs.ts";
import { couldJudge } from "../shared/could-judge.ts";
import { detectableBy } from "../shared/detectable.ts";
import { LOST, securityOf } from "../shared/security.ts";
import { RETURN_OUTCOMES, type ReturnOutcome, returnedSql } from "./returned-sql.ts";

/** Each comparison that is of other authorities than the trial's own stand-ins. */
const comparisonsOf = (designs: readonly Evaluation[]) =>
  designs.flatMap((design) =>
    armsOf(design)
      .filter(({ isPlacebo }) => !isPlacebo)
      .map((arms) => ({ design, arms })),
  );

/** Fills `reintegration_trial_children`: who was apart from mainstream since each trial design began, or was tried there. */
export async function followReturns(
  warehouse: Warehouse,
  designs: readonly Evaluation[],
): Promise<void> {
  await warehouse.run(`
    create or replace table reintegration_trial_children (
      evaluation varchar, comparison varchar, stage varchar, side varchar, authority_code varchar, child_id uuid,
      from_on date, until_on date, cause integer, days integer, lasting_days integer, lasting_cause integer, due_days integer, as_of date)`);
  for (const { design, arms } of comparisonsOf(designs)) {
    await warehouse.run(`
      insert into reintegration_trial_children by name
      select ${quote(design.evaluation)} as evaluation, ${quote(arms.comparison)} as comparison, * from (${returnedSql(arms)})`);
  }
}

/** Fills `reintegration_trials`: whether more children returned to mainstream in each trial. */
export async function evaluateReturns(
  warehouse: Warehouse,
  designs: readonly Evaluation[],
): Promise<void> {
  await warehouse.run(`
    create or replace table reintegration_trials (
      evaluation varchar, comparison varchar, comparison_title varchar, outcome varchar, outcome_title varchar, outcome_order integer,
      stage varchar, week integer, estimate double, std_error double, lower double, upper double, df double, p_value double,
      trial_authorities integer, comparison_authorities integer, trial_n integer, comparison_n integer,
      trial_happened integer, comparison_happened integer, trial_share double, comparison_share double,
      detectable double, minimum_important double, is_primary boolean, is_named boolean, grade varchar,
      security integer, security_why varchar, sentence varchar, caveats varchar[], left_out varchar, reason varchar,
      as_of date, registered_on date)`);
  for (const { design, arms } of comparisonsOf(designs)) {
    await insertRows(warehouse, "reintegration_trials", await rowsOf(warehouse, design, arms));
  }
}

/** How long the children of an authority were followed, in weeks, and what came of each. */
interface Followed {
  authority_code: string;
  name: string;
  side: string;
  as_of: string;
  weeks: number[];
  causes: number[];
  /** How long each could have been followed, whether it was or not. */
  due_weeks: number[];
}

async function rowsOf(warehouse: Warehouse, design: Evaluation, arms: Arms) {
  const rows: Record<string, Cell>[] = [];
  for (const outcome of RETURN_OUTCOMES) {
    const prefix = outcome.outcome === "lasting" ? "lasting_" : "";
    const followed = await warehouse.rows<Followed & Record<string, never>>(`
      select authority_code, any_value(coalesce(authorities.name, authority_code)) as name, side, strftime(max(as_of), '%Y-%m-%d') as as_of,
        list(ceil(${prefix}days / 7)::integer order by child_id) as weeks, list(${prefix}cause order by child_id) as causes,
        list(due_days // 7 order by child_id) as due_weeks
      from reintegration_trial_children left join authorities using (authority_code)
      where evaluation = ${quote(design.evaluation)} and comparison = ${quote(arms.comparison)} and stage = ${quote(outcome.stage)}
      group by authority_code, side order by authority_code`);
    if (followed.length > 0) rows.push(rowOf(design, arms, outcome, followed));
  }
  return rows;
}

/** Children of an authority to whom it happened by then, and those followed so far. */
function counts({ weeks, causes }: Followed, { week, cause }: ReturnOutcome) {
  const by = (i: number) => weeks[i]! <= week;
  const gone = causes.filter((own, i) => own > 0 && by(i)).length;
  const happened =
    cause === 0 ? weeks.length - gone : causes.filter((own, i) => own === cause && by(i)).length;
  return { happened, atRisk: weeks.filter((own) => own >= week).length };
}

/** Of an authority with so few, or so few still followed at the week asked of, nothing is known. */
const isLeftOut = (followed: Followed, outcome: ReturnOutcome): boolean =>
  followed.weeks.length < rule("fewest_change_pairs") ||
  counts(followed, outcome).atRisk < rule("smallest_count");

/** Largest share of a side's children due by then of whom it is not known, those of authorities left out among them. */
function lostOf(followed: readonly Followed[], outcome: ReturnOutcome): number | null {
  const shares = ["trial", "comparison"].flatMap((side) => {
    let [due, known] = [0, 0];
    for (const own of followed.filter((one) => one.side === side)) {
      const isOut = isLeftOut(own, outcome);
      own.due_weeks.forEach((weeks, i) => {
        if (weeks < outcome.week) return;
        due += 1;
        if (!isOut && (own.causes[i]! > 0 || own.weeks[i]! >= outcome.week)) known += 1;
      });
    }
    return due === 0 ? [] : [1 - known / due];
  });
  return shares.length === 0 ? null : Math.max(...shares);
}

/** Who is left out of one outcome; null where nobody is. */
const leftOutOf = (followed: readonly Followed[], outcome: ReturnOutcome): string | null =>
  followed
    .filter((own) => isLeftOut(own, outcome))
    .map(({ name }) => name)
    .sort()
    .join(", ") || null;

/**
 * Sums of an authority's children, each with its pseudo-value in per cent, so that censored children
 * count with what is known of them. Authorities that were not followed so long are left out.
 */
function momentsOfReturns(followed: readonly Followed[], outcome: ReturnOutcome): Moments {
  const { week, cause } = outcome;
  const cells = followed.flatMap((own) => {
    if (isLeftOut(own, outcome)) return [];
    const { happened } = counts(own, outcome);
    const n = own.weeks.length;
    const children = own.weeks.map((time, i) => ({ time, cause: own.causes[i]! }));
    const values = pseudoValues(children, { at: week, cause }).map((value) => 100 * value);
    return [
      {
        ...{
          authority_code: own.authority_code,
          instrument: "",
          version: "",
          n,
          f: 0,
          ff: 0,
          fy: 0,
        },
        isTrial: own.side === "trial",
        y: values.reduce((sum, value) => sum + value, 0),
        yy: values.reduce((sum, value) => sum + value ** 2, 0),
        moved: happened,
        as_of: own.as_of,
      },
    ];
  });
  return momentsOf(cells);
}

function rowOf(
  design: Evaluation,
  arms: Arms,
  outcome: ReturnOutcome,
  followed: readonly Followed[],
): Record<string, Cell> {
  const found = momentsOfReturns(followed, outcome);
  const { facts } = found;
  const { value, reason } = differenceOf(found);
  const isEnough =
    Math.min(facts.trialN, facts.comparisonN) >= rule("fewest_waiting") &&
    facts.trialMean !== null &&
    facts.comparisonMean !== null;
  // Whole children are rounded up: that it would be seen is then true of the figure as it is written.
  const detectable = value ? Math.ceil(detectableBy(value)) : null;
  const named = design.returns;
  const isPrimary = outcome.outcome === (named?.primary_outcome ?? RETURN_OUTCOMES[0]!.outcome);
  const leftOut = leftOutOf(followed, outcome);
  const minimumImportant = named?.minimum_important_difference ?? rule("smallest_important_share");
  const answer: Comparison = {
    estimate: isEnough ? facts.trialMean! - facts.comparisonMean! : null,
    lower: value?.ci.lo ?? null,
    upper: value?.ci.hi ?? null,
    df: value?.df ?? null,
    ...{ trialMean: facts.trialMean, comparisonMean: facts.comparisonMean },
    ...{ trialAuthorities: facts.trialAuthorities, detectable, minimumImportant },
    comparisonAuthorities: facts.comparisonAuthorities,
    unit: "per cent of children",
    isOneOfMany: !isPrimary,
    happened: { begins: outcome.begins, whom: outcome.whom, again: "and" },
  };
  const graded = grade(answer);
  const security =
    answer.estimate === null
      ? null
      : securityOf({
          isRegisteredBefore: named !== undefined && isRegisteredBefore(design),
          ...{ detectable, minimumImportant, isJudged: couldJudge(answer) },
          lost: lostOf(followed, outcome),
          lostOf: LOST.children,
          imbalance: null,
          threats: ["how many returned before the start is not known"],
        });
  return {
    ...{ evaluation: design.evaluation, comparison: arms.comparison },
    ...{ comparison_title: arms.title, outcome: outcome.outcome, outcome_title: outcome.title },
    outcome_order: RETURN_OUTCOMES.indexOf(outcome),
    ...{ stage: outcome.stage, week: outcome.week },
    ...{ estimate: answer.estimate, std_error: value?.se ?? null },
    ...{ lower: answer.lower, upper: answer.upper, df: answer.df },
    p_value: graded !== "too few to say" && value ? value.p : null,
    ...{ trial_authorities: facts.trialAuthorities, trial_n: facts.trialN },
    ...{ comparison_authorities: facts.comparisonAuthorities, comparison_n: facts.comparisonN },
    ...{ trial_happened: facts.trialMoved, comparison_happened: facts.comparisonMoved },
    ...{ trial_share: facts.trialMean, comparison_share: facts.comparisonMean },
    ...{ detectable, minimum_important: minimumImportant },
    is_primary: isPrimary,
    ...{ is_named: named !== undefined, grade: graded },
    ...{ security: security?.grade ?? null, security_why: security?.words ?? null },
    sentence: sentence(answer, "The share who returned"),
    caveats: [
      ...(reason ? [`no interval: ${reason.replaceAll("_", " ")}`] : []),
      "authorities chose to take part; children were not drawn by lot",
      ...(leftOut
        ? [
            `left out: ${leftOut}, with fewer than ${rule("fewest_change_pairs")} children or fewer than ${rule("smallest_count")} still followed after ${outcome.week} weeks`,
          ]
        : []),
      ...(named
        ? []
        : [
            "the design names no return: which is the answer and what matters is this program’s choice",
          ]),
      ...(outcome.stage === "held" ? ["a trial may also change who is tried"] : []),
      "moves at a phase transfer are neither tries nor returns",
    ],
    ...{ left_out: leftOut, reason },
    as_of: facts.asOf,
    registered_on: design.registered_on,
  };
}
