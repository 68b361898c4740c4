import { readFileSync } from "node:fs";
import { afterAll, beforeAll, expect, it } from "vitest";
import { evaluateAuthorities } from "../../../../pipelines/trials/authorities/evaluate-authorities.ts";
import { projectFile } from "../../../../pipelines/warehouse/installation.ts";
import { silent } from "../../../../pipelines/warehouse/task.ts";
import { evaluateInvented } from "../../../fixtures/invented-figures.ts";
import { emptyWarehouse, READ_BY_DESIGNS } from "../../../loaders/published.ts";
import { shippedAuthorityDesigns } from "../../../shipped.ts";

let files: Awaited<ReturnType<typeof emptyWarehouse>>;
beforeAll(async () => {
  files = await emptyWarehouse();
  await files.build(...READ_BY_DESIGNS);
  await evaluateInvented(files.warehouse, shippedAuthorityDesigns());
});
afterAll(() => files.warehouse.close());

/** The estimates of published figures, as the select that the build makes its table from says them. */
const estimates = () =>
  files.warehouse.rows(
    `select * exclude (registered_on) from (${readFileSync(projectFile("pipelines/trials/estimates.sql"), "utf8")}) order by all`,
  );

it("estimates made again of published figures take the place of the earlier ones, and name their designs", async () => {
  const before = await estimates();
  expect(before.length).toBeGreaterThan(10);
  await evaluateAuthorities(files.warehouse, shippedAuthorityDesigns(), silent);
  expect(await estimates()).toEqual(before);
  expect(before.every((row) => String(row.question).startsWith("Did it change more"))).toBe(true);
});
