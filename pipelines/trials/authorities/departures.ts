import { quote } from "../../warehouse/sql.ts";
import type { Warehouse } from "../../warehouse/warehouse.ts";
import type { RegisteredDesign } from "../designs/authority-design.ts";
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
  const seen = judged.filter(({ outcome, period }) => {
    const measured = design.outcomes.find((one) => one.outcome === outcome)!.measured;
    return beganOn(period, measured) < design.registered_on;
  });
  if (seen.length > 0) {
    found.push(
      `${seen.length} of ${judged.length} years judged began before it was registered, so they could have been seen`,
    );
  }
  const assumed = design.trial.filter(({ assumed }) => assumed !== undefined).length;
  if (assumed > 0)
    found.push(`${plural(assumed, "start is", "starts are")} assumed, not documented`);
  const untold = await warehouse.rows<{ title: string }>(
    `select title from evaluation_outcomes where ${isPrimary} and estimate is null order by rowid`,
  );
  if (untold.length > 0) found.push(`not compared: ${untold.map(({ title }) => title).join("; ")}`);
  const missing = await warehouse.rows<{ title: string; trial_authorities: number }>(
    `select title, trial_authorities from evaluation_outcomes
     where ${isPrimary} and estimate is not null and trial_authorities < ${design.trial.length} order by rowid`,
  );
  for (const { title, trial_authorities } of missing)
    found.push(
      `${title}: ${trial_authorities} of ${design.trial.length} trial authorities have figures`,
    );
  const [{ years, outcomes } = { years: 0, outcomes: 0 }] = await warehouse.rows<
    Record<"years" | "outcomes", number>
  >(`
    select count(*) as years, count(distinct outcome) as outcomes from evaluation_exclusions
    where ${isPrimary} and kind = 'period' and reason like '%no figure%'`);
  if (years > 0)
    found.push(
      `${plural(years, "year is", "years are")} left out of ${plural(outcomes, "outcome", "outcomes")} because figures are missing`,
    );
  const [{ authorities } = { authorities: 0 }] = await warehouse.rows<{ authorities: number }>(`
    select count(distinct name) as authorities from evaluation_exclusions where ${isPrimary} and kind = 'authority'`);
  if (authorities > 0)
    found.push(
      `${plural(authorities, "comparison authority is", "comparison authorities are")} left out of some outcomes because a year is missing`,
    );
  await warehouse.run(
    `update evaluation_designs set departures = [${found.map(quote).join(", ")}]::varchar[] where ${isOf}`,
  );
}
