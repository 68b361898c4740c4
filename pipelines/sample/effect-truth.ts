import type { Levels } from "./area.ts";
import { DOMAINS, type Domain } from "./area.ts";
import type { Authority } from "./authority.ts";
import { Mean, rounded } from "./mean.ts";
import { needIn } from "./need.ts";
import type { Pair } from "./pair.ts";

/** The effect that was really given, in points of need: mean change with the trial, less without. */
export interface EffectTruth {
  /** Every paired child of the trial counts once. */
  child_weighted: number | null;
  /** Every trial authority counts once. */
  authority_mean: number | null;
  n_pairs: number;
  by_authority: { authority_code: string; effect: number | null; n_pairs: number }[];
}

/** Gathers, pair by pair, the contrast of the two worlds of the same children. */
export class EffectTally {
  private readonly means = new Map<Domain, Map<string, Mean>>();
  private readonly codes: string[];

  constructor(authorities: readonly Authority[]) {
    this.codes = authorities.filter(({ isTrial }) => isTrial).map(({ code }) => code);
    for (const domain of DOMAINS) {
      this.means.set(domain, new Map(this.codes.map((code) => [code, new Mean()])));
    }
  }

  add({ code, instrument }: Authority, { first, last }: Pair): void {
    for (const domain of DOMAINS) {
      const need = (levels: Levels) => needIn(domain, levels, instrument);
      const withTrial = change(need(first.levels), need(last.levels));
      const without = change(need(first.withoutTrial), need(last.withoutTrial));
      if (withTrial === null || without === null) continue;
      this.means
        .get(domain)!
        .get(code)!
        .add(withTrial - without);
    }
  }

  result(): Record<Domain, EffectTruth> {
    return Object.fromEntries(
      DOMAINS.map((domain) => [domain, this.domainResult(domain)]),
    ) as Record<Domain, EffectTruth>;
  }

  private domainResult(domain: Domain): EffectTruth {
    const by_authority = this.codes.map((authority_code) => {
      const { value, n } = this.means.get(domain)!.get(authority_code)!;
      return { authority_code, effect: value, n_pairs: n };
    });
    const known = by_authority.flatMap(({ effect, n_pairs }) =>
      effect === null ? [] : [{ effect, n_pairs }],
    );
    const n_pairs = known.reduce((sum, row) => sum + row.n_pairs, 0);
    const sum = (weight: (row: { n_pairs: number }) => number) =>
      known.reduce((total, row) => total + row.effect * weight(row), 0);
    return {
      child_weighted: n_pairs ? rounded(sum((row) => row.n_pairs) / n_pairs) : null,
      authority_mean: known.length ? rounded(sum(() => 1) / known.length) : null,
      n_pairs,
      by_authority,
    };
  }
}

export const change = (first: number | null, last: number | null): number | null =>
  first === null || last === null ? null : last - first;
