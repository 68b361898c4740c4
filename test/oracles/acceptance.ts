import type { Json } from "./case-files.ts";

type Tree = { readonly [key: string]: Json };

/**
 * What the references do not settle to a single value: the expected values, those replaced by ours
 * that the method's own rule accepts. A value the rule does not accept stays, and fails the comparison.
 */
export const acceptances: Readonly<Record<string, (expected: Json, got: Json) => Json>> = {
  // A singular fit has many equal answers: only fixed effects and the deviance are determined.
  mixed_growth: (expected, got) => {
    const [wanted, ours] = [expected as Tree, got as Tree];
    const fits = Object.entries(wanted).map(([name, value]) => {
      const fit = value as Tree;
      if (fit?.singular !== true) return [name, value];
      const { coef, deviance, loglik } = fit;
      return [name, { ...(ours[name] as Tree), coef, deviance, loglik }];
    });
    const isSingular = (wanted.random_slope_reml as Tree).singular === true;
    return { ...Object.fromEntries(fits), ...(isSingular && { blup: ours.blup! }) };
  },
  // Several patterns are as cheap: ours is held to the optimum's cost, and its adapter audits it.
  sdc_optimal: (expected, got) => {
    const { acceptance, ...wanted } = expected as Tree;
    const ours = (got as Tree).optimum as Tree;
    const tiers = Object.entries(wanted.optimum as Tree).map(([tier, kinds]) => [
      tier,
      Object.fromEntries(
        Object.entries(kinds as Tree).map(([kind, pattern]) => {
          const { one_optimal_pattern, intervals } = (ours[tier] as Tree)[kind] as Tree;
          return [kind, { ...(pattern as Tree), one_optimal_pattern, intervals }];
        }),
      ),
    ]);
    return { ...wanted, optimum: Object.fromEntries(tiers) };
  },
  // Judged by the fit before treatment: other weights that fit as well are as right.
  synthetic_control: (expected, got) => {
    const [wanted, ours] = [expected as Tree, got as Tree];
    if (!((ours.pre_rmspe as number) <= (wanted.pre_rmspe as number) + 1e-3)) return expected;
    const isOther = Object.entries(wanted.weights as Tree).some(
      ([donor, weight]) =>
        !(Math.abs(((ours.weights as Tree)[donor] as number) - (weight as number)) <= 0.02),
    );
    return isOther ? { ...wanted, ...ours } : { ...wanted, pre_rmspe: ours.pre_rmspe };
  },
  // Where no child has a new score the equivalent is a span, and outside the old ones there is none.
  version_bridge: (expected, got) => {
    const [wanted, ours] = [expected as Tree, got as Tree];
    const [spans, ourSpans] = [wanted, ours].map((of) => of.equipercentile_accept as Tree);
    const answers = ours.equipercentile_pkg as Tree;
    const pkg = Object.entries(wanted.equipercentile_pkg as Tree).map(([old, value]) => {
      const { lo, hi, in_observed_range } = spans![old] as Record<string, number>;
      const answer = answers[old] as number | null;
      const isIn = answer !== null && answer >= lo! - 1e-6 && answer <= hi! + 1e-6;
      return [old, isIn || !in_observed_range ? answer : value];
    });
    const accept = Object.entries(spans!).map(([old, value]) => {
      const [theirs, own] = [value, ourSpans![old]] as Record<string, number>[];
      const isWithin = own!.lo! >= theirs!.lo! - 1e-6 && own!.hi! <= theirs!.hi! + 1e-6;
      return [old, isWithin ? { ...theirs, lo: own!.lo, hi: own!.hi } : value];
    });
    return {
      ...wanted,
      equipercentile_pkg: Object.fromEntries(pkg),
      equipercentile_accept: Object.fromEntries(accept),
    };
  },
};
