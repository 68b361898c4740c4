import type { EvaluationOutcome } from "../../../pipelines/measures/evaluation-outcomes/measure.ts";
import { decimal, fixed } from "../words.js";
import { differenceUnit, signed } from "./amounts.js";

/** What it would take for the answer to be another one, in words. */
export function sensitivity(outcome: EvaluationOutcome): HTMLElement {
  const list = document.createElement("ul");
  const unit = differenceUnit(outcome);
  const say = (text: string) => {
    const item = document.createElement("li");
    item.textContent = text;
    list.append(item);
  };
  if (outcome.estimate === null) {
    say("Nothing was estimated, so there is nothing to test.");
    return list;
  }
  if (outcome.security_why !== null) say(`How secure: ${outcome.security_why}.`);
  if (outcome.detectable !== null) {
    const unseen = outcome.detectable > outcome.minimum_important;
    const could =
      outcome.grade === "too few to say"
        ? `Of a true difference of under ${decimal(outcome.detectable)} ${unit} the interval would include zero more than one time in five; no verdict would be given ${outcome.is_descriptive ? "of a description" : "of so few councils"}.`
        : `A true difference of ${decimal(outcome.detectable)} ${unit} would be found four times in five.`;
    say(
      `${could} The design calls ${outcome.minimum_important} ${unit} the smallest that matters${unseen ? ", so one of that size would be missed more than one time in five" : ""}.`,
    );
  }
  const { parting_multiple: times, parting_lower: low, parting_upper: high } = outcome;
  if (times !== null && low !== null && high !== null)
    say(
      `The sides parting by themselves ${fixed(times, 1)} times as far as they ever did before the start${times < 1 ? ", which is less than they did then," : ""} would explain the estimate. Had they parted as far again, the effect would lie between ${signed(low)} and ${signed(high)} ${unit} (95% interval).`,
    );
  if (outcome.e_value === null || outcome.e_value_limit === null) say(withoutEValue(outcome));
  else
    say(
      `E-value ${fixed(outcome.e_value, 2)}: something unmeasured would have to be about ${fixed(outcome.e_value, 1)} times as common among the trial authorities, and raise the chance of such a change as much, to make all of the difference. For the limit of the interval it is ${fixed(outcome.e_value_limit, 2)}. ${outcome.e_value < 1.5 ? "That is little: the estimate is easily explained by other things." : "1 would mean that anything can explain it."}`,
    );
  if (outcome.two_way !== null && outcome.group_time !== null)
    say(
      `The trial authorities started at different times. Group-time effects average ${signed(outcome.group_time)} ${unit}. Two-way fixed effects would say ${signed(outcome.two_way)}, with ${decimal(100 * (outcome.two_way_forbidden ?? 0))} in 100 of their weight on comparisons with authorities already in the trial, which is wrong where effects grow.`,
    );
  if (outcome.note) say(outcome.note);
  return list;
}

/** Why there is no E-value: it is of findings, and what is described or of too few is none, whatever its size. */
function withoutEValue({ is_descriptive, grade }: EvaluationOutcome): string {
  if (is_descriptive) return "This is a description and no test, so no E-value is given.";
  if (grade === "too few to say")
    return "So few councils give no verdict, so no E-value is given: it is of findings alone.";
  return "No effect is found, so no E-value is given: there is nothing to explain away.";
}
