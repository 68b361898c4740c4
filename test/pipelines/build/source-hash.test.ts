import { expect, test } from "vitest";
import { models } from "../../../pipelines/build/models.ts";
import { sourceHash, sourcesOf } from "../../../pipelines/build/source-hash.ts";
import { shippedInstruments } from "../../shipped.ts";

const made = models(shippedInstruments()).filter(({ make }) => make);

test("a table made by code turns on that code and on all below it", () => {
  const sources = sourcesOf("pipelines/measures/change-by-setting/make.ts");
  expect(sources).toEqual(
    expect.arrayContaining([
      "pipelines/measures/shared/similar-children.ts",
      "pipelines/statistics/case-mix.ts",
      "pipelines/statistics/distributions.ts",
    ]),
  );
  expect(sources.filter((path) => path.startsWith("pipelines/publish/"))).toEqual([]);
});

test.each(made)("$name says which module makes it", ({ madeBy }) => {
  expect(sourceHash(madeBy!)).toMatch(/^[0-9a-f]{24}$/);
});

test("two modules have two digests, and one has one", () => {
  const digests = made.map(({ madeBy }) => sourceHash(madeBy!));
  expect(new Set(digests).size).toBe(made.length);
  expect(made.map(({ madeBy }) => sourceHash(madeBy!))).toEqual(digests);
});

test("a module that is not there is an error", () => {
  expect(() => sourceHash("pipelines/nothing.ts")).toThrow(/ENOENT/);
});
