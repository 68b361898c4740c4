import type { Instrument } from "../../loaders/contract/instrument.ts";
import { evaluateAuthorities } from "../trials/authorities/evaluate-authorities.ts";
import {
  type Design,
  isOfAuthorities,
  isOfChildren,
  isOfSettings,
} from "../trials/designs/designs.ts";
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
    ...sqlFiles("trials"),
  ];
}
