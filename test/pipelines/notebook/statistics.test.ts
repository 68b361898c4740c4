import { readdirSync } from "node:fs";
import { basename } from "node:path";
import { expect, it } from "vitest";
import { bundleClient } from "../../../pipelines/notebook/server/bundle.ts";
import { projectFile } from "../../../pipelines/warehouse/installation.ts";
import { statisticsPage } from "./statistics-page.ts";

it("the page of statistics says what they say of themselves", async () => {
  await expect(statisticsPage()).toMatchFileSnapshot(projectFile("docs/statistics.md"));
});

it("every statistic can be imported by a cell, and needs nothing that a browser lacks", async () => {
  const bundled = await bundleClient();
  const names = readdirSync(projectFile("pipelines/statistics")).map((name) =>
    basename(name, ".ts"),
  );
  const missing = names.filter((name) => !bundled.has(`statistics/${name}.js`));
  expect(missing).toEqual([]);
});
