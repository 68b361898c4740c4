import { type Adjustment, adjustPValues } from "../../../pipelines/statistics/multiplicity.ts";
import { numeric } from "../case-files.ts";
import type { Adapter } from "./adapter.ts";

const methods: Adjustment[] = ["BH", "BY", "holm", "hochberg", "bonferroni"];

export const multiplicityAdapter: Adapter = (files) => {
  const rows = files.rows("pvalues.csv");
  const p = rows.map((row) => numeric(row.p));
  const adjusted = adjustPValues(p);
  const rejected = (q: number) =>
    rows.filter((_, i) => (adjusted[i] ?? 1) <= q).map(({ test }) => test!);
  return {
    m: p.filter((value) => value !== null).length,
    adjusted: Object.fromEntries(methods.map((method) => [method, adjustPValues(p, method)])),
    bh_rejected_q05: rejected(0.05),
    bh_rejected_q10: rejected(0.1),
  };
};
