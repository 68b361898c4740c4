import { type Bounds, knowable, type Sum } from "../../../pipelines/disclosure/audit.ts";
import { independentColumns } from "../../../pipelines/statistics/independent-columns.ts";
import { number } from "../case-files.ts";
import type { Adapter } from "./adapter.ts";

type Tree = Record<string, string[]>;

interface Params {
  row_tree: Tree;
  col_tree: Tree;
  primaries: [string, string][];
  patterns: Record<string, [string, string][]>;
  min_count: number;
  protect: { lower_at_most: number; upper_at_least: number };
}

/** Every node of a tree, the root first, in the order in which they are listed. */
const nodes = (tree: Tree): string[] => [
  ...new Set(Object.entries(tree).flatMap(([parent, children]) => [parent, ...children])),
];

export const sdcAuditAdapter: Adapter = (files) => {
  const params = files.json<Params>("params.json");
  const leaves = files
    .rows("table.csv")
    .map((row) => ({ row: row.row!, col: row.col!, value: number(row, "value") }));
  const [rows, cols] = [nodes(params.row_tree), nodes(params.col_tree)];
  const under = (tree: Tree, node: string): string[] =>
    tree[node] ? tree[node].flatMap((child) => under(tree, child)) : [node];
  const sumOf = (row: string, col: string): number => {
    const [ownRows, ownCols] = [under(params.row_tree, row), under(params.col_tree, col)];
    return leaves
      .filter((leaf) => ownRows.includes(leaf.row) && ownCols.includes(leaf.col))
      .reduce((sum, { value }) => sum + value, 0);
  };
  const names: string[] = rows.flatMap((row) => cols.map((col) => `${row}|${col}`));
  const values = new Map<string, number>(
    rows.flatMap((row) => cols.map((col) => [`${row}|${col}`, sumOf(row, col)] as const)),
  );
  const sums: Sum[] = [
    ...Object.entries(params.row_tree).flatMap(([parent, children]) =>
      cols.map((col) => ({
        whole: `${parent}|${col}`,
        parts: children.map((child) => `${child}|${col}`),
      })),
    ),
    ...Object.entries(params.col_tree).flatMap(([parent, children]) =>
      rows.map((row) => ({
        whole: `${row}|${parent}`,
        parts: children.map((child) => `${row}|${child}`),
      })),
    ),
  ];
  const primaries = new Set(params.primaries.map((cell) => cell.join("|")));
  const { lower_at_most, upper_at_least } = params.protect;
  const pattern = (hidden: readonly [string, string][]) => {
    const suppressed = new Set(hidden.map((cell) => cell.join("|")));
    const given = new Map(
      [...values].map(([name, value]): [string, Bounds] => [
        name,
        suppressed.has(name)
          ? { least: 0, most: Number.POSITIVE_INFINITY }
          : { least: value, most: value },
      ]),
    );
    const known = knowable(given, sums);
    const cells = names
      .filter((name) => suppressed.has(name))
      .map((cell) => {
        const { least, most } = known.get(cell)!;
        return {
          cell,
          value: values.get(cell)!,
          primary: primaries.has(cell),
          lp_min: least,
          lp_max: most,
          int_min: least,
          int_max: most,
          exactly_disclosed: least === most,
          protected: least <= lower_at_most && most >= upper_at_least,
          reveals_small: least >= 1 && most < params.min_count,
        };
      });
    const sensitive = cells.filter(({ primary }) => primary);
    return {
      n_suppressed: suppressed.size,
      value_suppressed: cells.reduce((sum, { value }) => sum + value, 0),
      cells,
      any_exact: sensitive.some((cell) => cell.exactly_disclosed),
      all_protected: sensitive.every((cell) => cell.protected),
      any_reveals_small: sensitive.some((cell) => cell.reveals_small),
    };
  };
  // A column for each sum, its values over the numbers, and one below that no constant can stand for.
  const equations = sums.map(({ whole, parts }) => [
    ...names.map((name) => (name === whole ? -1 : Number(parts.includes(name)))),
    0,
  ]);
  return {
    n_cells: names.length,
    n_constraints: sums.length,
    rank: independentColumns(equations).length,
    n_primary: primaries.size,
    patterns: Object.fromEntries(
      Object.entries(params.patterns).map(([name, hidden]) => [name, pattern(hidden)]),
    ),
  };
};
