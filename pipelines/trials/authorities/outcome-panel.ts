import type { PanelRow } from "../../statistics/panel.ts";
import { rule } from "../../warehouse/rules.ts";
import { quote } from "../../warehouse/sql.ts";
import type { Warehouse } from "../../warehouse/warehouse.ts";
import type {
  AuthorityDesign,
  DesignedComparison,
  DesignedOutcome,
} from "../designs/authority-design.ts";
import { nearestInThePast } from "./nearest-in-the-past.ts";
import { firstAfter } from "./periods.ts";
import type { Series } from "./series.ts";

/** The figures that one comparison of one outcome rests on, and what was left out of it. */
export interface OutcomePanel {
  outcome: DesignedOutcome;
  comparison: string;
  /** Periods kept, in order; `firstTrial` is the place of the first after the earliest start. */
  periods: string[];
  firstTrial: number;
  /** The first period after the earliest start, which a description need not rest on; null where none is. */
  startPeriod: string | null;
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
        ? `${missing} of the trial authorities ${missing === 1 ? "has" : "have"} no figure`
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
  const firstTrial = Math.min(periods.length, ...starts.values());
  return {
    outcome,
    comparison,
    periods,
    firstTrial,
    startPeriod: periods[firstTrial] ?? null,
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
      return new Set(nearestInThePast(series, outcome, comparison.nearest, startsOf(design)) ?? []);
  }
}

/** Whether trial authorities start in different periods of the panel. */
export const isStaggered = ({ starts }: Pick<OutcomePanel, "starts">): boolean =>
  new Set(starts.values()).size > 1;

const NOT_AN_END =
  "not in a description, which sets the last year of all beside the last before the start";

/** The last period before the start and the last of all, by which a single year before is described. */
export function endsOf(panel: OutcomePanel): OutcomePanel {
  const { periods, firstTrial, rows, starts } = panel;
  const kept = [firstTrial - 1, periods.length - 1];
  if (firstTrial < 1 || firstTrial >= periods.length) return panel;
  const unused = periods.filter((_, i) => !kept.includes(i));
  return {
    ...panel,
    periods: kept.map((i) => periods[i]!),
    firstTrial: 1,
    starts: new Map([...starts.keys()].map((code) => [code, 1])),
    excluded: [
      ...panel.excluded,
      ...unused.map((name) => ({ kind: "period" as const, name, reason: NOT_AN_END })),
    ],
    rows: rows
      .filter(({ period }) => kept.includes(period))
      .map((row) => ({ ...row, period: kept.indexOf(row.period) })),
  };
}
