import { z } from "zod";
import { tCritical } from "../../statistics/distributions.ts";
import { rule } from "../../warehouse/rules.ts";
import { defineRelease, PUBLISHED_FIGURES, roundedRows } from "../define/release.ts";

const number = z.number().nullable();

const row = z.strictObject({
  evaluation: z.string(),
  outcome: z.string(),
  comparison: z.string(),
  authority_code: z.string(),
  authority_name: z.string(),
  /** This authority less the comparison, after less before, in the outcome's unit (growth: per cent). */
  estimate: number,
  /** The 95% interval takes as error how much single comparison authorities differ in their change. */
  lower: number,
  upper: number,
  /** The difference of all trial authorities without this one. */
  without_it: number,
  /** Mean gap after the start from the mixture that matched it before; how well it matched. */
  synthetic_estimate: number,
  synthetic_fit: number,
  /** Place among the placebos, share of them at least as extreme, and the least that share could be. */
  synthetic_rank: number,
  synthetic_p: number,
  smallest_synthetic_p: number,
  synthetic_reason: z.string().nullable(),
  /** The mixture in words, largest weight first. */
  donors: z.string().nullable(),
});

export type EvaluationAuthority = z.infer<typeof row>;

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
  };
}

/** Each trial authority by itself: its difference, and its synthetic control. */
export const evaluationAuthorities = defineRelease({
  name: "evaluation-authorities",
  grain: "one row per trial design over authorities, outcome, comparison and trial authority",
  row,
  disclosure: PUBLISHED_FIGURES,
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
          found.without_it, synthetic_estimate, synthetic_fit, synthetic_rank, synthetic_p, smallest_synthetic_p,
          synthetic_reason, donors, scale, comparison_authorities
        from evaluation_authorities as found join authorities using (authority_code)
        join evaluation_outcomes using (evaluation, outcome, comparison)
        left join mixtures using (evaluation, outcome, comparison, authority_code)
        order by found.rowid`)
      ).map(withInterval),
    ),
  }),
});
