import type { EvaluationOutcome } from "../../../pipelines/measures/evaluation-outcomes/measure.ts";
import { controls } from "../choices.js";
import { liveParts, type Part } from "../live.js";
import { folded, heading, paragraph } from "../page-parts.js";
import { bothSides } from "./both-sides.js";
import { byAuthority } from "./by-authority.js";
import { chanceTable } from "./chance-table.js";
import { evaluationChoices } from "./choices.js";
import { eventStudy } from "./event-study.js";
import { type GlanceRow, glance } from "./glance.js";
import { leftOut } from "./left-out.js";
import { registered } from "./registered.js";
import { sensitivity } from "./sensitivity.js";
import { HEADLINE_METHOD, REGISTERED_START, specificationCurve } from "./specification-curve.js";
import { syntheticControl } from "./synthetic-control.js";
import { type Chosen, type EvaluationTables, Lookup } from "./tables.js";

const everything = ({ evaluation, comparison, outcome, authority }: Chosen) =>
  [evaluation, comparison, outcome, authority].join("|");
const ofOutcome = ({ evaluation, outcome }: Chosen) => `${evaluation}|${outcome}`;

/** The answer: all outcomes at a glance, then everything about the chosen one. */
export function answerView({ outcomes, periods, specifications }: EvaluationTables): HTMLElement {
  const choices = evaluationChoices(outcomes);
  const one = new Lookup(outcomes, "comparison");
  const years = new Lookup(periods, "comparison");
  const ways = new Lookup(specifications);
  const glances = new Map<string, GlanceRow[]>();
  for (const outcome of outcomes) {
    const key = `${outcome.evaluation}|${outcome.comparison}`;
    const found = ways
      .of(outcome)
      .find(
        (way) =>
          way.comparison === outcome.comparison &&
          way.scale === outcome.scale &&
          way.start === REGISTERED_START &&
          way.exclusion === "none" &&
          way.method === HEADLINE_METHOD,
      );
    const row = { outcome, found: found ?? null };
    glances.set(key, [...(glances.get(key) ?? []), row]);
  }
  const rowsAtAGlance = (now: Chosen) => glances.get(`${now.evaluation}|${now.comparison}`) ?? [];
  const about =
    (
      draw: (outcome: EvaluationOutcome, now: Chosen, width: number) => Node,
    ): Part<Chosen>["draw"] =>
    (now, width) => {
      const [outcome] = one.of(now);
      return outcome ? draw(outcome, now, width) : null;
    };
  return liveParts(choices.chosen, [
    choices.comparison,
    heading("All outcomes at a glance"),
    {
      key: everything,
      draw: (now, width) => glance(rowsAtAGlance(now), { width, chosen: now.outcome }),
    },
    heading("One outcome, closely"),
    choices.outcome,
    { key: everything, draw: about((outcome) => sentence(outcome)) },
    {
      key: everything,
      draw: about((outcome) => folded("What is counted", paragraph(definitionOf(outcome)))),
    },
    {
      key: everything,
      draw: about((outcome, now, width) => bothSides(outcome, years.of(now), { width })),
    },
    {
      key: everything,
      draw: about((outcome, now, width) =>
        folded("The gap before and after", eventStudy(outcome, years.of(now), { width })),
      ),
    },
    {
      key: everything,
      draw: about((outcome) => folded("What would change the answer", sensitivity(outcome))),
    },
    {
      key: ({ evaluation, comparison }) => `${evaluation}|${comparison}`,
      draw: (now) =>
        folded(
          "Could it be chance? Every outcome",
          chanceTable(rowsAtAGlance(now).map(({ outcome }) => outcome)),
        ),
    },
  ]);
}

/** Each trial authority by itself, and one of them beside its synthetic control. */
export function authoritiesView({
  outcomes,
  authorities,
  synthetic,
  periods,
}: EvaluationTables): HTMLElement {
  const choices = evaluationChoices(outcomes, authorities);
  const one = new Lookup(outcomes, "comparison");
  const units = new Lookup(authorities, "comparison");
  const mixtures = new Lookup(
    (synthetic ?? []).map((row) => ({ ...row, authority: row.authority_code })),
    "comparison",
    "authority",
  );
  const years = new Lookup(periods, "comparison");
  return liveParts(choices.chosen, [
    controls(choices.comparison, choices.outcome),
    {
      key: everything,
      draw: (now) => {
        const [outcome] = one.of(now);
        return outcome ? sentence(outcome) : null;
      },
    },
    heading("One authority"),
    {
      key: everything,
      draw: (now, width) => {
        const [outcome] = one.of(now);
        if (!outcome) return null;
        const input = {
          outcome,
          authority: units.of(now).find(({ authority_code }) => authority_code === now.authority),
          rows: mixtures.of(now),
          breaks: years
            .of(now)
            .flatMap(({ period, series_break }) =>
              series_break ? [{ period, why: series_break }] : [],
            ),
        };
        return syntheticControl(input, { width });
      },
    },
    heading("All of them"),
    {
      key: (now) => `${now.comparison}|${ofOutcome(now)}`,
      draw: (now, width) => {
        const [outcome] = one.of(now);
        return outcome ? byAuthority(outcome, units.of(now), { width }) : null;
      },
    },
  ]);
}

/** The specification curve of the chosen outcome; the comparison says which way is the headline. */
export function waysView({ outcomes, specifications }: EvaluationTables): HTMLElement {
  const choices = evaluationChoices(outcomes);
  const one = new Lookup(outcomes, "comparison");
  const ways = new Lookup(specifications);
  const comparisons = new Map(outcomes.map((row) => [row.comparison, row.comparison_title]));
  return liveParts(choices.chosen, [
    controls(choices.comparison, choices.outcome),
    heading("The answer, asked in each way"),
    {
      key: everything,
      draw: (now, width) => {
        const [outcome] = one.of(now);
        return outcome ? specificationCurve(outcome, ways.of(now), { width, comparisons }) : null;
      },
    },
  ]);
}

/** The design, and what one comparison does not rest on. */
export function designView({ outcomes, designs, exclusions }: EvaluationTables): HTMLElement {
  const choices = evaluationChoices(outcomes);
  const one = new Lookup(outcomes, "comparison");
  const out = new Lookup(exclusions, "comparison");
  return liveParts(choices.chosen, [
    {
      key: ({ evaluation }) => evaluation,
      draw: (now) => {
        const design = designs?.find(({ evaluation }) => evaluation === now.evaluation);
        return design
          ? titled(
              "The design as it was registered",
              "h2",
              registered(
                design,
                outcomes.filter(({ evaluation }) => evaluation === design.evaluation),
              ),
            )
          : null;
      },
    },
    heading("What was left out"),
    controls(choices.comparison, choices.outcome),
    {
      key: everything,
      draw: (now) => {
        const [outcome] = one.of(now);
        return outcome ? leftOut(outcome, out.of(now)) : null;
      },
    },
  ]);
}

function titled(title: string, level: "h2" | "h3", content: Node): HTMLElement {
  const section = document.createElement("section");
  section.append(heading(title, level), content);
  return section;
}

/** What the publisher counts, and what a reader might take it for and it is not. */
const definitionOf = ({ definition, leaves_out }: EvaluationOutcome): string =>
  leaves_out ? `${definition} ${leaves_out}` : definition;

/** The generated sentence of the chosen outcome, announced where it changes. */
const sentence = (outcome: EvaluationOutcome): HTMLElement => paragraph(outcome.sentence, "answer");
