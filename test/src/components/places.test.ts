import { readdirSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { releases } from "../../../pipelines/measures/index.ts";
import { projectFile } from "../../../pipelines/warehouse/installation.ts";
import { hasData, PLACES, placeOf } from "../../../src/components/places.ts";

/** Addresses that only lead on. */
const LEAD_ON = ["change", "costs"];

describe("places", () => {
  it("are six, and every page is in one of them", () => {
    expect(PLACES.map(({ title }) => title)).toEqual([
      "Overview",
      "Council",
      "Compare",
      "Children",
      "Money",
      "Evidence",
    ]);
    const pages = readdirSync(projectFile("src"), { recursive: true, encoding: "utf8" })
      .filter((path) => path.endsWith(".md") && !/^(data|notebooks)\//.test(path))
      .map((path) => path.replace(/\.md$/, ""))
      .filter((path) => !LEAD_ON.includes(path));
    expect(pages.filter((path) => placeOf(`/${path}`) === undefined)).toEqual([]);
  });

  it("name only pages and published tables that there are", () => {
    const names = new Set(releases.map(({ name }) => name));
    for (const { path, tables = [] } of PLACES.flatMap(({ pages }) => pages)) {
      expect(
        tables.filter((table) => !names.has(table)),
        path,
      ).toEqual([]);
      const file = path === "" || path.endsWith("/") ? `${path}index` : path;
      expect(readdirSync(projectFile("src"), { recursive: true }), path).toContain(`${file}.md`);
    }
  });

  it("have data where one of their tables has rows, and always where they need none", () => {
    const money = { path: "money", title: "Money", tables: ["cost-by-placement"] };
    expect(hasData(money, [{ name: "cost-by-placement", rows: 0 }])).toBe(false);
    expect(hasData(money, [{ name: "cost-by-placement", rows: 2 }])).toBe(true);
    expect(hasData({ path: "data", title: "The data" }, [])).toBe(true);
  });
});
