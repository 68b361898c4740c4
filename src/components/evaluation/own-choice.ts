import { group } from "d3";
import type { EvaluationOutcome } from "../../../pipelines/measures/evaluation-outcomes/measure.ts";
import type { EvaluationSeriesRow } from "../../../pipelines/measures/evaluation-series/measure.ts";
import type { OwnAnswer, Refusal } from "../../same-functions.js";
import { text } from "../columns.js";
import { folded, paragraph } from "../page-parts.js";
import { dataTable } from "../table.js";
import { decimal, inList, lowerFirst, plural, upperFirst, whole } from "../words.js";
import { chance, differenceUnit, signed } from "./amounts.js";
import { bothSides } from "./both-sides.js";

export type SeriesRow = EvaluationSeriesRow;

/** What a reader asked, and what came of it. */
export interface Asked {
  /** Any published row of the outcome: what it is and what it is measured in. */
  outcome: EvaluationOutcome;
  found: OwnAnswer | Refusal;
  /** Whether the choice is one that the design registers. */
  isRegistered: boolean;
  /** The reader chose when the trial starts. */
  isOwnStart: boolean;
  /** Where the years change their meaning. */
  breaks: ReadonlyMap<string, string>;
  /** Names of councils by code. */
  names: ReadonlyMap<string, string>;
}

const MARK = "Your own choice, not registered.";

/** The answer to a reader's own comparison, or why there is none and what to do. */
export function ownChoiceAnswer(asked: Asked, { width }: { width: number }): HTMLElement {
  const { found, isRegistered } = asked;
  const box = document.createElement("div");
  box.append(
    paragraph(
      isRegistered
        ? "As registered: this is the published answer, worked out again here."
        : `${MARK} Whoever tries many comparisons finds one that says what was hoped for: compare it with the registered one before you use it.`,
      isRegistered ? "note" : "caution",
    ),
  );
  if ("refused" in found) {
    box.append(paragraph(`No answer. ${found.refused}`, "answer"));
    return box;
  }
  box.append(
    paragraph(found.sentence, "answer"),
    paragraph(chanceWords(asked.outcome, found)),
    paragraph(yearsInWords(found)),
    chart(asked, found, width),
    folded("What was left out", leftOutOf(found, asked.names)),
  );
  return box;
}

/** How likely chance is, by the one rule of inference: below 4 degrees of freedom no p. */
function chanceWords(outcome: EvaluationOutcome, found: OwnAnswer): string {
  const { answer, placebo, p } = found;
  const { estimate, lower, upper, df } = answer;
  const interval =
    estimate === null
      ? ""
      : lower === null || upper === null
        ? "There is no interval."
        : `Difference ${signed(estimate)} ${differenceUnit(outcome)}, 95% interval ${signed(lower)} to ${signed(upper)}.`;
  const sure =
    p === null
      ? df === null
        ? ""
        : ` With ${decimal(df)} degrees of freedom no p-value is given, and no verdict.`
      : ` By chance alone as large a difference would come in ${chance(p)}.`;
  const dealt =
    placebo === null
      ? " There are too few ways of naming other authorities for a placebo."
      : ` Placebo: of all other ways to name as many trial authorities among these, ${chance(placebo.p)} show as much; no placebo could be rarer than 1 in ${whole(1 / placebo.smallestP)}.`;
  return `${interval}${sure}${dealt}`;
}

/** The years that the difference rests on, and those that it leaves out, each by name. */
function yearsInWords({ before, after, excluded }: OwnAnswer): string {
  const years = excluded.filter(({ kind }) => kind === "period");
  const left = [...group(years, ({ reason }) => reason)].map(
    ([reason, rows]) => `${inList(rows.map(({ name }) => name))} (${reason})`,
  );
  return `Years before the start: ${inList(before)}; after it: ${inList(after)}. ${left.length ? `Left out: ${left.join("; ")}.` : "No year is left out."}`;
}

function chart(asked: Asked, found: OwnAnswer, width: number): HTMLElement {
  const { periods, answer } = found;
  const outcome: EvaluationOutcome = {
    ...asked.outcome,
    ...(asked.isRegistered ? {} : { comparison: "own-choice" }),
    trial_authorities: answer.trialAuthorities,
    comparison_authorities: answer.comparisonAuthorities,
    periods_before: found.before.length,
    periods_after: found.after.length,
    first_period: periods[0]?.period ?? null,
    first_trial_period: found.firstTrialPeriod,
    is_start_assumed: asked.outcome.is_start_assumed && !asked.isOwnStart,
    // A start of one's own is the first day of a year, so no year lies on both sides of it.
    months_past_start: asked.isOwnStart ? 0 : asked.outcome.months_past_start,
    last_period: periods.at(-1)?.period ?? null,
  };
  const rows = periods.map(({ period, isAfter, trialMean, comparisonMean }, i) => ({
    ...{ evaluation: outcome.evaluation, outcome: outcome.outcome, comparison: outcome.comparison },
    ...{ period, is_after: isAfter, trial_mean: trialMean, comparison_mean: comparisonMean },
    ...{ estimate: null, lower: null, upper: null },
    // The first year has none before it to be set beside.
    series_break: (i > 0 ? asked.breaks.get(period) : null) ?? null,
  }));
  return bothSides(outcome, rows as never, {
    width,
    title: asked.isRegistered
      ? "Both sides, year by year"
      : `Both sides, year by year. ${MARK.slice(0, -1)}`,
  });
}

function leftOutOf({ excluded, answer }: OwnAnswer, names: Asked["names"]): Node {
  const count = (kind: string) => excluded.filter((row) => row.kind === kind).length;
  const kept = `${answer.trialAuthorities} trial and ${answer.comparisonAuthorities} comparison authorities are in the answer`;
  if (excluded.length === 0) return paragraph(`Nothing: ${kept}.`);
  const box = document.createElement("div");
  const caption = `${plural(count("authority"), "authority", "authorities")} and ${plural(count("period"), "year", "years")} left out; ${kept}.`;
  box.append(
    paragraph(upperFirst(caption)),
    dataTable(
      excluded.map((row) => ({
        ...row,
        name: names.get(row.name) ?? row.name,
        symbol: null,
      })),
      {
        caption: "Left out of your own choice",
        columns: [
          text("Authority or year", "name"),
          text("Reason", (row) => upperFirst(row.reason)),
        ],
      },
    ),
  );
  return box;
}

/** What the registered answer says, in a line, to lay beside one's own. */
export const registeredInShort = (row: EvaluationOutcome): string =>
  `Registered, beside ${lowerFirst(row.comparison_title)}: ${
    row.estimate === null
      ? "no difference can be given"
      : `${signed(row.estimate)} ${differenceUnit(row)}${row.lower === null || row.upper === null ? "" : ` (95% interval ${signed(row.lower)} to ${signed(row.upper)})`}`
  }.`;
