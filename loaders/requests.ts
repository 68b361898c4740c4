import { z } from "zod";
import { authorityCode, code, date, identifier } from "./contract/cells.ts";
import { defineLoader } from "./contract/define-loader.ts";
import { endsAfterStart, notInTheFuture } from "./contract/row-rules.ts";

const ANY_DAY = { min: "2014-09-01", max: "2100-12-31" };

/** The loader of requests for an assessment and the plans that came of them, from an authority's own system. */
export const requests = defineLoader({
  name: "requests",
  title: "Requests for an EHC needs assessment",
  grain: "one row per request",
  table: "loaded_requests",
  isChildLevel: true,
  columns: z.strictObject({
    authority_code: authorityCode().describe("ONS code of the authority that was asked"),
    child_id: identifier().describe("The authority's own identifier; never stored as it is"),
    requested_on: date(ANY_DAY).describe("Day on which the request came in"),
    request_source: code(["family", "education", "health", "social_care", "other"])
      .nullable()
      .describe("Who asked"),
    decision: code(["assess", "refuse", "withdrawn"])
      .nullable()
      .describe("Whether to assess; blank while undecided"),
    decided_on: date(ANY_DAY).nullable().describe("Day of that decision; blank while undecided"),
    plan_decision: code(["issue", "not_issue"])
      .nullable()
      .describe("Whether a plan came of the assessment; blank while undecided"),
    plan_decided_on: date(ANY_DAY)
      .nullable()
      .describe("Day on which the final plan was issued, or the family told that there is none"),
    exception: code(["yes", "no"])
      .nullable()
      .describe("Whether a lawful exception to the 20 weeks applies"),
    ceased_on: date(ANY_DAY)
      .nullable()
      .describe("Day on which the plan ceased; blank while it goes on"),
    cease_reason: code([
      "maximum_age",
      "needs_met",
      "higher_education",
      "employment",
      "transferred",
      "no_longer_engages",
      "left_england",
      "deceased",
      "other",
    ])
      .nullable()
      .describe("Why it ceased, as SEN2 counts reasons"),
  }),
  key: ["authority_code", "child_id", "requested_on"],
  privacy: { child_id: "pseudonym" },
  rowRules: [
    notInTheFuture("requested_on"),
    endsAfterStart("requested_on", "decided_on"),
    endsAfterStart("decided_on", "plan_decided_on"),
    endsAfterStart("plan_decided_on", "ceased_on"),
    {
      column: "decided_on",
      rule: "a day with a decision",
      refuses: "(decision is null) <> (decided_on is null)",
      message: "has no decision, or the decision has no day",
      suggestion: "both, or neither while the request is undecided",
    },
    {
      column: "plan_decision",
      rule: "a plan after an assessment",
      refuses: "plan_decision is not null and decision is distinct from 'assess'",
      message: "speaks of a plan although there was no assessment",
      suggestion: "blank, or decision assess",
    },
    {
      column: "plan_decided_on",
      rule: "a day with a decision about a plan",
      refuses: "(plan_decision is null) <> (plan_decided_on is null)",
      message: "has no decision about a plan, or that decision has no day",
      suggestion: "both, or neither while the plan is undecided",
    },
  ],
  asOf: "requested_on",
});
