import { inverse, Matrix } from "ml-matrix";
import { chiSquaredUpper } from "./distributions.ts";
import { dot, times } from "./matrix.ts";
import { found, type Result, refused } from "./result.ts";

/** Counts of before (rows) by after (columns) over the same declared categories. */
export type SquareTable = number[][];

export interface ChiSquaredTest {
  chisq: number;
  df: number;
  p: number;
}

export function squareTable(
  before: readonly number[],
  after: readonly number[],
  categories: readonly number[],
): SquareTable {
  const table = categories.map(() => categories.map(() => 0));
  before.forEach((category, i) => {
    const row = table[categories.indexOf(category)];
    const column = categories.indexOf(after[i]!);
    if (row === undefined || column === -1) {
      throw new Error(`invalid category: ${category} to ${after[i]}; declared ${categories}`);
    }
    row[column] = row[column]! + 1;
  });
  return table;
}

/** Bowker's test of symmetry over the pairs of categories anyone moved between. */
export function bowker(table: SquareTable): Result<ChiSquaredTest> {
  let chisq = 0;
  let df = 0;
  for (let i = 0; i < table.length; i++) {
    for (let j = i + 1; j < table.length; j++) {
      const [there, back] = [table[i]![j]!, table[j]![i]!];
      if (there + back === 0) continue;
      chisq += (there - back) ** 2 / (there + back);
      df += 1;
    }
  }
  return found({ chisq, df, p: df === 0 ? 1 : chiSquaredUpper(chisq, df) });
}

/** Stuart-Maxwell test of equal margins; refuses when its covariance is singular. */
export function stuartMaxwell(table: SquareTable): Result<ChiSquaredTest> {
  const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
  const column = (j: number) => table.map((row) => row[j]!);
  const used = table.flatMap((row, i) => (sum(row) + sum(column(i)) > 0 ? [i] : []));
  const free = used.slice(0, -1);
  if (free.length === 0) return refused("singular_design");
  const d = free.map((i) => sum(table[i]!) - sum(column(i)));
  const v = free.map((i) =>
    free.map((j) =>
      i === j
        ? sum(table[i]!) + sum(column(i)) - 2 * table[i]![i]!
        : -(table[i]![j]! + table[j]![i]!),
    ),
  );
  try {
    const chisq = dot(d, times(inverse(new Matrix(v)).to2DArray(), d));
    if (!Number.isFinite(chisq)) return refused("singular_design");
    return found({ chisq, df: free.length, p: chiSquaredUpper(chisq, free.length) });
  } catch {
    return refused("singular_design");
  }
}
