import { markSql, marksSql, type Noise, noiseOfMean } from "../../disclosure/noise.ts";
import { CHANGE } from "../../measures/shared/statistics.ts";
import type { ClusterMoments } from "../../statistics/cluster-moments.ts";
import { zeros } from "../../statistics/matrix.ts";
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

/** The sums of one authority's children read with one instrument, the noise of their mean in them. */
export interface Cell {
  authority_code: string;
  instrument: string;
  version: string;
  isTrial: boolean;
  n: number;
  f: number;
  ff: number;
  y: number;
  yy: number;
  fy: number;
  /** Children with any change at all. */
  moved: number;
  as_of: string;
  /** Standard deviation of the noise in `y`, where it has any. */
  noiseOfSum?: number;
}

/** Sums of authorities, and what is known of the sides. */
export interface Moments {
  /** `trial` and `first`, after one column an instrument, or the intercept alone. */
  columns: string[];
  moments: ClusterMoments[];
  cells: readonly Cell[];
  facts: Facts;
}

type Row = Record<string, string | number | null>;

interface Read {
  /** The view that children are taken from. */
  from?: string;
  /** SQL of the children to take. */
  whom?: string;
}

/**
 * Per area of need, authority and instrument the sums that least squares needs, so that children never
 * leave the warehouse: of the change `y` and of the first need `f`, less the middle of its scale, which
 * moves no coefficient but the level's and keeps the sums well-conditioned. The changes of a cell all
 * have the noise of its mean, so that whatever is made of the sums is made of noisy means; what
 * authorities differ by, and so every standard error, has the noise in it.
 */
export async function readCells(
  warehouse: Warehouse,
  domains: readonly string[],
  noise: Noise,
  { from = "evaluated", whom = "true" }: Read = {},
): Promise<Map<string, Cell[]>> {
  if (domains.length === 0) return new Map();
  const change = (domain: string) => `${domain}_last - ${domain}_first`;
  const rows = await warehouse.rows<Row>(`
    with chosen as (
      select ${markSql()} as mark, authority_code, instrument, version, side = 'trial' as is_trial, last_on,
        ${domains.map((domain) => `${change(domain)} as ${domain}_y, case when ${domain}_y is not null then ${domain}_first - ${MIDDLE} end as ${domain}_f`).join(",\n        ")}
      from ${from} where ${whom}
    )
    select authority_code, instrument, version, any_value(is_trial) as is_trial,
      ${domains.map((domain) => sumsSql(`${domain}_`)).join(",\n      ")}
    from chosen group by authority_code, instrument, version order by authority_code, instrument, version`);
  return new Map(
    domains.map((domain) => [
      domain,
      rows.flatMap((row) =>
        row[`${domain}_n`] ? [cellOf(row, `${domain}_`, noise, CHANGE(domain))] : [],
      ),
    ]),
  );
}

const MIDDLE = 50;

const sumsSql = (of: string): string =>
  `count(${of}y) as ${of}n, fsum(${of}f) as ${of}f, fsum(${of}f * ${of}f) as ${of}ff, fsum(${of}y) as ${of}y,
      fsum(${of}y * ${of}y) as ${of}yy, fsum(${of}f * ${of}y) as ${of}fy,
      (${marksSql("mark", `${of}y`)} filter (${of}y is not null))::varchar as ${of}marks,
      count(*) filter (abs(${of}y) > 1e-9) as ${of}moved, max(last_on) filter (${of}y is not null) as ${of}as_of`;

/** The sums when the noise of their mean is added to the change of every child. */
function cellOf(row: Row, prefix: string, noise: Noise, statistic: string): Cell {
  const of = (name: string) => Number(row[`${prefix}${name}`]);
  const [n, f, y] = [of("n"), of("f"), of("y")];
  const by = noiseOfMean(noise, statistic, { n, marks: String(row[`${prefix}marks`]) });
  return {
    authority_code: String(row.authority_code),
    instrument: String(row.instrument),
    version: String(row.version),
    isTrial: Boolean(row.is_trial),
    ...{ n, f, ff: of("ff") },
    ...{ y: y + n * by, yy: of("yy") + 2 * by * y + n * by ** 2, fy: of("fy") + by * f },
    moved: of("moved"),
    as_of: String(row[`${prefix}as_of`]),
    noiseOfSum: noise.ofSum,
  };
}

/** The same sums of changes divided by a number of their instrument. */
export const scaledCells = (
  cells: readonly Cell[],
  unitOf: (instrument: string, version: string) => number,
): Cell[] =>
  cells.map((cell) => {
    const { f, ff, y, yy, fy } = cell;
    const unit = unitOf(cell.instrument, cell.version);
    return {
      ...cell,
      ...{ f: f / unit, y: y / unit, ff: ff / unit ** 2, yy: yy / unit ** 2, fy: fy / unit ** 2 },
      noiseOfSum: (cell.noiseOfSum ?? 0) / unit,
    };
  });

/**
 * The cells of one authority and instrument, of children with a mark, a difference `y`, a covariate `f`,
 * the side and the day of the last reading, with the noise of the statistic.
 */
export async function cellsOf(
  warehouse: Warehouse,
  children: string,
  statistic: string,
  noise: Noise,
): Promise<Cell[]> {
  const rows = await warehouse.rows<Row>(`
    with centred as (${children})
    select authority_code, instrument, version, any_value(is_trial) as is_trial, ${sumsSql("")}
    from centred group by authority_code, instrument, version order by authority_code, instrument, version`);
  return rows.map((row) => cellOf(row, "", noise, statistic));
}

/** Variance of a difference between the sides' means that is of the noise in their sums alone. */
export function noiseVariance(cells: readonly Cell[]): number {
  const ofSide = (side: boolean) => {
    const own = cells.filter(({ isTrial }) => isTrial === side);
    const n = own.reduce((sum, cell) => sum + cell.n, 0);
    return own.reduce((sum, { noiseOfSum = 0 }) => sum + (noiseOfSum / n) ** 2, 0);
  };
  return ofSide(true) + ofSide(false);
}

const namedInstrument = ({ instrument, version }: Cell): string => `${instrument} ${version}`;

/**
 * The sums of each authority. Within instruments every instrument has a level of its own, so that
 * children are compared with children read with the same one; the means of the sides are then balanced
 * over instruments as the difference is, so that their difference is the estimate.
 */
export function momentsOf(cells: readonly Cell[], isWithin = false): Moments {
  const instruments = [...new Set(cells.map(namedInstrument))].sort();
  const levels = isWithin && instruments.length > 1 ? instruments : ["intercept"];
  const columns = [...levels, "trial", "first"];
  const clusters = new Map<string, ClusterMoments>();
  for (const cell of cells) {
    const { authority_code: id, n, f, ff, y, yy, fy } = cell;
    const size = columns.length;
    const own = clusters.get(id) ?? {
      ...{ id, n: 0, xtx: zeros(size, size), xty: new Array<number>(size).fill(0), yty: 0 },
    };
    const level = levels.length > 1 ? levels.indexOf(namedInstrument(cell)) : 0;
    const at = levels.map((_, i) => Number(i === level)).concat(Number(cell.isTrial));
    const last = size - 1;
    at.forEach((a, i) => {
      at.forEach((b, j) => {
        own.xtx[i]![j]! += n * a * b;
      });
      own.xtx[i]![last]! += f * a;
      own.xtx[last]![i]! += f * a;
      own.xty[i]! += y * a;
    });
    own.xtx[last]![last]! += ff;
    own.xty[last]! += fy;
    own.n += n;
    own.yty += yy;
    clusters.set(id, own);
  }
  return { columns, moments: [...clusters.values()], cells, facts: factsOf(cells, isWithin) };
}

function factsOf(cells: readonly Cell[], isWithin: boolean): Facts {
  const side = (isTrial: boolean) => cells.filter((cell) => cell.isTrial === isTrial);
  const [trial, others] = [side(true), side(false)];
  const total = (some: readonly Cell[], of: "n" | "moved") =>
    some.reduce((sum, cell) => sum + cell[of], 0);
  const authorities = (some: readonly Cell[]) =>
    new Set(some.map(({ authority_code }) => authority_code)).size;
  const [trialMean, comparisonMean] = isWithin
    ? balancedMeans(trial, others)
    : [meanOf(trial), meanOf(others)];
  return {
    trialN: total(trial, "n"),
    comparisonN: total(others, "n"),
    trialMean,
    comparisonMean,
    asOf:
      cells
        .map(({ as_of }) => as_of)
        .sort()
        .at(-1) ?? null,
    trialAuthorities: authorities(trial),
    comparisonAuthorities: authorities(others),
    trialMoved: total(trial, "moved"),
    comparisonMoved: total(others, "moved"),
  };
}

function meanOf(cells: readonly Cell[]): number | null {
  const n = cells.reduce((sum, cell) => sum + cell.n, 0);
  return n ? cells.reduce((sum, { y }) => sum + y, 0) / n : null;
}

/** Means of the sides by instrument, each instrument with the weight that it has in the difference. */
function balancedMeans(
  trial: readonly Cell[],
  others: readonly Cell[],
): [number | null, number | null] {
  const parts = [...new Set(trial.map(namedInstrument))].flatMap((name) => {
    const [own, same] = [trial, others].map((some) =>
      some.filter((cell) => namedInstrument(cell) === name),
    ) as [Cell[], Cell[]];
    const [a, b] = [own, same].map((some) => some.reduce((sum, { n }) => sum + n, 0)) as [
      number,
      number,
    ];
    return a && b ? [{ weight: (a * b) / (a + b), trial: meanOf(own)!, other: meanOf(same)! }] : [];
  });
  const whole = parts.reduce((sum, { weight }) => sum + weight, 0);
  if (!(whole > 0)) return [null, null];
  const balanced = (side: "trial" | "other") =>
    parts.reduce((sum, part) => sum + part.weight * part[side], 0) / whole;
  return [balanced("trial"), balanced("other")];
}
