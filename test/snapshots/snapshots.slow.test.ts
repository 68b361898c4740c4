import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { releases } from "../../pipelines/measures/index.ts";
import { releaseFiles, writeReleases } from "../../pipelines/publish/release-tables.ts";
import { projectFile } from "../../pipelines/warehouse/installation.ts";
import { silent } from "../../pipelines/warehouse/task.ts";
import { evaluateInvented } from "../fixtures/invented-figures.ts";
import { builtWarehouse } from "../pipelines/sample-warehouse.ts";
import { shipped, shippedAuthorityDesigns } from "../shipped.ts";

const SAMPLE = projectFile("test/snapshots/sample");
const FIGURES = projectFile("test/snapshots/invented-figures");

/** Releases of a comparison of authorities: empty in the sample, which has no published figures. */
const OF_FIGURES = new Set([
  "evaluation-authorities",
  "evaluation-designs",
  "evaluation-exclusions",
  "evaluation-outcomes",
  "evaluation-periods",
  "headlines",
  "synthetic-periods",
]);

describe("what is published of the sample, to the letter", () => {
  const folder = mkdtempSync(join(tmpdir(), "vsend-golden-"));
  const made = (of: string, name: string) => readFileSync(join(folder, of, `${name}.csv`), "utf8");

  beforeAll(async () => {
    const warehouse = await builtWarehouse();
    await writeReleases(
      warehouse,
      join(folder, "sample"),
      { ...shipped(), audience: "public" },
      silent,
    );
    await evaluateInvented(warehouse, shippedAuthorityDesigns());
    await writeReleases(
      warehouse,
      join(folder, "figures"),
      { ...shipped(), audience: "public" },
      silent,
    );
    warehouse.close();
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it.each(releases.map(({ name }) => name))("%s", async (name) => {
    await expect(made("sample", name)).toMatchFileSnapshot(join(SAMPLE, `${name}.csv`));
  });

  it.each([...OF_FIGURES])("%s, of invented published figures", async (name) => {
    await expect(made("figures", name)).toMatchFileSnapshot(join(FIGURES, `${name}.csv`));
  });

  it("in the files that it is said to have, and in no others", () => {
    expect(readdirSync(join(folder, "sample")).sort()).toEqual(releaseFiles().sort());
  });

  it("with what every column of it means", async () => {
    await expect(made("sample", "dictionary")).toMatchFileSnapshot(
      projectFile("test/snapshots/dictionary.csv"),
    );
  });

  // That each has one is for test/layout.test.ts to say: new ones are written when all tests are done.
  it("has golden files of releases and of nothing else", () => {
    const names = new Set(releases.map(({ name }) => `${name}.csv`));
    expect(readdirSync(SAMPLE).filter((name) => !names.has(name))).toEqual([]);
  });
});
