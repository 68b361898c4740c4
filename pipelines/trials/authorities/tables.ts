import type { Warehouse } from "../../warehouse/warehouse.ts";

/** Makes, empty, the tables that the evaluation of authorities fills. */
export async function createAuthorityTables(warehouse: Warehouse): Promise<void> {
  await warehouse.run(`
    -- One row per trial design over authorities.
    create or replace table evaluation_designs (
      evaluation varchar, title varchar, registered_on date, registered_note varchar, sha256 varchar,
      design varchar, departures varchar[]);
    -- One row per evaluation, outcome and comparison.
    create or replace table evaluation_outcomes (
      evaluation varchar, outcome varchar, comparison varchar, title varchar, comparison_title varchar,
      indicator varchar, unit varchar, better varchar, scale varchar, note varchar, definition varchar, leaves_out varchar, is_descriptive boolean, is_primary boolean,
      estimate double, std_error double, lower double, upper double, df double, p_value double, q_value double,
      placebo_p double, smallest_placebo_p double, pre_trend_p double,
      detectable double, minimum_important double, parting_multiple double, sure_parting_multiple double,
      parting_lower double, parting_upper double, e_value double, e_value_limit double,
      group_time double, two_way double, two_way_forbidden double,
      pooled double, pooled_lower double, pooled_upper double, next_lower double, next_upper double, tau double,
      trial_before double, trial_after double, comparison_before double, comparison_after double,
      trial_authorities integer, comparison_authorities integer, periods_before integer, periods_after integer,
      first_period varchar, first_trial_period varchar, is_start_assumed boolean, months_past_start integer, last_period varchar,
      reason varchar, grade varchar, security integer, security_why varchar, sentence varchar);
    -- One row per evaluation, outcome, comparison and period kept.
    create or replace table evaluation_periods (
      evaluation varchar, outcome varchar, comparison varchar, period varchar, is_after boolean,
      trial_mean double, comparison_mean double, estimate double, lower double, upper double, series_break varchar);
    -- One row per evaluation, outcome, comparison and years since the start, where starts differ.
    create or replace table evaluation_events (
      evaluation varchar, outcome varchar, comparison varchar, exposure integer,
      group_time double, sun_abraham double, std_error double);
    -- One row per evaluation, outcome, comparison, authority and period: the published figures compared.
    create or replace table evaluation_panels (
      evaluation varchar, outcome varchar, comparison varchar, authority_code varchar, is_trial boolean,
      period varchar, is_after boolean, value double, load_id integer);
    -- One row per evaluation, outcome, authority and period: all that is published of the outcome.
    create or replace table evaluation_series (
      evaluation varchar, outcome varchar, authority_code varchar, period varchar, value double, is_comparable boolean, compared_in varchar);
    -- One row per evaluation, outcome, comparison and trial authority.
    create or replace table evaluation_authorities (
      evaluation varchar, outcome varchar, comparison varchar, authority_code varchar,
      estimate double, std_error double, without_it double,
      synthetic_estimate double, synthetic_lowest double, synthetic_highest double, synthetic_fit double,
      synthetic_exact boolean, synthetic_ranked integer, synthetic_rank double, synthetic_p double,
      smallest_synthetic_p double, synthetic_reason varchar);
    -- One row per evaluation, outcome, comparison, trial authority and period.
    create or replace table synthetic_periods (
      evaluation varchar, outcome varchar, comparison varchar, authority_code varchar, period varchar,
      actual double, synthetic double, lowest_placebo double, highest_placebo double);
    -- One row per evaluation, outcome, comparison, trial authority and donor of weight.
    create or replace table synthetic_donors (
      evaluation varchar, outcome varchar, comparison varchar, authority_code varchar, donor_code varchar,
      weight double, without_it double);
    -- One row per evaluation, outcome, comparison and authority or period left out.
    create or replace table evaluation_exclusions (
      evaluation varchar, outcome varchar, comparison varchar, kind varchar, name varchar, reason varchar);
    -- One row per evaluation, outcome and way of asking.
    create or replace table specifications (
      evaluation varchar, outcome varchar, comparison varchar, scale varchar, start varchar, exclusion varchar, method varchar,
      estimate double, lower double, upper double, units integer, reason varchar)`);
}
