import type { ClusterMoments } from "../../statistics/cluster-moments.ts";
import type { Warehouse } from "../../warehouse/warehouse.ts";

/** What is known of the two sides besides the moments. */
export interface Facts {
  trialN: number;
  comparisonN: number;
  trialMean: number | null;
  comparisonMean: number | null;
  asOf: string | null;
  trialAuthorities: number;
  comparisonAuthorities: number;
  /** Children with any change at all. */
  trialMoved: number;
  comparisonMoved: number;
}

/** Of one area of need: the sums of each authority, and what is known of the sides. */
export interface Moments {
  moments: ClusterMoments[];
  /** How many children of each had any change at all, in their order. */
  moved: number[];
  facts: Facts;
}

/** The sums of one authority's children, with their last day. */
interface Sums extends Record<string, string | number | null> {
  authority_code: string;
  is_trial: number;
  n: number;
  f: number;
  ff: number;
  y: number;
  yy: number;
  fy: number;
  moved: number;
  as_of: string;
}

/**
 * Per area of need and authority the sums that least squares needs, so that children never leave the
 * warehouse: of the change `y` and of the first need `f`, less the middle of its scale, which moves no
 * coefficient but the intercept and keeps the sums well-conditioned.
 *
 * @param whom SQL of the children to take, over `evaluated`.
 */
export async function readMoments(
  warehouse: Warehouse,
  domains: readonly string[],
  whom = "true",
): Promise<Map<string, Moments>> {
  const change = (domain: string) => `${domain}_last - ${domain}_first`;
  const rows = await warehouse.rows<Record<string, string | number | null>>(`
    with chosen as (
      select authority_code, side = 'trial' as is_trial, last_on,
        ${domains.map((domain) => `${change(domain)} as ${domain}_y, case when ${domain}_y is not null then ${domain}_first - ${MIDDLE} end as ${domain}_f`).join(",\n        ")}
      from evaluated where ${whom}
    )
    select authority_code, any_value(is_trial)::integer as is_trial,
      ${domains.map((domain) => sumsSql(`${domain}_`)).join(",\n      ")}
    from chosen group by authority_code order by authority_code`);
  return new Map(
    domains.map((domain) => {
      const own = rows.flatMap((row): Sums[] => {
        const { authority_code, is_trial } = row as Sums;
        const of = (name: string) => row[`${domain}_${name}`];
        const sums = Object.fromEntries(SUMS.map((name) => [name, of(name)]));
        return of("n") ? [{ ...sums, authority_code, is_trial } as Sums] : [];
      });
      return [domain, ofSums(own)];
    }),
  );
}

const MIDDLE = 50;

const SUMS = ["n", "f", "ff", "y", "yy", "fy", "moved", "as_of"];

const sumsSql = (of: string): string =>
  `count(${of}y) as ${of}n, fsum(${of}f) as ${of}f, fsum(${of}f * ${of}f) as ${of}ff, fsum(${of}y) as ${of}y,
      fsum(${of}y * ${of}y) as ${of}yy, fsum(${of}f * ${of}y) as ${of}fy,
      count(*) filter (abs(${of}y) > 1e-9) as ${of}moved, max(last_on) filter (${of}y is not null) as ${of}as_of`;

/** The sums of children with a difference `y`, a covariate `f`, the side and the day of the last reading. */
export async function momentsOf(warehouse: Warehouse, children: string): Promise<Moments> {
  const rows = await warehouse.rows<Sums>(`
    with centred as (${children})
    select authority_code, any_value(is_trial)::integer as is_trial, ${sumsSql("")}
    from centred group by authority_code order by authority_code`);
  return ofSums(rows);
}

function ofSums(rows: readonly Sums[]): Moments {
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
  const movedOf = (isTrial: number) => side(isTrial).reduce((sum, { moved }) => sum + moved, 0);
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
    trialMoved: movedOf(1),
    comparisonMoved: movedOf(0),
  };
  return { moments, facts, moved: rows.map(({ moved }) => moved) };
}
