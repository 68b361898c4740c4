/** One published figure per authority and period, and how it is worked out from a table's columns. */
export interface Indicator {
  indicator: string;
  title: string;
  unit: "plans" | "requests" | "assessments" | "children" | "per cent";
  /** Which way is better for children, where the approach claims one. */
  polarity: "higher is better" | "lower is better" | "neither";
  definition: string;
  /** The column that gives it … */
  column?: string;
  /** … or the columns whose sum over another column gives a percentage. */
  share?: { of: readonly string[]; over: string };
  /** … or what is worked out of the plans whose placement is recorded. */
  recorded?: Recorded;
}

/** Of plans whose placement is recorded: those of some columns, or those in no other kind; or the plans that are not. */
export type Recorded = { share: readonly string[] | "elsewhere" } | "elsewhere" | "not recorded";

/** Indicators that count, given as column of the table: [indicator, title]. */
export const counted = (
  unit: Exclude<Indicator["unit"], "per cent">,
  columns: Readonly<Record<string, readonly [indicator: string, title: string]>>,
): Indicator[] =>
  Object.entries(columns).map(([column, [indicator, title]]) => ({
    indicator,
    title,
    unit,
    polarity: "neither",
    definition: title,
    column,
  }));
