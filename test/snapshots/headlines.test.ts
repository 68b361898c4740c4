import { readFileSync } from "node:fs";
import { csvParse } from "d3";
import { describe, expect, test } from "vitest";

const shorts = ["sample", "invented-figures"].flatMap((release) =>
  csvParse(readFileSync(new URL(`${release}/headlines.csv`, import.meta.url), "utf8"))
    .map(({ topic, short = "" }) => [release, topic, short] as const)
    .filter(([, , short]) => /\d/.test(short)),
);

describe("a headline that has a number", () => {
  test("is there", () => {
    expect(shorts.length).toBeGreaterThan(4);
  });

  test.each(shorts)("of %s, %s, names its unit and its years: %s", (_, __, short) => {
    expect(short).toMatch(/%|£|points|per cent/);
    expect(short).toMatch(/\b20\d\d\b/);
    for (const [number] of short.matchAll(/from (\S+)/g)) expect(number).toMatch(/%|£|points/);
  });
});
