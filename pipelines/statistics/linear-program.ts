import { found, type Result, refused } from "./result.ts";

const tolerance = 1e-9;

/**
 * Least value of `cost`'x over x >= 0 with Ax = b, by the two-phase simplex method on a dense table,
 * entering and leaving by Bland's rule so that it cannot cycle (Bland 1977). For some tens of columns.
 *
 * Refuses constraints that nothing fulfils and a cost without a least value.
 */
export function leastCost(
  cost: readonly number[],
  constraints: readonly (readonly number[])[],
  bounds: readonly number[],
): Result<{ value: number; x: number[] }> {
  const [rows, columns] = [constraints.length, cost.length];
  const table = constraints.map((row, i) => {
    const sign = bounds[i]! < 0 ? -1 : 1;
    return [
      ...row.map((value) => sign * value),
      ...constraints.map((_, j) => Number(i === j)),
      sign * bounds[i]!,
    ];
  });
  const basis = constraints.map((_, i) => columns + i);
  const scale = Math.max(1, ...bounds.map(Math.abs), ...constraints.flat().map(Math.abs));
  // First the artificial columns are brought to nought.
  const artificial = Array.from({ length: columns + rows }, (_, j) => Number(j >= columns));
  if (!descend(table, basis, artificial, columns + rows)) return refused("invalid_input");
  const left = basis.reduce((sum, j, i) => sum + (j >= columns ? table[i]!.at(-1)! : 0), 0);
  if (left > tolerance * scale * rows) return refused("invalid_input");
  // One that stays at nought is taken out by any other column of its row, else the row says nothing.
  basis.forEach((j, i) => {
    if (j < columns) return;
    const other = table[i]!.findIndex((value, k) => k < columns && Math.abs(value) > tolerance);
    if (other >= 0) pivot(table, basis, i, other);
  });
  const prices = [...cost, ...constraints.map(() => 0)];
  if (!descend(table, basis, prices, columns)) return refused("invalid_input");
  const x = new Array<number>(columns).fill(0);
  basis.forEach((j, i) => {
    if (j < columns) x[j] = Math.max(0, table[i]!.at(-1)!);
  });
  return found({ value: x.reduce((sum, value, j) => sum + value * cost[j]!, 0), x });
}

/** Pivots until no column lowers the cost; false where one lowers it without end. */
function descend(
  table: number[][],
  basis: number[],
  prices: readonly number[],
  columns: number,
): boolean {
  for (let step = 0; step < 10_000; step++) {
    const reduced = (j: number) =>
      prices[j]! - basis.reduce((sum, k, i) => sum + prices[k]! * table[i]![j]!, 0);
    let entering = -1;
    for (let j = 0; j < columns && entering < 0; j++) {
      if (!basis.includes(j) && reduced(j) < -tolerance) entering = j;
    }
    if (entering < 0) return true;
    let leaving = -1;
    let least = Number.POSITIVE_INFINITY;
    table.forEach((row, i) => {
      if (row[entering]! <= tolerance) return;
      const ratio = row.at(-1)! / row[entering]!;
      const isLess = ratio < least - 1e-12;
      const isTied = !isLess && ratio <= least + 1e-12 && basis[i]! < basis[leaving]!;
      if (isLess || isTied) {
        leaving = i;
        least = Math.min(least, ratio);
      }
    });
    if (leaving < 0) return false;
    pivot(table, basis, leaving, entering);
  }
  return false;
}

function pivot(table: number[][], basis: number[], row: number, column: number): void {
  const own = table[row]!;
  const by = own[column]!;
  own.forEach((value, k) => {
    own[k] = value / by;
  });
  table.forEach((other, i) => {
    const factor = other[column]!;
    if (i === row || factor === 0) return;
    own.forEach((value, k) => {
      other[k] = other[k]! - factor * value;
    });
  });
  basis[row] = column;
}
