/**
 * Figures of DfE's release "Education, health and care plans" in the layouts of the reporting years
 * 2020 to 2022 and 2023 to 2024, whose files the loader for any statistics takes. Only what means the
 * same as an indicator of the present layout is listed; the rest is in ees_figures alone.
 */
export interface EarlierFigure {
  indicator: string;
  /** Stocks are counted in January, flows over the calendar year. */
  period: "january census" | "calendar year";
  /** Its column in either layout, as contracts write it. */
  columns: readonly string[];
}

/** What the rows that count everyone have in the columns by which a file is broken down. */
export const EVERYONE: Readonly<Record<string, string>> = {
  establishment_group: "Total",
  establishment_type: "Total",
  ehcp_or_statement: "EHCP",
};

const flows: Readonly<Record<string, readonly string[]>> = {
  new_ehc_plans: ["total_new_ehc", "num_new_plans"],
  assessment_requests: ["inreqehc", "inreq_ehc"],
  requests_refused: ["assrefusedehc", "ass_refused_ehc"],
  requests_refused_share: ["assrefusedehc_pc", "ass_refused_ehc_pc"],
  assessments_plan_issued: ["newallehc", "new_all_ehc"],
  assessments_plan_not_issued: ["assnoneehc", "ass_none_ehc"],
  assessments_undecided: ["assnodecisionehc", "ass_nodecision_ehc"],
  assessments_plan_issued_share: ["newallehc_pc", "new_all_ehc_pc"],
  plans_issued: ["totincexcehc", "tot_inc_exc_ehc"],
  plans_issued_excluding_exceptions: ["totnoexcehc", "tot_no_exc_ehc"],
  plans_issued_within_20_weeks: ["incexc20weekehc", "inc_exc_20week_ehc"],
  plans_issued_within_20_weeks_excluding_exceptions: ["noexc20weekehc", "no_exc_20week_ehc"],
  issued_within_20_weeks_share: ["noexc20weekrate", "no_exc_20week_rate"],
  issued_within_20_weeks_with_exceptions_share: ["incexc20weekrate", "inc_exc_20week_rate"],
};

const stocks: Readonly<Record<string, readonly string[]>> = {
  ehc_plans: ["total_ehc", "num_caseload"],
  supported_internships: ["msuppintehc"],
  apprenticeships: ["mapprenehc"],
  traineeships: ["mtrainehc"],
  work_based_plans: ["workbasedehc"],
  residential_38_51_plans: ["totmres38weekehc"],
  residential_52_plans: ["totmres52weekehc"],
};

const of = (
  figures: Readonly<Record<string, readonly string[]>>,
  period: EarlierFigure["period"],
): EarlierFigure[] =>
  Object.entries(figures).map(([indicator, columns]) => ({ indicator, period, columns }));

export const EARLIER_FIGURES: readonly EarlierFigure[] = [
  ...of(stocks, "january census"),
  ...of(flows, "calendar year"),
];

/** Columns by which the breakdown of a file is known; one by age alone repeats the totals of another. */
export const BROKEN_DOWN_BY = ["characteristic_age", "age", "breakdown", "breakdown_topic"];
