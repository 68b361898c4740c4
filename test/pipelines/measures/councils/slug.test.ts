import { readFileSync } from "node:fs";
import { csvParse } from "d3";
import { describe, expect, it } from "vitest";
import { slugOf } from "../../../../pipelines/measures/councils/slug.ts";
import { projectFile } from "../../../../pipelines/warehouse/installation.ts";

describe("the address of a council", () => {
  it.each([
    ["Norfolk", "norfolk"],
    ["Bristol, City of", "bristol-city-of"],
    ["Brighton and Hove", "brighton-and-hove"],
    ["St. Helens", "st-helens"],
    ["Rhondda’s Côté", "rhonddas-cote"],
  ])("%s", (name, slug) => {
    expect(slugOf(name)).toBe(slug);
  });

  it("is of one council alone", () => {
    const names = csvParse(
      readFileSync(projectFile("data/reference/authorities.csv"), "utf8"),
    ).flatMap(({ authority_name, ends_on }) => (ends_on ? [] : [authority_name!]));
    expect(names.length).toBeGreaterThan(150);
    expect(new Set(names.map(slugOf)).size).toBe(new Set(names).size);
    expect(names.filter((name) => !/^[a-z][a-z0-9-]*$/.test(slugOf(name)))).toEqual([]);
  });
});
