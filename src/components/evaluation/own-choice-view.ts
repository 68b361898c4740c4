import type { Council } from "../../../pipelines/measures/councils/measure.ts";
import type { EvaluationDesign } from "../../../pipelines/measures/evaluation-designs/measure.ts";
import type { EvaluationOutcome } from "../../../pipelines/measures/evaluation-outcomes/measure.ts";
import {
  type AuthorityDesign,
  mostAlike,
  ownChoice,
  periodsOf,
  type Refusal,
} from "../../same-functions.js";
import { type Answers, ask, type Choice, choicesOf, controls } from "../choices.js";
import { liveParts } from "../live.js";
import { folded, heading, paragraph } from "../page-parts.js";
import { chosenInAddress, remember } from "../selection.js";
import { authorityPicker, rememberPicked } from "./authority-picker.js";
import { type Asked, ownChoiceAnswer, registeredInShort, type SeriesRow } from "./own-choice.js";

export interface OwnChoiceTables {
  outcomes: readonly EvaluationOutcome[];
  designs: readonly EvaluationDesign[];
  series: readonly SeriesRow[];
  councils: readonly Council[];
}

/** Stands for authorities ticked one by one, and for the start that the design registers. */
const OWN = "own";
const REGISTERED = "registered";

const option = (value: string, label = value): Choice => ({ value, label });

/** A page on which a reader chooses comparison, years, start and outcome, and the browser works it out. */
export function ownChoiceView({
  outcomes,
  designs,
  series,
  councils,
}: OwnChoiceTables): HTMLElement {
  const designOf = new Map(
    designs.map((row) => [row.evaluation, JSON.parse(row.design) as AuthorityDesign]),
  );
  const rowsOf = new Map<string, SeriesRow[]>();
  for (const row of series) {
    const key = `${row.evaluation}|${row.outcome}`;
    const own = rowsOf.get(key);
    if (own) own.push(row);
    else rowsOf.set(key, [row]);
  }
  const figures = (now: Answers) => rowsOf.get(`${now.evaluation}|${now.outcome}`) ?? [];
  const trial = new Set(
    [...designOf.values()].flatMap((design) => design.trial.map((one) => one.authority_code)),
  );
  const known = new Map(councils.map((row) => [row.authority_code, row]));
  const names = new Map(councils.map(({ authority_code, name }) => [authority_code, name]));
  const { fields, chosen } = ask(questions(outcomes, figures));
  const codesOf = (now: Answers): string[] | Refusal => {
    if (now.compared === OWN) {
      const asked = chosenInAddress("authorities");
      if (asked !== null) return asked.split(",").filter(Boolean);
    }
    const comparison = now.compared === OWN ? primaryOf(outcomes, now)?.comparison : now.compared;
    const alike = alikeOf(now, comparison, { designOf, figures: figures(now) });
    if (alike) return alike;
    const isIn = (row: SeriesRow) => row.compared_in.split(" ").includes(comparison ?? "");
    return [
      ...new Set(
        figures(now)
          .filter(isIn)
          .map((row) => row.authority_code),
      ),
    ];
  };
  let shown: string[] = [];
  let refusal: Refusal | null = null;
  const codes = [...new Set(series.map((row) => row.authority_code))].filter(
    (code) => !trial.has(code),
  );
  const picker = authorityPicker(
    codes.map((code) => ({
      code,
      name: names.get(code) ?? code,
      region: known.get(code)?.region ?? "England",
    })),
    (picked) => {
      shown = picked;
      refusal = null;
      rememberPicked(picked);
      const select = fields.compared.querySelector("select");
      if (select) select.value = OWN;
      remember("compared", OWN);
    },
  );
  const follow = () => {
    const now = chosen();
    // Whoever turns to a choice of their own begins with what was compared before.
    if (now.compared === OWN && chosenInAddress("authorities") === null && shown.length > 0) {
      rememberPicked(shown);
    }
    const codes = codesOf(now);
    refusal = "refused" in codes ? codes : null;
    shown = "refused" in codes ? [] : codes;
    picker.show(shown);
  };
  const choices = controls(...Object.values(fields));
  choices.addEventListener("change", follow);
  follow();
  const about = memo((now: Answers): Asked | null =>
    askedOf(now, { codes: refusal ?? shown, designOf, figures: figures(now), outcomes, names }),
  );
  const key = () => JSON.stringify([chosen(), shown]);
  return liveParts(chosen, [
    choices,
    picker.element,
    heading("What it says"),
    {
      key,
      draw: (now, width) => {
        const asked = about(now, key());
        return asked ? ownChoiceAnswer(asked, { width }) : null;
      },
    },
    {
      key,
      draw: (now) => {
        const asked = about(now, key());
        if (!asked || asked.isRegistered) return null;
        const primary = outcomes.find(
          (row) =>
            row.evaluation === now.evaluation &&
            row.outcome === now.outcome &&
            row.comparison === primaryOf(outcomes, now)?.comparison,
        );
        return primary ? paragraph(registeredInShort(primary)) : null;
      },
    },
    {
      key: ({ evaluation, outcome }) => `${evaluation}|${outcome}`,
      draw: (now) => {
        const row = outcomeOf(outcomes, now);
        const words = row && [row.definition, row.leaves_out].filter(Boolean).join(" ");
        return words ? folded("What is counted", paragraph(words)) : null;
      },
    },
  ]);
}

const outcomeOf = (outcomes: readonly EvaluationOutcome[], now: Answers) =>
  outcomes.find((row) => row.evaluation === now.evaluation && row.outcome === now.outcome);

const primaryOf = (outcomes: readonly EvaluationOutcome[], now: Answers) =>
  outcomes.find((row) => row.evaluation === now.evaluation && row.is_primary);

function questions(
  outcomes: readonly EvaluationOutcome[],
  figures: (now: Answers) => readonly SeriesRow[],
) {
  const ofEvaluation = ({ evaluation }: Answers) =>
    outcomes.filter((row) => row.evaluation === evaluation);
  const periods = (now: Answers) => periodsOf(figures(now)).map((period) => option(period));
  return [
    {
      name: "evaluation" as const,
      label: "Evaluation",
      fewest: 2,
      choices: () =>
        choicesOf(
          outcomes,
          (row) => row.evaluation,
          (row) => row.evaluation_title,
        ),
    },
    {
      name: "outcome" as const,
      label: "What changed",
      value: (now: Answers) => primaryOf(outcomes, now)?.outcome,
      choices: (now: Answers) =>
        choicesOf(
          ofEvaluation(now),
          (row) => row.outcome,
          (row) => row.title,
        ),
    },
    {
      name: "compared" as const,
      label: "Compared with",
      value: (now: Answers) => primaryOf(outcomes, now)?.comparison,
      choices: (now: Answers) => [
        ...choicesOf(
          ofEvaluation(now),
          (row) => row.comparison,
          (row) => row.comparison_title,
        ),
        option(OWN, "Authorities of my own choice"),
      ],
    },
    {
      name: "start" as const,
      label: "First year of the trial",
      choices: (now: Answers) => [option(REGISTERED, "As registered"), ...periods(now).slice(1)],
    },
    { name: "from" as const, label: "First year", choices: periods },
    {
      name: "to" as const,
      label: "Last year",
      value: (now: Answers) => periods(now).at(-1)?.value,
      choices: periods,
    },
  ];
}

const windowOf = (now: Answers) => ({
  from: now.from ?? "",
  to: now.to ?? "",
  start: now.start === REGISTERED ? null : (now.start ?? null),
});

/** A comparison with those most like the trial authorities before is made anew for each start and years. */
function alikeOf(
  now: Answers,
  comparison: string | undefined,
  { designOf, figures }: Pick<Known, "designOf" | "figures">,
): string[] | Refusal | null {
  const design = designOf.get(now.evaluation ?? "");
  const designed = design?.outcomes.find(({ outcome }) => outcome === now.outcome);
  const compared = design?.comparisons.find(({ name }) => name === comparison);
  if (!design || !designed || compared?.kind !== "matched_on_the_past") return null;
  return mostAlike(design, designed, figures, windowOf(now), compared.nearest);
}

interface Known {
  codes: readonly string[] | Refusal;
  designOf: ReadonlyMap<string, AuthorityDesign>;
  figures: readonly SeriesRow[];
  outcomes: readonly EvaluationOutcome[];
  names: ReadonlyMap<string, string>;
}

function askedOf(now: Answers, { codes, designOf, figures, outcomes, names }: Known): Asked | null {
  const design = designOf.get(now.evaluation ?? "");
  const designed = design?.outcomes.find(({ outcome }) => outcome === now.outcome);
  const comparison = outcomes.find(
    (row) =>
      row.evaluation === now.evaluation &&
      row.outcome === now.outcome &&
      row.comparison === now.compared,
  );
  const outcome = comparison ?? outcomeOf(outcomes, now);
  if (!design || !designed || !outcome) return null;
  const periods = periodsOf(figures);
  const { from, to, start } = windowOf(now);
  return {
    outcome,
    found:
      "refused" in codes
        ? codes
        : ownChoice(design, designed, figures, { authorities: codes, from, to, start }),
    isOwnStart: start !== null,
    isRegistered:
      comparison !== undefined && start === null && from === periods[0] && to === periods.at(-1),
    breaks: new Map(designed.breaks.map(({ period, why }) => [period, why])),
    names,
  };
}

/** The last answer, kept for as long as the question stays the same. */
function memo<T>(work: (now: Answers) => T): (now: Answers, key: string) => T {
  let last: { key: string; found: T } | undefined;
  return (now, key) => {
    if (last?.key !== key) last = { key, found: work(now) };
    return last.found;
  };
}
