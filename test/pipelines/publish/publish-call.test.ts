import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Command } from "commander";
import { expect, it } from "vitest";
import { publish, refuseUnknownAuthority } from "../../../pipelines/publish/publish.ts";
import { withPages } from "../../../pipelines/verbs/options.ts";
import { PROJECT } from "../../../pipelines/warehouse/installation.ts";
import { silent } from "../../../pipelines/warehouse/task.ts";
import { openWarehouse, type Warehouse } from "../../../pipelines/warehouse/warehouse.ts";
import { shipped } from "../../shipped.ts";

const warehouse = {
  file: "some.duckdb",
  rows: async () => [{ authority_code: "E10000015" }],
} as unknown as Warehouse;

it("refuses an authority of which nothing is loaded, and says what to do", async () => {
  await expect(
    refuseUnknownAuthority(warehouse, { audience: "authority", authority: "E99999999" }),
  ).rejects.toMatchObject({ problem: { came: "E99999999", details: ["E10000015"] } });
  await refuseUnknownAuthority(warehouse, { audience: "authority", authority: "E10000015" });
});

it("says to build first where nothing is built, whatever the authority", async () => {
  const unbuilt = await openWarehouse(":memory:");
  const options = {
    ...shipped(),
    audience: "authority",
    authority: "E99999999",
    output: "none",
  } as const;
  const call = publish(unbuilt, options, silent);
  await expect(call).rejects.toThrow("run `vsend build` first");
  unbuilt.close();
});

it("takes a relative --out from where the command was typed", () => {
  const command = withPages(new Command()).parse(["--out", "site"], { from: "user" });
  expect(command.opts().out).toBe(join(process.cwd(), "site"));
});

it("reads no clock in a model: its figures would change with no change of the data", () => {
  const models = readdirSync(join(PROJECT, "pipelines"), { recursive: true, encoding: "utf8" })
    .filter((file) => /^(entities|measures)\b.*\.sql$/.test(file))
    .map((file) => join("pipelines", file));
  expect(models.length).toBeGreaterThan(10);
  const clocks = models.filter((file) =>
    /\b(current_date|current_timestamp|today\(|now\()/i.test(
      readFileSync(join(PROJECT, file), "utf8"),
    ),
  );
  expect(clocks).toEqual([]);
});
