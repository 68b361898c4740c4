import { costAvoidance } from "../../../src/components/cost-avoidance.ts";
import { fairAccessFigure } from "../../../src/components/fair-access.ts";
import { highNeedsForecast } from "../../../src/components/forecast/high-needs.ts";
import { placementFlows } from "../../../src/components/journey/flows.ts";
import { planTimeliness } from "../../../src/components/journey/timeliness.ts";
import { waitCurve } from "../../../src/components/journey/waits.ts";
import { matchedCosts, needAndCost } from "../../../src/components/need-and-cost.ts";
import { reintegrationFigure } from "../../../src/components/reintegration.ts";
import { reintegrationTrials } from "../../../src/components/reintegration-trials.ts";
import type { Component } from "./components.ts";
import { goldenRows, hidden } from "./golden-rows.ts";

/** Rows of all authorities together. */
const together = (table: string) => goldenRows(table).filter((row) => row.authority_code === "all");
const options = (width: number) => ({ width, root: "." });

const moves = together("placement-moves").filter((row) => row.period === "2025");
const plans = together("waits").filter((row) => row.wait === "plan" && row.locality === "all");
const times = together("plan-timeliness");
const access = together("fair-access");
const returned = goldenRows("reintegration");
const inTrial = goldenRows("reintegration-trials");
const avoided = together("cost-avoidance");
const toCome = goldenRows("high-needs-forecast").filter(
  (row) => row.authority_code === "X10000001",
);
const needs = together("need-and-cost");
const matched = together("matched-costs");

/** Charts of how children move, wait and return. */
export const JOURNEY: Record<string, Component> = {
  "placement-flows": {
    cases: { none: [], one: moves, hidden: hidden("placement-moves", moves) },
    draw: (rows: never[], width: number) => placementFlows(rows, options(width)),
  },
  "wait-curve": {
    cases: { none: [], one: plans, hidden: hidden("waits", plans) },
    draw: (rows: never[], width: number) => waitCurve(rows, { ...options(width), limit: 20 }),
  },
  "plan-timeliness": {
    cases: { none: [], one: times, hidden: hidden("plan-timeliness", times) },
    draw: (rows: never[], width: number) => planTimeliness(rows, options(width)),
  },
  "reintegration-tried": {
    cases: { none: [], one: returned, hidden: hidden("reintegration", returned) },
    draw: (rows: never[], width: number) =>
      reintegrationFigure(rows, { ...options(width), stage: "tried" }),
  },
  "reintegration-held": {
    cases: { none: [], one: returned },
    draw: (rows: never[], width: number) =>
      reintegrationFigure(rows, { ...options(width), stage: "held" }),
  },
  "reintegration-trials": {
    cases: { none: [], one: inTrial, hidden: hidden("reintegration-trials", inTrial) },
    draw: (rows: never[], width: number) => reintegrationTrials(rows, { width }),
  },
  "cost-avoidance": {
    cases: { none: [], one: avoided, hidden: hidden("cost-avoidance", avoided) },
    draw: (rows: never[], width: number) => costAvoidance(rows, { width }),
  },
  "need-and-cost": {
    cases: { none: [], one: needs, hidden: hidden("need-and-cost", needs) },
    draw: (rows: never[], width: number) => needAndCost(rows, { width, title: "Like need" }),
  },
  "matched-costs": {
    cases: { none: [], one: matched, hidden: hidden("matched-costs", matched) },
    draw: (rows: never[], width: number) => matchedCosts(rows, { width, title: "Matched" }),
  },
  "high-needs-forecast": {
    cases: { none: [], one: toCome },
    draw: (rows: never[], width: number) =>
      highNeedsForecast(rows, {
        ...options(width),
        moves: goldenRows("placement-moves") as never[],
      }),
  },
  "fair-access": {
    cases: { none: [], one: access, hidden: hidden("fair-access", access) },
    draw: (rows: never[], width: number) =>
      fairAccessFigure(rows, { ...options(width), outcome: "apart" }),
  },
};
