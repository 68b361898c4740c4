import { join } from "node:path";
import { expect, it } from "vitest";
import { evaluateAuthorities } from "../../../../pipelines/trials/authorities/evaluate-authorities.ts";
import { projectFile } from "../../../../pipelines/warehouse/installation.ts";
import { silent } from "../../../../pipelines/warehouse/task.ts";
import { emptyWarehouse, READ_BY_DESIGNS } from "../../../loaders/published.ts";
import { shippedAuthorityDesigns } from "../../../shipped.ts";

const OPEN = [
  "lait.parquet",
  "lait_dictionary.parquet",
  "dfe_caseload.parquet",
  "send_tribunal.parquet",
];

it("19 of 42 synthetic controls beside the neighbours match the years before to the rounding, and none of these has a rank or a placebo share", async () => {
  const { warehouse, load, build } = await emptyWarehouse();
  await load(...OPEN.map((file) => projectFile(join("data/open", file))));
  await build(...READ_BY_DESIGNS);
  const [shipped] = shippedAuthorityDesigns();
  const comparisons = shipped!.comparisons.filter(({ name }) => name === "neighbours");
  await evaluateAuthorities(warehouse, [{ ...shipped!, comparisons }], silent);
  // How far each authority lies from its mixture before the start, from the years that are drawn.
  const fits = await warehouse.rows<{ off: number; ranked: number | null; p: number | null }>(`
    with own as (
      select outcome, authority_code, sqrt(avg((actual - synthetic) ** 2)) as off
      from synthetic_periods join evaluation_periods as years using (evaluation, outcome, comparison, period)
      where not years.is_after group by all
    )
    select off, synthetic_rank as ranked, synthetic_p as p
    from own join evaluation_authorities using (outcome, authority_code) where synthetic_estimate is not null`);
  warehouse.close();
  const exact = fits.filter(({ off }) => off < 1e-5);
  expect([exact.length, fits.length]).toEqual([19, 42]);
  for (const fit of exact) expect([fit.ranked, fit.p]).toEqual([null, null]);
});
