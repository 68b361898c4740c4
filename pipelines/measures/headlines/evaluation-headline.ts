import { unsigned } from "../../statistics/decimals.ts";
import type { Grade } from "../../trials/children/sentence.ts";
import { CANNOT_SAY } from "../../trials/shared/cannot-say.ts";
import type { PublishedRows } from "../define/measure.ts";
import { type EvaluationOutcome, evaluationOutcomes } from "../evaluation-outcomes/measure.ts";
import { type EvaluationPeriod, evaluationPeriods } from "../evaluation-periods/measure.ts";
import type { Headline } from "./headline.ts";
import { type Better, CHANCE, shortEnough, verdictOf } from "./verdict.ts";

const NOTHING =
  "No published figures of the trial authorities are loaded, so they cannot be compared with others.";

/** The published row of the primary outcome of the first design over authorities. */
export async function evaluationHeadline(published: PublishedRows): Promise<Headline> {
  const rows = await published(evaluationOutcomes);
  const found = rows.find(({ is_primary }) => is_primary);
  return {
    topic: "evaluation",
    question: "Did it work?",
    ...answerOf(found, found ? spansOf(found, await published(evaluationPeriods)) : null),
    basis: found?.first_period
      ? `Published figures of ${found.trial_authorities} trial and ${found.comparison_authorities} comparison authorities, ${found.first_period} to ${found.last_period}. Authorities chose to take part, so a difference may have other causes.${found.is_start_assumed ? " When they started is assumed." : ""}`
      : "Load DfE’s local authority interactive tool and its release of EHC plans.",
    page: "./evaluation",
    definition: "./method/evaluation",
  };
}

/** The years before the start and those after it, as they stand beside a figure. */
interface Spans {
  before: string;
  after: string;
}

function spansOf(found: EvaluationOutcome, periods: readonly EvaluationPeriod[]): Spans {
  const own = periods.filter(
    (row) =>
      row.evaluation === found.evaluation &&
      row.outcome === found.outcome &&
      row.comparison === found.comparison,
  );
  const span = (isAfter: boolean) => {
    const years = own.filter((row) => row.is_after === isAfter).map(({ period }) => period);
    return [...new Set([years.at(0), years.at(-1)])].join("–");
  };
  return { before: span(false), after: span(true) };
}

function answerOf(
  found: EvaluationOutcome | undefined,
  years: Spans | null,
): Pick<Headline, "verdict" | "short" | "sentence"> {
  if (!found || !years) return { verdict: CANNOT_SAY, short: NOTHING, sentence: NOTHING };
  const { title, grade, estimate, trial_before: before, trial_after: after, sentence } = found;
  const verdict = verdictOf({ grade, estimate, better: found.better as Better });
  if (estimate === null || before === null || after === null) {
    const short = shortEnough(sentence, `${title}: there is too little to compare.`);
    return { verdict, short, sentence };
  }
  const size = unsigned(estimate, 1);
  const isNone = Number(size) === 0;
  const chance = CHANCE[grade as Grade];
  const isTooFew = grade === "too few to say";
  const unit =
    found.scale === "log"
      ? "per cent"
      : found.unit.startsWith("per cent")
        ? "percentage points"
        : found.unit;
  // Levels may have begun far apart: what is compared is what became of them.
  const others = found.comparison_title.replace(/^./, (first) => first.toLowerCase());
  // Where no difference shows, the sides need not be alike: few councils would hide one.
  const than = (beside: string, judged: string, when = "") =>
    isNone
      ? isTooFew
        ? `; too few to judge beside ${beside}`
        : `; no difference from ${beside} was seen, small ones could go unseen`
      : `, ${size} ${unit} ${estimate < 0 ? "less" : "more"}${when} than had they followed ${beside}; ${judged}`;
  const signed = (value: number) => `${value < 0 ? "-" : ""}${unsigned(value, 1)}`;
  const level = (value: number) =>
    found.unit.startsWith("per cent") ? `${signed(value)}%` : `${signed(value)} ${found.unit}`;
  const moved = `${after < before ? "fell" : "rose"} from ${level(before)} (${years.before}) to ${level(after)} (${years.after})`;
  const [fewer, few] = [others.replace(/^their /, ""), isTooFew ? "too few to judge" : chance];
  return {
    verdict,
    short: shortEnough(
      `${title} ${moved} in the trial${than(others, chance)}.`,
      `${title} ${moved} in the trial${than(fewer, few)}.`,
      isNone
        ? `${title} ${moved} in the trial; ${isTooFew ? "too few to judge" : "no difference seen"}.`
        : `${title}:${than(fewer, few, ` in ${years.after}`).replace(/^, /, " ")}.`,
    ),
    sentence,
  };
}
