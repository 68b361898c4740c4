import type { Indicator } from "./contract/indicator.ts";
import { counted } from "./contract/indicator.ts";
import {
  NEED_INDICATORS,
  NEW_NEED_INDICATORS,
  PLACEMENT_INDICATORS,
} from "./dfe-ehc-plans-indicators.ts";

/** One CSV of DfE's release "Education, health and care plans". */
export interface DfeTable {
  table: string;
  title: string;
  /** Stocks are counted at the January census, flows over the calendar year. */
  period: "january census" | "calendar year";
  /** `breakdown` of the rows that count everyone; the rows for groups are out of scope. */
  everyone: string;
  /** Other names that columns have had in other years. */
  aliases?: Readonly<Record<string, readonly string[]>>;
  /** Columns that some years have and others do not. */
  sometimes?: readonly string[];
  /** Columns that other years split: the whole, and the parts that stand for it. */
  splitInto?: Readonly<Record<string, readonly string[]>>;
  /** Columns by which plans whose placement is recorded are told from those whose is not. */
  placed?: PlacedColumns;
  indicators: readonly Indicator[];
}

export interface PlacedColumns {
  /** All plans, and the kinds of placement that they are divided into beside those elsewhere. */
  whole: string;
  kinds: readonly string[];
  elsewhere: string;
  /** Elsewhere too, and in some years in no other column. */
  apart: readonly string[];
  /** Elsewhere too: in the column in some years, and in some years beside it. */
  insideOrBeside: string;
  notRecorded: string;
}

export const DFE_TABLES: readonly DfeTable[] = [
  {
    table: "caseload",
    title: "EHC plans in place, by placement",
    period: "january census",
    everyone: "All EHC plans",
    splitInto: { special_academy_free: ["special_academy", "special_free"] },
    sometimes: [
      "nm_early_years",
      "await_prov_2022",
      "perm_ex_2022",
      "other_placement_settings",
      "placement_unknown",
    ],
    placed: {
      whole: "ehcplans",
      kinds: ["mainstream_total", "special_total", "ap_pru_total", "fe_total", "nm_early_years"],
      elsewhere: "ed_elsewhere",
      apart: ["await_prov_2022", "perm_ex_2022"],
      insideOrBeside: "other_placement_settings",
      notRecorded: "placement_unknown",
    },
    indicators: [
      {
        indicator: "ehc_plans",
        title: "Children and young people with an EHC plan",
        unit: "plans",
        polarity: "neither",
        definition: "Plans maintained by the authority on the January census day",
        column: "ehcplans",
      },
      ...PLACEMENT_INDICATORS,
    ],
  },
  {
    table: "sen_needs_all_plans",
    title: "EHC plans in place, by primary need",
    period: "january census",
    everyone: "All EHC plans",
    sometimes: ["number_ds", "ds_pc"],
    indicators: NEED_INDICATORS,
  },
  {
    table: "newplans",
    title: "New EHC plans in the year",
    period: "calendar year",
    everyone: "New EHC plans",
    indicators: [
      {
        indicator: "new_ehc_plans",
        title: "New EHC plans",
        unit: "plans",
        polarity: "neither",
        definition: "Plans made for the first time in the calendar year",
        column: "new_ehc_plans",
      },
      {
        indicator: "new_plans_mainstream_share",
        title: "New plans placed in a mainstream school",
        unit: "per cent",
        polarity: "neither",
        definition:
          "Share of new plans whose child is placed in a mainstream school, units and resourced provision included",
        column: "mainstream_total_pc",
      },
    ],
  },
  {
    table: "sen_need_newplans",
    title: "New EHC plans in the year, by primary need",
    period: "calendar year",
    everyone: "All EHC plans",
    sometimes: ["number_ds", "ds_pc"],
    indicators: NEW_NEED_INDICATORS,
  },
  {
    table: "requests",
    title: "Requests for an EHC needs assessment",
    period: "calendar year",
    everyone: "All requests for EHC needs assessments",
    indicators: [
      {
        indicator: "assessment_requests",
        title: "Requests for an EHC needs assessment",
        unit: "requests",
        polarity: "neither",
        definition: "Initial requests received in the calendar year",
        column: "requests_received_in_year",
      },
      {
        indicator: "requests_refused",
        title: "Requests decided not to assess",
        unit: "requests",
        polarity: "neither",
        definition: "Requests of the year for which it was decided not to assess",
        column: "requests_decided_not_to_assess",
      },
      {
        indicator: "requests_refused_share",
        title: "Requests refused",
        unit: "per cent",
        polarity: "neither",
        definition: "Share of the year's requests for which it was decided not to assess",
        column: "request_not_assess_pc",
      },
    ],
  },
  {
    table: "timeliness_20_week",
    title: "EHC plans issued within 20 weeks",
    period: "calendar year",
    everyone: "All EHC plans issued",
    indicators: [
      {
        indicator: "issued_within_20_weeks_share",
        title: "Plans issued within 20 weeks, exceptions excluded",
        unit: "per cent",
        polarity: "higher is better",
        definition:
          "DfE's headline: plans issued within 140 days of the request, exception cases left out",
        column: "pc_plans_issued_20_weeks_ex",
      },
      {
        indicator: "issued_within_20_weeks_with_exceptions_share",
        title: "Plans issued within 20 weeks, exceptions included",
        unit: "per cent",
        polarity: "higher is better",
        definition: "Plans issued within 140 days of the request, exception cases counted",
        column: "pc_plans_issued_within_20_weeks",
      },
      ...counted("plans", {
        plans_issued_den: ["plans_issued", "Plans issued, exceptions included"],
        plans_issued_den_ex: [
          "plans_issued_excluding_exceptions",
          "Plans issued, exceptions left out",
        ],
        plans_issued_within_20_weeks: [
          "plans_issued_within_20_weeks",
          "Plans issued within 20 weeks, exceptions included",
        ],
        plans_issued_20_weeks_ex: [
          "plans_issued_within_20_weeks_excluding_exceptions",
          "Plans issued within 20 weeks, exceptions left out",
        ],
      }),
    ],
  },
  {
    table: "ceased_plans",
    title: "EHC plans that ceased in the year",
    period: "calendar year",
    everyone: "All ceased EHC plans",
    indicators: [
      {
        indicator: "ceased_plans",
        title: "EHC plans that ceased",
        unit: "plans",
        polarity: "neither",
        definition: "Plans that ceased in the calendar year, for any reason",
        column: "total_ceased",
      },
      {
        indicator: "ceased_needs_met",
        title: "Plans ceased because needs were met",
        unit: "plans",
        polarity: "higher is better",
        definition: "Plans that ceased because needs were met without one (cease reason 2)",
        column: "needs_met",
      },
      {
        indicator: "ceased_needs_met_share",
        title: "Share of ceased plans whose needs were met",
        unit: "per cent",
        polarity: "higher is better",
        definition: "Plans ceased because needs were met, of all plans that ceased",
        share: { of: ["needs_met"], over: "total_ceased" },
      },
    ],
  },
  {
    table: "assessments",
    title: "EHC needs assessments",
    period: "calendar year",
    everyone: "All EHC needs assessments",
    indicators: [
      ...counted("assessments", {
        assess_in_year: ["needs_assessments", "EHC needs assessments"],
        assess_issued: ["assessments_plan_issued", "Assessments that led to a plan"],
        assess_not_issued: ["assessments_plan_not_issued", "Assessments that did not"],
        assess_not_made: ["assessments_undecided", "Assessments not decided yet"],
        assess_withdrawn: ["assessments_withdrawn", "Assessments withdrawn or ceased"],
        number_assess_mediation: [
          "assessments_mediation",
          "Mediations about whether to issue a plan",
        ],
        number_assess_tribunal: [
          "assessments_tribunal",
          "Tribunal appeals about whether to issue a plan",
        ],
      }),
      {
        indicator: "assessments_plan_issued_share",
        title: "Assessments that led to a plan",
        unit: "per cent",
        polarity: "neither",
        definition: "Share of the assessments decided in the year after which a plan was issued",
        column: "assess_issued_pc",
      },
    ],
  },
  {
    table: "annual_reviews",
    title: "Annual reviews of EHC plans",
    period: "calendar year",
    everyone: "All annual reviews",
    aliases: {
      outcome_maintan: ["outcome_maintain"],
      number_decsion_4weeks: ["number_decision_4weeks"],
      pc_decsion_4weeks: ["pc_decision_4weeks"],
    },
    indicators: [
      ...counted("plans", {
        review_expected: ["reviews_expected", "Annual reviews expected"],
        total_review_meeting: ["reviews_held", "Annual reviews with a meeting"],
        no_review_meeting: ["reviews_without_meeting", "Annual reviews without a meeting"],
        review_decision_outstanding: ["reviews_outstanding", "Review decisions outstanding"],
        outcome_amend: ["reviews_amend", "Reviews decided: amend the plan"],
        outcome_cease: ["reviews_cease", "Reviews decided: cease the plan"],
        outcome_maintan: ["reviews_maintain", "Reviews decided: keep the plan as it is"],
        number_decsion_4weeks: ["reviews_within_4_weeks", "Decisions told within 4 weeks"],
        number_decision_gt_4weeks: ["reviews_over_4_weeks", "Decisions told after 4 weeks"],
      }),
      {
        indicator: "reviews_within_4_weeks_share",
        title: "Review decisions told within 4 weeks",
        unit: "per cent",
        polarity: "higher is better",
        definition: "Share of review decisions told within 4 weeks of the meeting",
        column: "pc_decsion_4weeks",
      },
    ],
  },
  {
    table: "personal_budgets",
    title: "Personal budgets in EHC plans",
    period: "january census",
    everyone: "All personal budgets",
    aliases: { org_arrangments: ["org_arrangements"] },
    indicators: counted("plans", {
      personal_budget: ["personal_budgets", "Plans with a personal budget"],
      org_arrangments: ["personal_budgets_arranged", "Plans with organised arrangements"],
      pb_health: ["personal_budgets_health", "Personal budgets for health alone"],
      pb_education: ["personal_budgets_education", "Personal budgets for education alone"],
      pb_social: ["personal_budgets_social_care", "Personal budgets for social care alone"],
      pb_integrated: ["personal_budgets_integrated", "Personal budgets for more than one of them"],
    }),
  },
  {
    table: "residential_settings",
    title: "Residential placements of children with EHC plans",
    period: "january census",
    everyone: "All residential placements",
    indicators: counted("plans", {
      res_3851: ["residential_38_51_plans", "Residential placements of 38 to 51 weeks"],
      res_52: ["residential_52_plans", "Residential placements of 52 weeks"],
      res_tot: ["residential_plans", "Residential placements of 38 weeks or more"],
    }),
  },
  {
    table: "work_based_placements",
    title: "Work-based placements of young people with EHC plans",
    period: "january census",
    everyone: "All work based placements",
    indicators: counted("plans", {
      open_supp_intern: ["supported_internships", "Supported internships"],
      open_apprentice: ["apprenticeships", "Apprenticeships"],
      open_trainee: ["traineeships", "Traineeships"],
      open_wbp: ["work_based_plans", "Work-based placements"],
    }),
  },
];
