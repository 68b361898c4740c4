import { mean } from "../../statistics/moments.ts";
import type { PanelRow } from "../../statistics/panel.ts";
import { rule } from "../../warehouse/rules.ts";
import { quote } from "../../warehouse/sql.ts";
import type { Warehouse } from "../../warehouse/warehouse.ts";
import type {
  AuthorityDesign,
  DesignedComparison,
  DesignedOutcome,
} from "../designs/authority-design.ts";
import { beganOn, firstAfter } from "./periods.ts";

/** One authority's published figures of an outcome, by period; a figure withheld is not there. */
export interface Series {
  authority_code: string;
  isTrial: boolean;
  values: ReadonlyMap<string, number>;
}

/** The figures that one comparison of one outcome rests on, and what was left out of it. */
export interface OutcomePanel {
  outcome: DesignedOutcome;
  comparison: string;
  /** Periods kept, in order; `firstTrial` is the place of the first after the earliest start. */
  periods: string[];
  firstTrial: number;
  /** Place of the first period after each trial authority's own start. */
  starts: ReadonlyMap<string, number>;
  rows: PanelRow[];
  /** Authorities and periods left out, each with its reason. */
  excluded: { kind: "authority" | "period"; name: string; reason: string }[];
}

/** All figures of an outcome that authorities of England publish today, under their latest code. */
export async function readSeries(
  warehouse: Warehouse,
  design: AuthorityDesign,
  outcome: DesignedOutcome,
): Promise<Series[]> {
  const rows = await warehouse.rows<{ authority_code: string; period: string; value: number }>(`
    select authority_code, period, value from indicators
    join reference_authorities as known using (authority_code)
    where indicator = ${quote(outcome.indicator)} and value is not null and known.ends_on is null
    order by authority_code, period`);
  const trial = new Set(design.trial.map(({ authority_code }) => authority_code));
  const series = new Map<string, Map<string, number>>();
  for (const { authority_code, period, value } of rows) {
    const own = series.get(authority_code) ?? new Map<string, number>();
    own.set(period, value);
    series.set(authority_code, own);
  }
  return [...series].map(([authority_code, values]) => ({
    authority_code,
    isTrial: trial.has(authority_code),
    values,
  }));
}

/** The same in hundredfold logarithms; a share of zero has none and counts as withheld. */
export const inLogs = (series: readonly Series[]): Series[] =>
  series.map(({ values, ...whose }) => ({
    ...whose,
    values: new Map(
      [...values].flatMap(([period, value]) =>
        value > 0 ? [[period, 100 * Math.log(value)] as const] : [],
      ),
    ),
  }));

/** The balanced panel of an outcome for some comparison authorities, saying what it leaves out. */
export function outcomePanel(
  outcome: DesignedOutcome,
  comparison: string,
  series: readonly Series[],
  chosen: ReadonlySet<string>,
  trialStarts: ReadonlyMap<string, string>,
): OutcomePanel {
  const excluded: OutcomePanel["excluded"] = [];
  const ours = series.filter(
    ({ isTrial, authority_code }) => isTrial || chosen.has(authority_code),
  );
  const trial = ours.filter(({ isTrial }) => isTrial);
  const others = ours.filter(({ isTrial }) => !isTrial);
  const leftOut = new Map(outcome.left_out.map(({ period, why }) => [period, why]));
  const every = [...new Set(series.flatMap(({ values }) => [...values.keys()]))].sort();
  const periods = every.filter((period) => {
    const missing = trial.filter(({ values }) => !values.has(period)).length;
    const held = others.filter(({ values }) => values.has(period)).length;
    const reason =
      leftOut.get(period) ??
      (missing > 0
        ? `${missing} of the trial authorities has no figure`
        : held < rule("fewest_comparison_share") * others.length
          ? `${others.length - held} of ${others.length} comparison authorities have no figure`
          : null);
    if (reason) excluded.push({ kind: "period", name: period, reason });
    return reason === null;
  });
  const rows: PanelRow[] = [];
  for (const { authority_code, isTrial, values } of ours) {
    const gaps = periods.filter((period) => !values.has(period));
    if (gaps.length > 0) {
      const reason = `no figure for ${gaps.join(", ")}`;
      excluded.push({ kind: "authority", name: authority_code, reason });
      continue;
    }
    periods.forEach((period, i) => {
      rows.push({ unit: authority_code, period: i, treated: isTrial, value: values.get(period)! });
    });
  }
  const starts = new Map(
    trial.flatMap(({ authority_code }) => {
      const startsOn = trialStarts.get(authority_code);
      const isIn = rows.some(({ unit }) => unit === authority_code);
      return startsOn && isIn
        ? [[authority_code, firstAfter(periods, outcome.measured, startsOn)] as const]
        : [];
    }),
  );
  return {
    outcome,
    comparison,
    periods,
    firstTrial: Math.min(periods.length, ...starts.values()),
    starts,
    rows,
    excluded,
  };
}

/** The day from which each trial authority counts. */
export const startsOf = ({ trial }: Pick<AuthorityDesign, "trial">): Map<string, string> =>
  new Map(trial.map(({ authority_code, starts_on }) => [authority_code, starts_on]));

export const namesOf = ({ trial }: Pick<AuthorityDesign, "trial">): Map<string, string> =>
  new Map(trial.map(({ authority_code, name }) => [authority_code, name]));

/** Codes of the comparison authorities of one comparison. */
export async function comparisonCodes(
  warehouse: Warehouse,
  design: AuthorityDesign,
  comparison: DesignedComparison,
  outcome: DesignedOutcome,
  series: readonly Series[],
): Promise<Set<string>> {
  const trial = design.trial.map(({ authority_code }) => authority_code);
  const others = series.filter(({ isTrial }) => !isTrial);
  switch (comparison.kind) {
    case "named":
      return new Set(comparison.authorities);
    case "all_others":
      return new Set(others.map(({ authority_code }) => authority_code));
    case "statistical_neighbours": {
      const rows = await warehouse.rows<{ neighbour_code: string }>(
        `select distinct neighbour_code from reference_statistical_neighbours where authority_code in (${trial.map(quote).join(", ")})`,
      );
      const known = rows.map(({ neighbour_code }) => neighbour_code);
      return new Set(known.filter((neighbour) => !trial.includes(neighbour)));
    }
    case "matched_on_the_past":
      return nearestInThePast(series, outcome, comparison.nearest, startsOf(design));
  }
}

/** The authorities whose figures before its start lie nearest to each trial authority's own. */
function nearestInThePast(
  series: readonly Series[],
  outcome: DesignedOutcome,
  nearest: number,
  starts: ReadonlyMap<string, string>,
): Set<string> {
  const leftOut = new Set(outcome.left_out.map(({ period }) => period));
  const trial = series.filter(({ isTrial }) => isTrial);
  const known = [...new Set(trial.flatMap(({ values }) => [...values.keys()]))]
    .filter((period) => !leftOut.has(period))
    .filter((period) => trial.every(({ values }) => values.has(period)));
  const chosen = new Set<string>();
  for (const { authority_code, values } of trial) {
    const start = starts.get(authority_code) ?? "";
    const before = known.filter((period) => beganOn(period, outcome.measured) < start);
    const whole = series.filter(
      (other) => !other.isTrial && before.every((period) => other.values.has(period)),
    );
    const distance = (other: Series) =>
      mean(before.map((period) => (other.values.get(period)! - values.get(period)!) ** 2));
    const ordered = [...whole].sort(
      (a, b) => distance(a) - distance(b) || a.authority_code.localeCompare(b.authority_code),
    );
    for (const { authority_code } of ordered.slice(0, nearest)) chosen.add(authority_code);
  }
  return chosen;
}

/** Whether trial authorities start in different periods of the panel. */
export const isStaggered = ({ starts }: Pick<OutcomePanel, "starts">): boolean =>
  new Set(starts.values()).size > 1;

/** The last period before the start and the last of all, by which a single year before is described. */
export function endsOf(panel: OutcomePanel): OutcomePanel {
  const { periods, firstTrial, rows, starts } = panel;
  const kept = [firstTrial - 1, periods.length - 1];
  if (firstTrial < 1 || firstTrial >= periods.length) return panel;
  return {
    ...panel,
    periods: kept.map((i) => periods[i]!),
    firstTrial: 1,
    starts: new Map([...starts.keys()].map((code) => [code, 1])),
    rows: rows
      .filter(({ period }) => kept.includes(period))
      .map((row) => ({ ...row, period: kept.indexOf(row.period) })),
  };
}
