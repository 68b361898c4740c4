import type { ClusterMoments } from "../statistics/cluster-moments.ts";
import type { Warehouse } from "../warehouse.ts";

/** What is known of the two sides besides the moments. */
export interface Facts {
  trialN: number;
  comparisonN: number;
  trialMean: number | null;
  comparisonMean: number | null;
  asOf: string | null;
  trialAuthorities: number;
  comparisonAuthorities: number;
}

/**
 * Per authority the sums that least squares needs, so that children never leave the warehouse.
 *
 * @param whom SQL of the children to take, over `evaluated`.
 */
export async function readMoments(warehouse: Warehouse, domain: string, whom = "true") {
  return momentsOf(
    warehouse,
    `select authority_code, side = 'trial' as is_trial, last_on, ${domain}_last - ${domain}_first as y,
        ${domain}_first - avg(${domain}_first) over () as f
      from evaluated where ${whom} and ${domain}_first is not null and ${domain}_last is not null`,
  );
}

/** The sums of children with a difference `y`, a covariate `f`, the side and the day of the last reading. */
export async function momentsOf(warehouse: Warehouse, children: string) {
  const rows = await warehouse.rows<{
    authority_code: string;
    is_trial: number;
    n: number;
    f: number;
    ff: number;
    y: number;
    yy: number;
    fy: number;
    as_of: string;
  }>(`
    with centred as (${children})
    select authority_code, any_value(is_trial)::integer as is_trial, count(*) as n,
      fsum(f) as f, fsum(f * f) as ff, fsum(y) as y, fsum(y * y) as yy, fsum(f * y) as fy,
      max(last_on) as as_of
    from centred group by authority_code order by authority_code`);
  const moments: ClusterMoments[] = rows.map(
    ({ authority_code, is_trial: t, n, f, ff, y, yy, fy }) => ({
      id: authority_code,
      n,
      xtx: [
        [n, t * n, f],
        [t * n, t * n, t * f],
        [f, t * f, ff],
      ],
      xty: [y, t * y, fy],
      yty: yy,
    }),
  );
  const side = (isTrial: number) => rows.filter((row) => row.is_trial === isTrial);
  const total = (isTrial: number) => side(isTrial).reduce((sum, { n }) => sum + n, 0);
  const mean = (isTrial: number) =>
    total(isTrial) ? side(isTrial).reduce((sum, { y }) => sum + y, 0) / total(isTrial) : null;
  const facts: Facts = {
    trialN: total(1),
    comparisonN: total(0),
    trialMean: mean(1),
    comparisonMean: mean(0),
    asOf:
      rows
        .map(({ as_of }) => as_of)
        .sort()
        .at(-1) ?? null,
    trialAuthorities: side(1).length,
    comparisonAuthorities: side(0).length,
  };
  return { moments, facts };
}
