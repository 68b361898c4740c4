import { syntheticControl } from "../../statistics/synthetic-control.ts";
import type { Cell } from "../../warehouse/insert-rows.ts";
import { rule } from "../../warehouse/rules.ts";
import type { OutcomeEffect } from "./effect.ts";
import type { OutcomePanel } from "./outcome-panel.ts";
import type { Place } from "./place.ts";

type Row = Record<string, Cell>;

/** Each trial authority against a mixture of comparison authorities that matched it before the start. */
export function syntheticRows(place: Place, panel: OutcomePanel, effect: OutcomeEffect) {
  const { rows, periods, firstTrial } = panel;
  const donors = new Set(rows.filter(({ treated }) => !treated).map(({ unit }) => unit)).size;
  const leaveOneOut = new Map(
    effect.difference.value?.leaveOneOut.map(({ unit, estimate }) => [unit, estimate]) ?? [],
  );
  const all = { authorities: [] as Row[], periods: [] as Row[], donors: [] as Row[] };
  for (const { authority_code, estimate, std_error } of effect.authorities) {
    const own = rows.filter(({ unit, treated }) => !treated || unit === authority_code);
    const isTooMany = donors > rule("most_synthetic_donors");
    const found = isTooMany
      ? null
      : syntheticControl(own, (panel.starts.get(authority_code) ?? firstTrial) - 1, {
          nearlyExact: rule("nearly_exact_fit"),
        });
    const value = found?.value;
    all.authorities.push({
      ...place,
      authority_code,
      estimate,
      std_error,
      without_it: leaveOneOut.get(authority_code) ?? null,
      synthetic_estimate: value?.att ?? null,
      synthetic_lowest: value?.equallyGood.lo ?? null,
      synthetic_highest: value?.equallyGood.hi ?? null,
      synthetic_exact: value?.isNearlyExact ?? null,
      synthetic_ranked: value?.ranked ?? null,
      synthetic_fit: value?.preRmspe ?? null,
      synthetic_rank: value?.rank ?? null,
      synthetic_p: value?.p ?? null,
      smallest_synthetic_p: value?.pMinAttainable ?? null,
      synthetic_reason: isTooMany ? "too_many_donors" : (found?.reason ?? null),
    });
    if (!value) continue;
    const actual = own.filter(({ unit }) => unit === authority_code);
    // Beside an exact match no placebo is matched as well as this one.
    const near = value.isNearlyExact
      ? []
      : value.placebos.filter(
          ({ preRmspe }) => preRmspe <= rule("worst_placebo_fit") * value.preRmspe,
        );
    periods.forEach((period, i) => {
      const here = actual.find((row) => row.period === i)!.value;
      const gaps = near.map((placebo) => placebo.gaps[i]!);
      all.periods.push({
        ...place,
        authority_code,
        period,
        actual: here,
        synthetic: here - value.gaps[i]!,
        lowest_placebo: gaps.length ? Math.min(...gaps) : null,
        highest_placebo: gaps.length ? Math.max(...gaps) : null,
      });
    });
    for (const { donor, weight } of value.weights) {
      if (weight < rule("smallest_donor_weight")) continue;
      const without = value.leaveOneOut.find((other) => other.donor === donor);
      const donorRow = { donor_code: donor, weight, without_it: without?.att ?? null };
      all.donors.push({ ...place, authority_code, ...donorRow });
    }
  }
  return all;
}
