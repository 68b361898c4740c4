import { type Bounds, narrowest, type Sum } from "../../../pipelines/disclosure/audit.ts";
import { smallestCover } from "../../../pipelines/disclosure/smallest-cover.ts";
import { type Json, number } from "../case-files.ts";
import type { Adapter } from "./adapter.ts";

interface Params {
  row_tree: { Total: string[] };
  col_tree: { Total: string[] };
  primaries: [string, string][];
  min_count: number;
}

export const sdcOptimalAdapter: Adapter = async (files) => {
  const { row_tree, col_tree, primaries, min_count } = files.json<Params>("params.json");
  const values = new Map(
    files.rows("table.csv").map((row) => [`${row.row}|${row.col}`, number(row, "value")]),
  );
  const [rows, cols] = [row_tree.Total, col_tree.Total];
  const sums: Sum[] = [
    ...[...rows, "Total"].map((row) => ({
      whole: `${row}|Total`,
      parts: cols.map((col) => `${row}|${col}`),
    })),
    ...[...cols, "Total"].map((col) => ({
      whole: `Total|${col}`,
      parts: rows.map((row) => `${row}|${col}`),
    })),
  ];
  const hidden = primaries.map((cell) => cell.join("|"));
  const all = [...values.values()].reduce((sum, value) => sum + value, 0);
  const open: Bounds = { least: 0, most: Number.POSITIVE_INFINITY };
  const tiers: Record<string, (value: number) => Bounds> = {
    pm1: (value) => ({ least: value - 1, most: value + 1 }),
    cover: (value) => ({ least: 0, most: Math.max(min_count, value + 1) }),
  };
  const costs: Record<string, (value: number) => number> = {
    cells: (value) => 1 + (1e-4 * value) / all,
    value: (value) => value,
  };
  const optimum: Record<string, Record<string, Json>> = {};
  for (const [tier, asked] of Object.entries(tiers)) {
    optimum[tier] = {};
    for (const [kind, cost] of Object.entries(costs)) {
      const mustHide = new Map(hidden.map((name) => [name, asked(values.get(name)!)]));
      const own = new Map([...values].map(([name, value]) => [name, cost(value)]));
      const pattern = await smallestCover(values, sums, mustHide, own);
      const given = new Map(
        [...values].map(([name, value]): [string, Bounds] => [
          name,
          pattern.includes(name) ? open : { least: value, most: value },
        ]),
      );
      const known = await narrowest(given, sums, hidden);
      for (const [name, { least, most }] of mustHide) {
        const bounds = known.get(name)!;
        if (bounds.least > least || bounds.most < most) throw new Error(`${name} is not covered`);
      }
      optimum[tier][kind] = {
        n_suppressed: pattern.length,
        value_suppressed: pattern.reduce((sum, name) => sum + values.get(name)!, 0),
        one_optimal_pattern: pattern,
        intervals: Object.fromEntries(
          hidden.map((name) => [name, [known.get(name)!.least, known.get(name)!.most]]),
        ),
      };
    }
  }
  return { n_primary: primaries.length, optimum };
};
