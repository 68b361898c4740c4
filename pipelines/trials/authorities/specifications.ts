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
  /** When the trial is taken to have started, against each authority's own day. */
  start: string;
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
    const isHeadline =
      way.start === REGISTERED_START && way.exclusion === "none" && way.method === HEADLINE_METHOD;
    return !isAgain || isHeadline;
  });
}

const HEADLINE_METHOD = "mean after less mean before";

/** Each authority's own start, and so many periods after it. */
const STARTS = ["as registered", "a year later", "two years later", "three years later"] as const;
export const REGISTERED_START = STARTS[0];

function everyWay(
  panels: readonly { panel: OutcomePanel; scale: string }[],
  names: ReadonlyMap<string, string>,
): Specification[] {
  return panels.flatMap(({ panel, scale }) =>
    STARTS.flatMap((start, later) =>
      exclusions(panel, names)
        // Other starts are asked of the whole panel: with exclusions too they would be many and alike.
        .filter(({ exclusion }) => later === 0 || exclusion === "none")
        .flatMap(({ exclusion, keepsUnit, keepsPeriod }) =>
          Object.entries(CHANGES).map(([method, change]) => {
            const changes = changesOf(panel, { change, later, keepsUnit, keepsPeriod });
            const { comparison } = panel;
            return { comparison, scale, start, exclusion, method, ...answer(changes) };
          }),
        ),
    ),
  );
}

interface Asked {
  change: (before: readonly number[], after: readonly number[]) => number | null;
  later: number;
  keepsUnit: (unit: string) => boolean;
  keepsPeriod: (period: string) => boolean;
}

/**
 * The change of every unit: a trial authority's from its own start, less what the others did over the
 * same years where starts differ; the others' over all of these years.
 */
function changesOf(panel: OutcomePanel, { change, later, keepsUnit, keepsPeriod }: Asked) {
  const units = new Map<
    string,
    { treated: boolean; values: { period: number; value: number }[] }
  >();
  for (const { unit, period, treated, value } of panel.rows) {
    if (!keepsUnit(unit) || !keepsPeriod(panel.periods[period]!)) continue;
    const own = units.get(unit) ?? { treated, values: [] };
    own.values.push({ period, value });
    units.set(unit, own);
  }
  const starts = [...panel.starts].filter(([unit]) => units.has(unit)).map(([, start]) => start);
  const at = (values: readonly { period: number; value: number }[], start: number) => {
    const side = (isAfter: boolean) =>
      values.filter(({ period }) => period >= start + later === isAfter).map(({ value }) => value);
    const [before, after] = [side(false), side(true)];
    return before.length > 1 && after.length > 0 ? change(before, after) : null;
  };
  const others = [...units.values()].filter(({ treated }) => !treated);
  const usual = new Map(
    [...new Set(starts)].map((start) => {
      const known = others.flatMap(({ values }) => at(values, start) ?? []);
      return [start, known.length ? mean(known) : null] as const;
    }),
  );
  const grand = [...usual.values()].every((value) => value !== null)
    ? mean(starts.map((start) => usual.get(start)!))
    : null;
  return [...units].flatMap(([unit, { treated, values }]) => {
    const start = panel.starts.get(unit);
    const changes = treated
      ? [start === undefined ? null : at(values, start)]
      : starts.map((one) => at(values, one));
    const found = changes.filter((value): value is number => value !== null);
    if (grand === null || found.length < changes.length || found.length === 0) return [];
    const value = treated ? found[0]! - usual.get(start!)! + grand : mean(found);
    return [{ unit, treated, value }];
  });
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
