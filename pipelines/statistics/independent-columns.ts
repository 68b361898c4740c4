import { dot } from "./matrix.ts";

/** A column is dependent when less than this share of its length is left beside the earlier ones. */
const LEFT = 1e-7;

/**
 * Indices of the columns that are no combination of those before them and a column of ones, in
 * order. Each column has one value a row; modified Gram-Schmidt, the columns centred first.
 */
export function independentColumns(columns: readonly (readonly number[])[]): number[] {
  const kept: number[] = [];
  const basis: number[][] = [];
  columns.forEach((column, j) => {
    const usual = column.reduce((sum, value) => sum + value, 0) / column.length;
    let rest = column.map((value) => value - usual);
    const length = Math.sqrt(dot(column, column));
    // Twice, because one pass leaves rounding behind that a long column makes visible.
    for (let pass = 0; pass < 2; pass++) {
      for (const one of basis) {
        const along = dot(rest, one);
        rest = rest.map((value, i) => value - along * one[i]!);
      }
    }
    const left = Math.sqrt(dot(rest, rest));
    if (!(left > LEFT * length)) return;
    kept.push(j);
    basis.push(rest.map((value) => value / left));
  });
  return kept;
}
