/** One authority's published figures of an outcome, by period; a figure withheld is not there. */
export interface Series {
  authority_code: string;
  isTrial: boolean;
  values: ReadonlyMap<string, number>;
}

/** The same in hundredfold logarithms; a share of zero has none and counts as withheld. */
export const inLogs = (series: readonly Series[]): Series[] =>
  series.map(({ values, ...whose }) => ({
    ...whose,
    values: new Map(
      [...values].flatMap(([period, value]) =>
        value > 0 ? [[period, 100 * Math.log(value)] as const] : [],
      ),
    ),
  }));
