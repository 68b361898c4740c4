import { sufficientStatistics } from "../../statistics/cluster-moments.ts";
import { clusterRobust } from "../../statistics/cluster-robust.ts";
import { linearModel } from "../../statistics/linear-model.ts";
import { mean, standardDeviation } from "../../statistics/moments.ts";
import { rule } from "../../warehouse/rules.ts";
import type { OutcomePanel } from "./outcome-panel.ts";

/** How one figure a unit is made of its values, before and from the start on. */
const CHANGES = {
  "mean after less mean before": (before: readonly number[], after: readonly number[]) =>
    mean(after) - mean(before),
  "last three years less last three before": (
    before: readonly number[],
    after: readonly number[],
  ) => mean(after.slice(-3)) - mean(before.slice(-3)),
  "less its own trend before": (before: readonly number[], after: readonly number[]) => {
    if (before.length < 3) return null;
    const line = linearModel(
      before.map((_, i) => [1, i]),
      before,
    ).value;
    // A series that lies exactly on its line has no residual variance, and none is needed.
    const [level, slope] = line
      ? line.fit.coefficients
      : [before[0]!, (before.at(-1)! - before[0]!) / (before.length - 1)];
    return mean(after.map((value, i) => value - level! - slope! * (before.length + i)));
  },
} as const;

const PANDEMIC = /^(2020|2021|2019-20|2020-21)$/;

/** One way of asking the same question, and its answer. */
export interface Specification {
  comparison: string;
  scale: string;
  exclusion: string;
  method: string;
  /** In standard deviations of the comparison authorities' changes, so that ways can be laid side by side. */
  estimate: number | null;
  lower: number | null;
  upper: number | null;
  units: number;
  reason: string | null;
}

/**
 * Every method and exclusion on the panels of one outcome, one panel a comparison and scale. Ways that
 * give the very same answer of the very same units are one way: the first is kept, but the headline's
 * own way of each comparison always is.
 */
export function specifications(
  panels: readonly { panel: OutcomePanel; scale: string }[],
  names: ReadonlyMap<string, string>,
): Specification[] {
  const told = new Set<string>();
  return everyWay(panels, names).filter((way) => {
    if (way.estimate === null) return true;
    const { scale, units, estimate, lower, upper } = way;
    const key = [scale, units, ...[estimate, lower, upper].map((x) => x?.toPrecision(10))].join(
      "|",
    );
    const isAgain = told.has(key);
    told.add(key);
    return !isAgain || (way.exclusion === "none" && way.method === HEADLINE_METHOD);
  });
}

const HEADLINE_METHOD = "mean after less mean before";

function everyWay(
  panels: readonly { panel: OutcomePanel; scale: string }[],
  names: ReadonlyMap<string, string>,
): Specification[] {
  return panels.flatMap(({ panel, scale }) =>
    exclusions(panel, names).flatMap(({ exclusion, keepsUnit, keepsPeriod }) =>
      Object.entries(CHANGES).map(([method, change]) => {
        const units = new Map<string, { treated: boolean; before: number[]; after: number[] }>();
        for (const { unit, period, treated, value } of panel.rows) {
          if (!keepsUnit(unit) || !keepsPeriod(panel.periods[period]!)) continue;
          const own = units.get(unit) ?? { treated, before: [], after: [] };
          (period >= panel.firstTrial ? own.after : own.before).push(value);
          units.set(unit, own);
        }
        const changes = [...units].flatMap(([unit, { treated, before, after }]) => {
          const value = before.length > 1 && after.length > 0 ? change(before, after) : null;
          return value === null ? [] : [{ unit, treated, value }];
        });
        const { comparison } = panel;
        return { comparison, scale, exclusion, method, ...answer(changes) };
      }),
    ),
  );
}

function exclusions({ rows }: OutcomePanel, names: ReadonlyMap<string, string>) {
  const every = { keepsUnit: () => true, keepsPeriod: () => true };
  const trial = [...new Set(rows.filter(({ treated }) => treated).map(({ unit }) => unit))];
  return [
    { exclusion: "none", ...every },
    {
      exclusion: "without 2020 and 2021",
      ...every,
      keepsPeriod: (period: string) => !PANDEMIC.test(period),
    },
    ...trial.map((code) => ({
      exclusion: `without ${names.get(code) ?? code}`,
      ...every,
      keepsUnit: (unit: string) => unit !== code,
    })),
  ];
}

function answer(changes: readonly { unit: string; treated: boolean; value: number }[]) {
  const others = changes.filter(({ treated }) => !treated).map(({ value }) => value);
  const none = { estimate: null, lower: null, upper: null, units: changes.length };
  const spread = others.length > 1 ? standardDeviation(others) : 0;
  if (!(spread > 0)) return { ...none, reason: "below_minimum_size" };
  const found = clusterRobust({
    columns: ["intercept", "trial"],
    clusters: sufficientStatistics(
      changes.map(({ unit, treated, value }) => ({
        cluster: unit,
        x: [1, Number(treated)],
        y: value / spread,
      })),
    ),
    contrast: { trial: 1 },
    level: rule("confidence_level"),
    minimum: {
      treated: rule("fewest_trial_authorities"),
      comparison: rule("fewest_comparison_authorities"),
    },
  });
  if (found.reason !== null) return { ...none, reason: found.reason };
  const { estimate, ci } = found.value;
  return { estimate, lower: ci.lo, upper: ci.hi, units: changes.length, reason: null };
}
