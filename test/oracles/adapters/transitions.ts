import { expectValue } from "../../../pipelines/statistics/result.ts";
import {
  ladderSteps,
  transitionHomogeneity,
  transitionPower,
  transitions,
} from "../../../pipelines/statistics/transitions.ts";
import { number } from "../case-files.ts";
import type { Adapter } from "./adapter.ts";

export const transitionsAdapter: Adapter = (files) => {
  const params = files.json<{ states: string[]; horizon: number | number[] }>("params.json");
  const { states } = params;
  const records = files.rows("spells.csv").map((row) => ({
    child: row.child_id!,
    group: row.la!,
    term: number(row, "term"),
    state: row.placement!,
  }));
  const result = expectValue(transitions(records, states));
  const steps = ladderSteps(result.transitions, states.slice(0, 4));
  const homogeneity = transitionHomogeneity(result.transitions, states);
  const none = states.map(() => null);
  const latest = [...result.latest.values()];
  return {
    states,
    n_transitions: result.transitions.length,
    n_terms_without_next: result.withoutNext,
    counts: result.counts,
    probs: result.shares.map((row) => row ?? states.map(() => 0)),
    unobserved_from: result.unobserved.length === 1 ? result.unobserved[0]! : result.unobserved,
    wilson_lo: result.intervals.map((row) => row?.map(({ lo }) => lo) ?? none),
    wilson_hi: result.intervals.map((row) => row?.map(({ hi }) => hi) ?? none),
    powers: Object.fromEntries(
      [params.horizon].flat().map((h) => [String(h), transitionPower(result.shares, h)]),
    ),
    step_down: steps.down,
    step_up: steps.up,
    stay_on_ladder: steps.stay,
    loglik: result.logLikelihood,
    // R takes a statistic of 0 on no degrees of freedom as p = 1; we say there is no test.
    homogeneity_by_la: { G2: homogeneity.g2, df: homogeneity.df, p: homogeneity.p ?? 1 },
    last_placement: Object.fromEntries(
      states.map((state) => [state, latest.filter((own) => own === state).length]),
    ),
  };
};
