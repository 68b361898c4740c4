import { readFileSync } from "node:fs";
import { csvParse } from "d3";
import { describe, expect, it } from "vitest";
import { INTERACTION_METHOD } from "../../../pipelines/trials/children/interaction.ts";
import { rule } from "../../../pipelines/warehouse/rules.ts";

const FINDINGS = [
  "sample/need-estimates",
  "sample/setting-trials",
  "sample/reintegration-trials",
  "invented-figures/evaluation-outcomes",
];
const rowsOf = (name: string) =>
  csvParse(readFileSync(new URL(`../../snapshots/${name}.csv`, import.meta.url), "utf8")).filter(
    ({ df }) => df !== "",
  );
const isFew = ({ df }: { df?: string }) => Number(df) < rule("fewest_degrees_of_freedom");

describe.each(FINDINGS)("of too few for a verdict, %s", (name) => {
  const rows = rowsOf(name);
  const few = rows.filter(isFew);

  it("has no power, and says of nothing that it would have been found", () => {
    for (const { security_why, sentence } of few) {
      if (security_why) expect(security_why).toContain("power 0 (so few give no verdict");
      expect(`${security_why} ${sentence}`).not.toMatch(/have found|been found|be found|be missed/);
    }
    expect(rows.length).toBeGreaterThan(0);
  });

  it("gives no difference that could be found of a contrast of subgroups", () => {
    for (const { detectable, method } of few)
      if (method === INTERACTION_METHOD) expect(detectable).toBe("");
  });

  it("says of no difference that it mostly goes unseen: half of what could be found is missed more often than not, nine tenths less", () => {
    for (const { sentence } of rows) expect(sentence).not.toContain("mostly");
  });
});

it("is held to contrasts of subgroups that are there", () => {
  const contrasts = rowsOf("sample/need-estimates").filter(
    (row) => row.method === INTERACTION_METHOD,
  );
  expect(contrasts.some(isFew)).toBe(true);
});
