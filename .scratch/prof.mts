import { readAuthorityDesigns } from "/tmp/wt/lead/pipelines/evaluate/authorities/design.ts";
import { outcomeEffect } from "/tmp/wt/lead/pipelines/evaluate/authorities/effect.ts";
import {
  comparisonCodes,
  outcomePanel,
  readSeries,
} from "/tmp/wt/lead/pipelines/evaluate/authorities/outcome-panel.ts";
import { specifications } from "/tmp/wt/lead/pipelines/evaluate/authorities/specifications.ts";
import { syntheticRows } from "/tmp/wt/lead/pipelines/evaluate/authorities/synthetic-rows.ts";
import { openWarehouse } from "/tmp/wt/lead/pipelines/warehouse.ts";

const w = await openWarehouse("/tmp/lead.duckdb");
const d = readAuthorityDesigns()[0]!;
const o = d.outcomes[0]!;
const series = await readSeries(w, d, o);
for (const c of d.comparisons) {
  const codes = await comparisonCodes(w, d, c, o, series);
  const p = outcomePanel(o, c.name, series, codes);
  let t = performance.now();
  const lap = (n: string) => {
    const x = performance.now();
    console.log(c.name, codes.size, n, (x - t).toFixed(0));
    t = x;
  };
  const e = outcomeEffect(p);
  lap("effect");
  if (codes.size < 60) {
    syntheticRows({ evaluation: "", outcome: "", comparison: "" }, p, e);
    lap("synth");
  }
  specifications([{ panel: p, scale: "level" }], new Map());
  lap("spec");
}
w.close();
