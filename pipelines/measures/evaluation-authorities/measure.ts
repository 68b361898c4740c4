import { z } from "zod";
import { tCritical } from "../../statistics/distributions.ts";
import { rule } from "../../warehouse/rules.ts";
import {
  defineMeasure,
  OF_AUTHORITIES,
  OF_NO_CHILD,
  PUBLISHED_FIGURES,
  type RowOf,
  roundedRows,
} from "../define/measure.ts";

const columns = {
  evaluation: z.string(),
  outcome: z.string(),
  comparison: z.string(),
  authority_code: z.string(),
  authority_name: z.string(),
  estimate: z
    .number()
    .nullable()
    .describe(
      "This authority less the comparison, after less before, in the outcome's unit (growth: per cent).",
    ),
  lower: z
    .number()
    .nullable()
    .describe(
      "The 95% interval takes as error how much single comparison authorities differ in their change.",
    ),
  upper: z.number().nullable(),
  without_it: z
    .number()
    .nullable()
    .describe("The difference of all trial authorities without this one."),
  synthetic_estimate: z
    .number()
    .nullable()
    .describe(
      "Mean gap after the start from the mixture that matched it before; how well it matched.",
    ),
  synthetic_fit: z.number().nullable(),
  synthetic_lowest: z
    .number()
    .nullable()
    .describe(
      "The same by any mixture that matched the years before as well: from here to `highest`.",
    ),
  synthetic_highest: z.number().nullable(),
  synthetic_exact: z
    .boolean()
    .nullable()
    .describe("The match before is exact or nearly, so there is no rank and no placebo share."),
  synthetic_rank: z
    .number()
    .nullable()
    .describe(
      "Place among authorities that are not matched exactly, share of them at least as extreme, and the least that share could be.",
    ),
  synthetic_p: z.number().nullable(),
  smallest_synthetic_p: z.number().nullable(),
  synthetic_reason: z.string().nullable(),
  donors: z.string().nullable().describe("The mixture in words, largest weight first."),
};

export type EvaluationAuthority = RowOf<typeof columns>;

interface Found extends Omit<EvaluationAuthority, "lower" | "upper"> {
  std_error: number | null;
  scale: string;
  comparison_authorities: number;
}

/** Growth is held as hundred times the logarithm, and published in per cent. */
function withInterval({ std_error, scale, comparison_authorities, ...row }: Found) {
  const shown = (value: number | null) =>
    value !== null && scale === "log" ? 100 * Math.expm1(value / 100) : value;
  const reach =
    std_error !== null && comparison_authorities > 1
      ? tCritical(rule("confidence_level"), comparison_authorities - 1) * std_error
      : null;
  const end = (sign: number) =>
    row.estimate === null || reach === null ? null : shown(row.estimate + sign * reach);
  return {
    ...row,
    estimate: shown(row.estimate),
    lower: end(-1),
    upper: end(1),
    without_it: shown(row.without_it),
    synthetic_estimate: shown(row.synthetic_estimate),
    synthetic_lowest: shown(row.synthetic_lowest),
    synthetic_highest: shown(row.synthetic_highest),
  };
}

/** Each trial authority by itself: its difference, and its synthetic control. */
export const evaluationAuthorities = defineMeasure({
  name: "evaluation-authorities",
  grain: "one row per trial design over authorities, outcome, comparison and trial authority",
  columns,
  key: ["evaluation", "outcome", "comparison", "authority_name", "authority_code"],
  method: "evaluation",
  component: "evaluation/by-authority",
  disclosure: PUBLISHED_FIGURES,
  audit: OF_AUTHORITIES,
  contributors: OF_NO_CHILD,
  rows: async (warehouse) => ({
    rows: roundedRows(
      (
        await warehouse.rows<Found>(`
        with mixtures as (
          select evaluation, outcome, comparison, synthetic_donors.authority_code,
            string_agg(name || ' ' || round(100 * weight)::integer || '%', ', ' order by weight desc, name) as donors
          from synthetic_donors join authorities on authorities.authority_code = donor_code
          group by all
        )
        select evaluation, outcome, comparison, authority_code, name as authority_name, found.estimate, found.std_error,
          found.without_it, synthetic_estimate, synthetic_lowest, synthetic_highest, synthetic_exact, synthetic_fit, synthetic_rank, synthetic_p, smallest_synthetic_p,
          synthetic_reason, donors, scale, comparison_authorities
        from evaluation_authorities as found join authorities using (authority_code)
        join evaluation_outcomes using (evaluation, outcome, comparison)
        left join mixtures using (evaluation, outcome, comparison, authority_code)
        order by found.rowid`)
      ).map(withInterval),
    ),
  }),
});
