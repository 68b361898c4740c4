import { afterEach, beforeEach, expect, test } from "vitest";
import { headlines } from "../../../../pipelines/measures/headlines/measure.ts";
import { needEstimates } from "../../../../pipelines/measures/need-estimates/measure.ts";
import type { Warehouse } from "../../../../pipelines/warehouse/warehouse.ts";
import { builtWarehouse } from "../../sample-warehouse.ts";

let warehouse: Warehouse;
beforeEach(async () => {
  warehouse = await builtWarehouse();
});
afterEach(() => warehouse.close());

const ofNeed = async () =>
  (await headlines.rows(warehouse)).rows.find(({ topic }) => topic === "need")!;

test("the headline of need is the sentence that the table of estimates publishes", async () => {
  const { rows } = await needEstimates.rows(warehouse);
  expect((await ofNeed()).sentence).toBe(rows.find(({ is_primary }) => is_primary)!.sentence);
});

test("what the table hides the headline does not say, nor do the caveats", async () => {
  await warehouse.run("update estimates set trial_moved = 3 where is_primary");
  const { sentence } = await ofNeed();
  expect(sentence).toMatch(/^Cannot say/);
  const { rows } = await needEstimates.rows(warehouse);
  const hidden = rows.find(({ is_primary }) => is_primary)!;
  expect(hidden.caveats).not.toMatch(/degrees of freedom|no interval/);
});

test("a higher limit for means reaches the headline as it reaches the table", async () => {
  await warehouse.run(
    "update reference_rules set value = 5000 where rule = 'smallest_noisy_mean'; update estimates set n = n",
  );
  expect((await ofNeed()).sentence).toMatch(/^No trial design has enough children/);
});
