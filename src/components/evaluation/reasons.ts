const REASONS: Record<string, string> = {
  below_minimum_size: "too few years before the start",
  too_few_treated_clusters: "too few trial authorities with figures",
  too_few_comparison_clusters: "too few comparison authorities with figures",
  too_few_clusters: "too few authorities with figures",
  effect_not_identified: "no comparison can be made",
  too_many_donors:
    "more than 40 authorities to mix, so that the weights would be one choice of many",
  zero_variance: "the figures do not vary",
  poor_fit: "no mixture matches the years before",
};

/** Why there is no figure, in words. */
export const why = (reason: string | null): string =>
  reason === null ? "no figure" : (REASONS[reason] ?? reason.replaceAll("_", " "));
