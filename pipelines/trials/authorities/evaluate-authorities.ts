import { adjustPValues } from "../../statistics/multiplicity.ts";
import { insertRows } from "../../warehouse/insert-rows.ts";
import { quote } from "../../warehouse/sql.ts";
import type { Task } from "../../warehouse/task.ts";
import type { Warehouse } from "../../warehouse/warehouse.ts";
import {
  type DesignedComparison,
  type DesignedOutcome,
  type RegisteredDesign,
  withoutFile,
} from "../designs/authority-design.ts";
import { breaksWithin, isComparable } from "../designs/series-breaks.ts";
import { judgedPanel } from "./answer.ts";
import { recordDepartures } from "./departures.ts";
import { outcomeEffect } from "./effect.ts";
import {
  comparisonCodes,
  namesOf,
  type OutcomePanel,
  outcomePanel,
  readSeries,
  startsOf,
} from "./outcome-panel.ts";
import { outcomeRow } from "./outcome-rows.ts";
import type { Place } from "./place.ts";
import { recordFigures } from "./record-figures.ts";
import { inLogs } from "./series.ts";
import { specifications } from "./specifications.ts";
import { syntheticRows } from "./synthetic-rows.ts";
import { createAuthorityTables } from "./tables.ts";

/** Fills the tables of `createAuthorityTables` from every design. */
export async function evaluateAuthorities(
  warehouse: Warehouse,
  designs: readonly RegisteredDesign[],
  task: Pick<Task, "report">,
): Promise<void> {
  await createAuthorityTables(warehouse);
  for (const design of designs) {
    const { n } = await warehouse.one<{ n: number }>(
      `select count(*) as n from indicators where indicator in (${design.outcomes.map(({ indicator }) => quote(indicator)).join(", ")})`,
    );
    if (n === 0) continue;
    await insertRows(warehouse, "evaluation_designs", [designRow(design)]);
    for (const [i, outcome] of design.outcomes.entries()) {
      task.report(`${design.evaluation}: ${outcome.title} (${i + 1} of ${design.outcomes.length})`);
      await evaluateOutcome(warehouse, design, outcome);
    }
    await recordFalseDiscovery(warehouse, design);
    await recordDepartures(warehouse, design);
  }
}

const designRow = (design: RegisteredDesign) => ({
  evaluation: design.evaluation,
  title: design.title,
  registered_on: design.registered_on,
  registered_note: design.registered_note,
  sha256: design.sha256,
  design: JSON.stringify(withoutFile(design)),
  departures: [],
});

async function evaluateOutcome(
  warehouse: Warehouse,
  design: RegisteredDesign,
  outcome: DesignedOutcome,
) {
  const scales = (["level", "log"] as const).map((scale) => ({ ...outcome, scale }));
  const published = await readSeries(warehouse, design, outcome);
  const panels: { panel: OutcomePanel; scale: string }[] = [];
  const comparedIn = new Map<string, string[]>();
  for (const scaled of scales) {
    const series = scaled.scale === "log" ? inLogs(published) : published;
    for (const comparison of design.comparisons) {
      const codes = await comparisonCodes(warehouse, design, comparison, scaled, series);
      const panel = outcomePanel(scaled, comparison.name, series, codes, startsOf(design));
      panels.push({ panel, scale: scaled.scale });
      if (scaled.scale !== outcome.scale) continue;
      await recordPanel(warehouse, design, comparison, panel);
      for (const code of codes)
        comparedIn.set(code, [...(comparedIn.get(code) ?? []), comparison.name]);
    }
  }
  await insertRows(
    warehouse,
    "evaluation_series",
    published.flatMap(({ authority_code, values }) =>
      [...values].map(([period, value]) => ({
        ...{ evaluation: design.evaluation, outcome: outcome.outcome },
        ...{ authority_code, period, value, is_comparable: isComparable(outcome, period) },
        compared_in: (comparedIn.get(authority_code) ?? []).join(" "),
      })),
    ),
  );
  await insertRows(
    warehouse,
    "specifications",
    specifications(panels, namesOf(design)).map((row) => ({
      evaluation: design.evaluation,
      outcome: outcome.outcome,
      ...row,
    })),
  );
}

async function recordPanel(
  warehouse: Warehouse,
  design: RegisteredDesign,
  comparison: DesignedComparison,
  panel: OutcomePanel,
) {
  const { outcome } = panel;
  const place: Place = {
    evaluation: design.evaluation,
    outcome: outcome.outcome,
    comparison: comparison.name,
  };
  const judged = judgedPanel(panel);
  const whole = outcomeEffect(panel);
  const effect = outcome.descriptive
    ? { ...outcomeEffect(judged, { fewestBefore: 1 }), periods: whole.periods }
    : whole;
  const row = outcomeRow(place, design, comparison, judged, effect);
  await insertRows(warehouse, "evaluation_outcomes", [row]);
  const breaks = new Map(
    breaksWithin(outcome, panel.periods).map(({ period, why }) => [period, why]),
  );
  await insertRows(
    warehouse,
    "evaluation_periods",
    effect.periods.map((own) => ({
      ...place,
      period: own.period,
      is_after: own.isAfter,
      trial_mean: own.trialMean,
      comparison_mean: own.comparisonMean,
      estimate: own.estimate,
      lower: own.lower,
      upper: own.upper,
      series_break: breaks.get(own.period) ?? null,
    })),
  );
  await insertRows(
    warehouse,
    "evaluation_exclusions",
    judged.excluded.map((row) => ({ ...place, ...row })),
  );
  await insertRows(
    warehouse,
    "evaluation_events",
    (effect.staggered?.events ?? []).map(({ exposure, groupTime, sunAbraham, se }) => ({
      ...{ ...place, exposure, group_time: groupTime, sun_abraham: sunAbraham, std_error: se },
    })),
  );
  await recordFigures(warehouse, place, judged);
  const synthetic = syntheticRows(place, panel, effect);
  await insertRows(warehouse, "evaluation_authorities", synthetic.authorities);
  await insertRows(warehouse, "synthetic_periods", synthetic.periods);
  await insertRows(warehouse, "synthetic_donors", synthetic.donors);
}

/**
 * Share of false findings to expect among outcomes at least as clear (Benjamini and Hochberg 1995).
 * Figures that are compared in level and in growth are one outcome: the first of the design counts.
 */
async function recordFalseDiscovery(
  warehouse: Warehouse,
  { evaluation, comparisons }: RegisteredDesign,
) {
  for (const { name } of comparisons) {
    const isOf = `evaluation = ${quote(evaluation)} and comparison = ${quote(name)}`;
    const rows = await warehouse.rows<{ outcome: string; p_value: number | null }>(
      `select outcome, p_value from evaluation_outcomes where ${isOf}
       qualify row_number() over (partition by indicator order by rowid) = 1 order by outcome`,
    );
    const adjusted = adjustPValues(rows.map(({ p_value }) => p_value));
    for (const [i, { outcome }] of rows.entries()) {
      const q = adjusted[i];
      if (q === null || q === undefined) continue;
      await warehouse.run(
        `update evaluation_outcomes set q_value = ${q} where ${isOf} and outcome = ${quote(outcome)}`,
      );
    }
  }
}
