import { readFileSync } from "node:fs";
import { csvParse, group } from "d3";
import { expect, test } from "vitest";
import { rule } from "../../pipelines/warehouse/rules.ts";

const read = (table: string) =>
  csvParse(readFileSync(new URL(`sample/${table}.csv`, import.meta.url), "utf8"));

test("pounds of two scenarios less each other say of no fewer children than counts are rounded to", () => {
  const costs = read("cost-by-placement");
  const costOf = (authority: string, kind: string, year: string) =>
    costs
      .filter((row) => row.financial_year === year && row.placement_group === kind)
      .filter(({ authority_code: code }) => code === authority || code === "all")
      .sort((a) => (a.authority_code === authority ? -1 : 1))
      .map((row) => Number(row.mean_gbp))
      .find((gbp) => gbp > 0)!;
  const forecasts = read("high-needs-forecast").filter(({ spend_gbp }) => spend_gbp !== "");
  const named = forecasts.filter(({ placement_group: kind }) => kind !== "all" && kind !== "other");
  expect(named.length).toBeGreaterThan(50);
  for (const [, [first, ...others]] of group(
    named,
    (row) => `${row.authority_code} ${row.placement_group} ${row.year}`,
  )) {
    const { authority_code, placement_group, price_year } = first!;
    // A child who comes in the course of a year costs half of it.
    const few =
      (costOf(authority_code!, placement_group!, price_year!) * rule("count_step")) / 2 / 1000;
    for (const other of others) {
      const apart = Math.abs(Number(other.spend_gbp) - Number(first!.spend_gbp)) / 1000;
      if (apart > 0) expect(apart).toBeGreaterThan(few - 0.001);
    }
  }
});
