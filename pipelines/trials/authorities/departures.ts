import { rollup } from "d3";
import { quote } from "../../warehouse/sql.ts";
import type { Warehouse } from "../../warehouse/warehouse.ts";
import type { RegisteredDesign } from "../designs/authority-design.ts";
import { lowerFirst } from "../shared/words.ts";
import { beganOn } from "./periods.ts";

const plural = (n: number, one: string, many: string): string => `${n} ${n === 1 ? one : many}`;

/**
 * What was done otherwise than the design says, worked out from what was done: figures that had been
 * published when it was registered, outcomes and authorities that could not be compared, and years that
 * were left out though the design keeps them. Departures that a person wrote down come first.
 */
export async function recordDepartures(
  warehouse: Warehouse,
  design: RegisteredDesign,
): Promise<void> {
  const isOf = `evaluation = ${quote(design.evaluation)}`;
  const isPrimary = `${isOf} and comparison = ${quote(design.primary_comparison)}`;
  const found = design.departures.map(({ on, what }) => `${on}: ${what}`);
  // Years set aside are in no panel, and of an outcome that is not compared none is judged.
  const judged = await warehouse.rows<{ outcome: string; period: string }>(
    `select distinct outcome, period from evaluation_panels
     join (select outcome from evaluation_outcomes where ${isPrimary} and estimate is not null) using (outcome)
     where ${isPrimary} and is_after order by outcome, period`,
  );
  // A figure in level and in log is one figure, and of one that is described nothing is judged.
  const years = judged.flatMap(({ outcome, period }) => {
    const { indicator, measured, descriptive } = design.outcomes.find(
      (one) => one.outcome === outcome,
    )!;
    return descriptive
      ? []
      : [{ figure: `${indicator} ${period}`, day: beganOn(period, measured) }];
  });
  const wasSeen = rollup(
    years,
    (own) => own.some(({ day }) => day < design.registered_on),
    ({ figure }) => figure,
  );
  const seen = [...wasSeen.values()].filter(Boolean);
  if (seen.length > 0) {
    found.push(
      `${seen.length} of ${wasSeen.size} years of figures judged began before it was registered, so they could have been seen`,
    );
  }
  const assumed = design.trial.filter(({ assumed }) => assumed !== undefined).length;
  if (assumed > 0)
    found.push(`${plural(assumed, "start is", "starts are")} assumed, not documented`);
  // What could be compared is of the headline's comparison; others have reasons of their own.
  const beside: string[] = [];
  const untold = await warehouse.rows<{ title: string }>(
    `select title from evaluation_outcomes where ${isPrimary} and estimate is null order by rowid`,
  );
  if (untold.length > 0)
    beside.push(`not compared: ${untold.map(({ title }) => title).join("; ")}`);
  const missing = await warehouse.rows<{ title: string; trial_authorities: number }>(
    `select title, trial_authorities from evaluation_outcomes
     where ${isPrimary} and estimate is not null and trial_authorities < ${design.trial.length} order by rowid`,
  );
  for (const { title, trial_authorities } of missing)
    beside.push(
      `${title}: ${trial_authorities} of ${design.trial.length} trial authorities have figures`,
    );
  const [{ periods, outcomes } = { periods: 0, outcomes: 0 }] = await warehouse.rows<
    Record<"periods" | "outcomes", number>
  >(`
    select count(*) as periods, count(distinct outcome) as outcomes from evaluation_exclusions
    where ${isPrimary} and kind = 'period' and reason like '%no figure%'`);
  if (periods > 0)
    beside.push(
      `${plural(periods, "year is", "years are")} left out of ${plural(outcomes, "outcome", "outcomes")} because figures are missing`,
    );
  const [{ authorities } = { authorities: 0 }] = await warehouse.rows<{ authorities: number }>(`
    select count(distinct name) as authorities from evaluation_exclusions where ${isPrimary} and kind = 'authority'`);
  if (authorities > 0)
    beside.push(
      `${plural(authorities, "comparison authority is", "comparison authorities are")} left out of some outcomes because a year is missing`,
    );
  const primary = design.comparisons.find(({ name }) => name === design.primary_comparison);
  const titled = primary ? `beside ${lowerFirst(primary.title)}: ` : "";
  if (beside.length > 0) found.push(`${titled}${beside.join("; ")}`);
  await warehouse.run(
    `update evaluation_designs set departures = [${found.map(quote).join(", ")}]::varchar[] where ${isOf}`,
  );
}
