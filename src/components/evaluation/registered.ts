import type { EvaluationDesign } from "../../../pipelines/measures/evaluation-designs/measure.ts";
import type { EvaluationOutcome } from "../../../pipelines/measures/evaluation-outcomes/measure.ts";
import { dataTable } from "../table.js";
import { day, lowerFirst, plural } from "../words.js";

interface DesignText {
  trial: { name: string; starts_on: string; source?: string; assumed?: string }[];
  comparisons: { name: string; title: string }[];
  primary_outcome: string;
  primary_comparison: string;
  outcomes: {
    outcome: string;
    title: string;
    unit: string;
    better: string;
    scale: string;
    definition: string;
    leaves_out?: string;
    minimum_important_difference: number;
  }[];
}

/** Whether the last year before holds the start, of one outcome. */
function pastStartOf(
  { primary_comparison }: DesignText,
  { outcome }: DesignText["outcomes"][number],
  outcomes: readonly EvaluationOutcome[],
): string {
  const found = outcomes.find(
    (row) => row.outcome === outcome && row.comparison === primary_comparison,
  );
  const months = found?.months_past_start ?? null;
  if (months === null) return "no year before";
  return months === 0 ? "no" : `by ${plural(months, "month", "months")}; it counts as before`;
}

/**
 * The design as it was fixed, with what may be doubted about that.
 *
 * @param outcomes What was published of its outcomes.
 */
export function registered(
  row: EvaluationDesign,
  outcomes: readonly EvaluationOutcome[],
): HTMLElement {
  const design = JSON.parse(row.design) as DesignText;
  const whole = document.createElement("div");
  const list = document.createElement("dl");
  const say = (term: string, text: string) => {
    const name = document.createElement("dt");
    name.textContent = term;
    const meaning = document.createElement("dd");
    meaning.textContent = text;
    list.append(name, meaning);
  };
  const outcome = design.outcomes.find((one) => one.outcome === design.primary_outcome);
  const comparison = design.comparisons.find(({ name }) => name === design.primary_comparison);
  say("Evaluation", row.title);
  say("Registered", `${day(row.registered_on)}. ${row.registered_note}`);
  say("Departures from it", row.departures ?? "None.");
  say(
    "Trial authorities",
    design.trial
      .map(
        ({ name, starts_on, assumed }) =>
          `${name}, from ${day(starts_on)}${assumed === undefined ? "" : " (assumed)"}`,
      )
      .join("; "),
  );
  say(
    "Where the starts are from",
    [
      ...new Set(
        design.trial.map(
          ({ source, assumed }) => source ?? `Assumed. ${assumed ?? "No reason given."}`,
        ),
      ),
    ].join(" "),
  );
  say("Compared with", design.comparisons.map((one) => one.title).join("; "));
  say(
    "The headline",
    `${outcome?.title ?? "none"}, beside ${lowerFirst(comparison?.title ?? "none")}.`,
  );
  say("Digest of its file, design.yaml in the kit (SHA-256)", row.sha256);
  whole.append(
    list,
    dataTable(
      design.outcomes.map((one) => ({ ...one, symbol: null })),
      {
        caption: "Outcomes as registered",
        columns: [
          { title: "Outcome", text: (one) => one.title },
          {
            title: "Unit",
            text: (one) => (one.scale === "log" ? `${one.unit}, by growth` : one.unit),
          },
          { title: "Claimed to be better", text: (one) => one.better },
          { title: "What is counted", text: (one) => one.definition },
          {
            title: "Last year before runs past the start",
            text: (one) => pastStartOf(design, one, outcomes),
          },
          { title: "What it leaves out", text: (one) => one.leaves_out ?? "–" },
          {
            title: "Smallest difference that matters",
            text: (one) => String(one.minimum_important_difference),
            isNumber: true,
          },
        ],
      },
    ),
  );
  return whole;
}
