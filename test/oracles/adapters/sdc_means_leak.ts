import { candidatesOf, candidatesTogether } from "../../../pipelines/disclosure/means-leak.ts";
import { number } from "../case-files.ts";
import type { Adapter } from "./adapter.ts";

interface Params {
  round_counts_to: number;
  mean_decimals: number;
  score_min: number;
  score_max: number;
}

export const sdcMeansLeakAdapter: Adapter = (files) => {
  const params = files.json<Params>("params.json");
  const { round_counts_to: step, mean_decimals: decimals } = params;
  const scale = { step, least: params.score_min, most: params.score_max };
  const cells = files.rows("cells.csv").map((row) => {
    const [n, sum] = [number(row, "n"), number(row, "score_sum")];
    const count = Math.round(n / step) * step;
    const hundredths = Math.floor((2 * sum * 10 ** decimals + n) / (2 * n));
    const mean = (hundredths / 10 ** decimals).toFixed(decimals);
    return { cell: row.cell!, n, count, mean, candidates: candidatesOf({ count, mean }, scale) };
  });
  const parts = cells.slice(0, -1).map(({ candidates }) => candidates);
  const together = candidatesTogether(parts, cells.at(-1)!.candidates);
  const told = cells.map(({ cell, n, count, mean, candidates }, i) => ({
    cell,
    released_count: count,
    released_mean: mean,
    candidates: [...candidates.keys()],
    true_n: n,
    candidates_with_total: together[i]!,
  }));
  return {
    cells: told,
    n_exact_alone: told.filter(({ candidates }) => candidates.length === 1).length,
    n_exact_with_total: told.filter((cell) => cell.candidates_with_total.length === 1).length,
  };
};
