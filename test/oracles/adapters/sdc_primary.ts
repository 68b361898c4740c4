import { primaryDisclosure } from "../../../pipelines/statistics/primary-disclosure.ts";
import { number } from "../case-files.ts";
import type { Adapter } from "./adapter.ts";

interface Params {
  min_count: number;
  allow_zero: boolean;
  n: number;
  k: number;
  p: number;
  max_share: number;
}

export const sdcPrimaryAdapter: Adapter = (files) => {
  const { min_count, allow_zero, n, k, p, max_share } = files.json<Params>("params.json");
  const rules = { minCount: min_count, zeroIsSafe: allow_zero, n, k, p, maxShare: max_share };
  const rows = files.rows("microdata.csv");
  const margins = (column: string) => [...new Set(rows.map((row) => row[column]!))].sort();
  const isIn = (value: string | undefined, margin: string) =>
    margin === "Total" || value === margin;
  const cells = [...margins("locality"), "Total"].flatMap((locality) =>
    [...margins("placement"), "Total"].map((placement) => {
      const own = rows.filter(
        (row) => isIn(row.locality, locality) && isIn(row.placement, placement),
      );
      const cell = primaryDisclosure(
        own.map((row) => number(row, "cost")),
        rules,
      );
      return {
        locality,
        placement,
        n: cell.count,
        total: cell.total,
        largest: cell.largest,
        second: cell.second,
        top_share: cell.topShare,
        freq: cell.frequency,
        nk: cell.dominance,
        p_percent: cell.estimation,
        upl_p_percent: cell.upperProtection.estimation,
        upl_nk: cell.upperProtection.dominance,
        max_share: cell.share,
        any: cell.isSensitive,
      };
    }),
  );
  const kinds = ["freq", "nk", "p_percent", "max_share", "any"] as const;
  return {
    cells,
    n_sensitive: Object.fromEntries(
      kinds.map((kind) => [kind, cells.filter((cell) => cell[kind] === true).length]),
    ),
  };
};
