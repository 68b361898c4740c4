import { dot, type Rows } from "./matrix.ts";

export interface MixedRow {
  group: string;
  /** Fixed-effect design, the intercept's 1 included. */
  x: readonly number[];
  /** Random-effect design: [1] for an intercept, [1, t] for an intercept and a slope. */
  z: readonly number[];
  y: number;
}

/** All that a mixed model needs of one group; y less an ordinary least-squares fit, for accuracy. */
export interface MixedMoments {
  id: string;
  n: number;
  ztz: Rows;
  ztx: Rows;
  zty: number[];
}

export interface MixedDesign {
  n: number;
  p: number;
  q: number;
  groups: MixedMoments[];
  xtx: Rows;
  xty: number[];
  yty: number;
}

export function mixedDesign(rows: readonly MixedRow[], start: readonly number[]): MixedDesign {
  const p = rows[0]!.x.length;
  const q = rows[0]!.z.length;
  const residuals = rows.map(({ x, y }) => y - dot(x, start));
  const byGroup = new Map<string, number[]>();
  rows.forEach(({ group }, i) => {
    const own = byGroup.get(group);
    if (own) own.push(i);
    else byGroup.set(group, [i]);
  });
  const all = rows.map((_, i) => i);
  type Side = (i: number, j: number) => number;
  const x: Side = (i, j) => rows[i]!.x[j]!;
  const z: Side = (i, j) => rows[i]!.z[j]!;
  const cross = (of: readonly number[], a: Side, na: number, b: Side, nb: number) =>
    Array.from({ length: na }, (_, j) =>
      Array.from({ length: nb }, (_, k) => of.reduce((sum, i) => sum + a(i, j) * b(i, k), 0)),
    );
  const y: Side = (i) => residuals[i]!;
  return {
    n: rows.length,
    p,
    q,
    groups: [...byGroup].map(([id, own]) => ({
      id,
      n: own.length,
      ztz: cross(own, z, q, z, q),
      ztx: cross(own, z, q, x, p),
      zty: cross(own, z, q, y, 1).map(([value]) => value!),
    })),
    xtx: cross(all, x, p, x, p),
    xty: cross(all, x, p, y, 1).map(([value]) => value!),
    yty: dot(residuals, residuals),
  };
}
