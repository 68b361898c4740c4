import type { Instrument } from "../../loaders/contract/instrument.ts";
import { evaluateAuthorities } from "../trials/authorities/evaluate-authorities.ts";
import {
  type Design,
  isOfAuthorities,
  isOfChildren,
  isOfSettings,
} from "../trials/designs/designs.ts";
import { evaluateReturns, followReturns } from "../trials/returns/evaluate-returns.ts";
import { evaluateChildren } from "../trials/settings/evaluate-children.ts";
import { type Model, sqlFiles } from "./models.ts";

/**
 * What becomes of the trials: what children's assessments say, what published figures say (with the
 * tables made beside each), and the estimates of both.
 */
export function trialModels(
  instruments: readonly Instrument[],
  designs: readonly Design[],
): Model[] {
  const ofChildren = designs.filter(isOfChildren);
  const ofSettings = designs.filter(isOfSettings);
  const ofAuthorities = designs.filter(isOfAuthorities);
  return [
    {
      name: "estimates_of_children",
      sql: "-- One row per evaluation, comparison, outcome, group of children and method.",
      keptAs: "table",
      madeBy: "pipelines/trials/settings/evaluate-children.ts",
      given: [instruments, ofChildren, ofSettings],
      make: (warehouse) => evaluateChildren(warehouse, instruments, ofChildren, ofSettings),
    },
    {
      name: "evaluation_outcomes",
      sql: "-- One row per evaluation, outcome and comparison.",
      keptAs: "table",
      madeBy: "pipelines/trials/authorities/evaluate-authorities.ts",
      given: ofAuthorities,
      make: (warehouse, task) => evaluateAuthorities(warehouse, ofAuthorities, task),
    },
    {
      name: "reintegration_trial_children",
      sql: "-- One row per trial design, comparison, stage and child: what became of a child apart from mainstream, or tried there, since its authority began.",
      keptAs: "table",
      madeBy: "pipelines/trials/returns/evaluate-returns.ts",
      given: ofChildren,
      make: (warehouse) => followReturns(warehouse, ofChildren),
    },
    {
      name: "reintegration_trials",
      sql: "-- One row per trial design, comparison and outcome of children apart from mainstream.",
      keptAs: "table",
      madeBy: "pipelines/trials/returns/evaluate-returns.ts",
      given: ofChildren,
      make: (warehouse) => evaluateReturns(warehouse, ofChildren),
    },
    ...sqlFiles("trials"),
  ];
}
