import { afterAll, beforeAll, expect, it } from "vitest";
import { evaluateAuthorities } from "../../../../pipelines/trials/authorities/evaluate-authorities.ts";
import { silent } from "../../../../pipelines/warehouse/task.ts";
import { evaluateInvented } from "../../../fixtures/invented-figures.ts";
import { emptyWarehouse } from "../../../loaders/published.ts";
import { shippedAuthorityDesigns } from "../../../shipped.ts";

let files: Awaited<ReturnType<typeof emptyWarehouse>>;
beforeAll(async () => {
  files = await emptyWarehouse();
  await files.build("evaluation_outcomes");
  await evaluateInvented(files.warehouse, shippedAuthorityDesigns());
});
afterAll(() => files.warehouse.close());

const estimates = () =>
  files.warehouse.rows("select * exclude (registered_on) from estimates order by all");

it("estimates made again of published figures take the place of the earlier ones", async () => {
  const before = await estimates();
  expect(before.length).toBeGreaterThan(10);
  await evaluateAuthorities(files.warehouse, shippedAuthorityDesigns(), silent);
  expect(await estimates()).toEqual(before);
});
