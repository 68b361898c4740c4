import type { Grade } from "../../trials/children/sentence.ts";
import { CANNOT_SAY } from "../../trials/shared/cannot-say.ts";
import type { PublishedRows } from "../define/measure.ts";
import { type EvaluationOutcome, evaluationOutcomes } from "../evaluation-outcomes/measure.ts";
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
    ...answerOf(found),
    basis: found?.first_period
      ? `Published figures of ${found.trial_authorities} trial and ${found.comparison_authorities} comparison authorities, ${found.first_period} to ${found.last_period}. Authorities chose to take part, so a difference may have other causes.${found.is_start_assumed ? " When they started is assumed." : ""}`
      : "Load DfE’s local authority interactive tool and its release of EHC plans.",
    page: "./evaluation",
    definition: "./method/evaluation",
  };
}

function answerOf(
  found: EvaluationOutcome | undefined,
): Pick<Headline, "verdict" | "short" | "sentence"> {
  if (!found) return { verdict: CANNOT_SAY, short: NOTHING, sentence: NOTHING };
  const { title, grade, estimate, trial_before: before, trial_after: after, sentence } = found;
  const verdict = verdictOf({ grade, estimate, better: found.better as Better });
  if (estimate === null || before === null || after === null) {
    const short = shortEnough(sentence, `${title}: there is too little to compare.`);
    return { verdict, short, sentence };
  }
  const size = Math.abs(estimate).toFixed(1);
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
  const than = (beside: string, judged: string) =>
    isNone
      ? isTooFew
        ? `; too few to judge beside ${beside}`
        : `; no difference from ${beside} was seen, small ones could go unseen`
      : `, ${size} ${unit} ${estimate < 0 ? "less" : "more"} than if they had followed ${beside}; ${judged}`;
  const moved = `${after < before ? "fell" : "rose"} from ${before.toFixed(1)} to ${after.toFixed(1)}`;
  return {
    verdict,
    short: shortEnough(
      `${title} ${moved} in the trial${than(others, chance)}.`,
      `${title} ${moved} in the trial${than(others.replace(/^their /, ""), isTooFew ? "too few to judge" : chance)}.`,
      `${title}${isNone ? " moved in the trial" : ":"}${than(others, chance).replace(/^, /, " ")}.`,
    ),
    sentence,
  };
}
