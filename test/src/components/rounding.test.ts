import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { unsigned } from "../../../pipelines/statistics/decimals.ts";
import { projectFile } from "../../../pipelines/warehouse/installation.ts";
import { shown } from "../../../src/components/council/figure-words.ts";
import { decimal, fixed, percent } from "../../../src/components/words.ts";

describe("figures are rounded in one way", () => {
  test.each([
    [2.55, "2.6"],
    [1.45, "1.5"],
    [0.35, "0.4"],
    [2.54, "2.5"],
    [56.25, "56.3"],
  ])("%d is %s in tables, sentences and on council pages", (value, text) => {
    expect(decimal(value)).toBe(text);
    expect(unsigned(value, 1)).toBe(text);
    expect(percent(value)).toBe(`${text}%`);
    expect(shown(value, { unit: "per cent", decimals: 1 })).toBe(`${text}%`);
    expect(decimal(-value)).toBe(`\u2212${text}`);
  });

  test("agrees with the decimal for every half of hundredths", () => {
    for (let cents = 5; cents < 10_000; cents += 10) {
      const up = (cents + 5) / 10;
      const text = `${Math.floor(up / 10)}.${up % 10}`;
      expect(fixed(cents / 100, 1)).toBe(text);
      expect(unsigned(cents / 100, 1)).toBe(text);
    }
    expect(fixed(-0.04, 1)).toBe("0.0");
  });

  test("nothing that speaks of councils rounds by itself", () => {
    const folders = [
      "src/components/council",
      "src/components/spending",
      "src/components/evaluation",
    ];
    const files = [
      ...folders,
      "src/components/forecast",
      "pipelines/measures/council-verdicts",
      "pipelines/measures/headlines",
    ];
    for (const folder of files) {
      for (const name of readdirSync(projectFile(folder))) {
        expect(readFileSync(projectFile(join(folder, name)), "utf8"), name).not.toContain(
          ".toFixed(",
        );
      }
    }
  });
});
