import { type Bounds, narrowest, type Sum } from "../../../pipelines/disclosure/audit.ts";
import { nearestFive } from "../../../pipelines/disclosure/protect.ts";
import { number } from "../case-files.ts";
import type { Adapter } from "./adapter.ts";

interface Params {
  base: number;
  exact_cells: [string, string][];
}

const SMALL = 5;

export const sdcRoundingAdapter: Adapter = async (files) => {
  const { base, exact_cells } = files.json<Params>("params.json");
  const exact = new Set(exact_cells.map((cell) => cell.join("|")));
  const cells = files.rows("table.csv").map((row) => {
    const name = `${row.row}|${row.col}`;
    const value = number(row, "value");
    const released = exact.has(name) ? value : nearestFive(value);
    return { name, row: row.row!, col: row.col!, value, released };
  });
  const off = Math.floor(base / 2);
  const given = new Map(
    cells.map(({ name, released }): [string, Bounds] => [
      name,
      exact.has(name)
        ? { least: released, most: released }
        : { least: Math.max(0, released - off), most: released + off },
    ]),
  );
  const [rows, cols] = [cells.map(({ row }) => row), cells.map(({ col }) => col)].map((all) =>
    [...new Set(all)].filter((one) => one !== "Total"),
  ) as [string[], string[]];
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
  const known = await narrowest(given, sums);
  const told = cells.map(({ name, ...cell }) => {
    const { least, most } = known.get(name)!;
    return {
      ...cell,
      attacker_min: least,
      attacker_max: most,
      exact: least === most && !exact.has(name),
      reveals_small: !exact.has(name) && least >= 1 && most < SMALL,
    };
  });
  const released = new Map(cells.map((cell) => [cell.name, cell.released]));
  const gap = (whole: string, parts: readonly string[]) =>
    parts.reduce((left, part) => left - released.get(part)!, released.get(whole)!);
  return {
    cells: told,
    n_exact: told.filter((cell) => cell.exact).length,
    n_reveals_small: told.filter((cell) => cell.reveals_small).length,
    additivity_gap_rows: Object.fromEntries(
      rows.map((row) => [
        row,
        gap(
          `${row}|Total`,
          cols.map((col) => `${row}|${col}`),
        ),
      ]),
    ),
    additivity_gap_cols: Object.fromEntries(
      cols.map((col) => [
        col,
        gap(
          `Total|${col}`,
          rows.map((row) => `${row}|${col}`),
        ),
      ]),
    ),
  };
};
