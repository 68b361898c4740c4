import { symbolMeaning } from "./words.js";

/** Why a figure is missing, in words: one list for all figures about children and settings. */
const REASONS: Record<string, string> = {
  below_minimum_size: "too few children",
  above_maximum_size: "too many children to model",
  zero_variance: "no spread in the changes",
  singular_design: "no model of similar children",
  reliability_unknown: "unknown how far raters agree",
  too_few_settings: "fewer than 5 settings",
  too_few_expected: "fewer than 5 expected to improve, or not to",
  too_few_periods: "fewer than 12 periods with enough children, so no limits are drawn",
  no_variation: "the periods do not vary, so no limits are drawn",
  did_not_converge: "could not be worked out",
};

/** The same of comparisons of authorities, where the units are authorities and years. */
const OF_AUTHORITIES: Record<string, string> = {
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

export const HIDDEN = symbolMeaning.c as string;

/** Why nothing of several rows is shown: which of the two it is of one may not be told. */
export const noneShown = (what: string, event = "whose need changed"): string =>
  `No ${what} can be shown: figures are hidden so that no child can be identified, for too few children or too few ${event}.`;

const NO_FIGURE = "no figure";

/** Why there is no figure; of a reason without words of its own, that it could not be worked out. */
export const reasonWords = (reason: string | null, own: Record<string, string> = {}): string =>
  reason === null ? NO_FIGURE : (own[reason] ?? REASONS[reason] ?? "could not be worked out");

/** What stands in a chart in place of a figure: that it is hidden, or why there is none. */
export const missing = (
  { symbol, reason = null }: { symbol: string | null; reason?: string | null },
  own?: Record<string, string>,
): string => (symbol === "c" ? HIDDEN : reasonWords(reason, own));

/** What stands in a table: nothing where the row's symbol says it, or why there is no figure. */
export const missingCell = (
  row: { symbol: string | null; reason?: string | null },
  own?: Record<string, string>,
): string | null => (row.symbol === "c" ? null : missing(row, own));

/** Why there is no answer in a comparison of authorities. */
export const why = (reason: string | null): string =>
  reason === null ? NO_FIGURE : (OF_AUTHORITIES[reason] ?? reason.replaceAll("_", " "));
