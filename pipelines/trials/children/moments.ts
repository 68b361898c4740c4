import { markSql, marksSql, type Noise, noiseOfMean } from "../../disclosure/noise.ts";
import { CHANGE } from "../../measures/shared/statistics.ts";
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
  marks: string;
  moved: number;
  as_of: string;
}

/**
 * Per area of need and authority the sums that least squares needs, so that children never leave the
 * warehouse: of the change `y` and of the first need `f`, less the middle of its scale, which moves no
 * coefficient but the intercept and keeps the sums well-conditioned. The changes of an authority all
 * have the noise of its mean, so that whatever is made of the sums is made of noisy means; what
 * authorities differ by, and so every standard error, has the noise in it.
 *
 * @param whom SQL of the children to take, over `evaluated`.
 */
export async function readMoments(
  warehouse: Warehouse,
  domains: readonly string[],
  noise: Noise,
  whom = "true",
): Promise<Map<string, Moments>> {
  const change = (domain: string) => `${domain}_last - ${domain}_first`;
  const rows = await warehouse.rows<Record<string, string | number | null>>(`
    with chosen as (
      select ${markSql()} as mark, authority_code, side = 'trial' as is_trial, last_on,
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
      return [domain, ofSums(own.map((sums) => withItsNoise(sums, noise, CHANGE(domain))))];
    }),
  );
}

const MIDDLE = 50;

const SUMS = ["n", "f", "ff", "y", "yy", "fy", "marks", "moved", "as_of"];

const sumsSql = (of: string): string =>
  `count(${of}y) as ${of}n, fsum(${of}f) as ${of}f, fsum(${of}f * ${of}f) as ${of}ff, fsum(${of}y) as ${of}y,
      fsum(${of}y * ${of}y) as ${of}yy, fsum(${of}f * ${of}y) as ${of}fy,
      (${marksSql("mark", `${of}y`)} filter (${of}y is not null))::varchar as ${of}marks,
      count(*) filter (abs(${of}y) > 1e-9) as ${of}moved, max(last_on) filter (${of}y is not null) as ${of}as_of`;

/** The sums when the same is added to the change of every child. */
function withItsNoise(sums: Sums, noise: Noise, statistic: string): Sums {
  const { n, f, y, yy, fy } = sums;
  const by = noiseOfMean(noise, statistic, { n, marks: sums.marks });
  return { ...sums, y: y + n * by, yy: yy + 2 * by * y + n * by ** 2, fy: fy + by * f };
}

/**
 * The sums of children with a mark, a difference `y`, a covariate `f`, the side and the day of the last
 * reading, with the noise of the statistic.
 */
export async function momentsOf(
  warehouse: Warehouse,
  children: string,
  statistic: string,
  noise: Noise,
): Promise<Moments> {
  const rows = await warehouse.rows<Sums>(`
    with centred as (${children})
    select authority_code, any_value(is_trial)::integer as is_trial, ${sumsSql("")}
    from centred group by authority_code order by authority_code`);
  return ofSums(rows.map((sums) => withItsNoise(sums, noise, statistic)));
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
