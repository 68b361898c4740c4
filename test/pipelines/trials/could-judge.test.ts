import { describe, expect, test } from "vitest";
import { goldenRows } from "../../src/components/golden-rows.ts";

/** Of how large a difference a sentence says that it could be seen, and so many times what matters. */
const SAID = /true difference of under ([\d.]+) .+?, ([\d.]+) times the smallest that matters/;

const TABLES = [
  ["need-estimates", "sample"],
  ["setting-trials", "sample"],
  ["reintegration-trials", "sample"],
  ["evaluation-outcomes", "invented-figures"],
] as const;

/** Half of the last decimal that is written. */
const halfOf = (written: string): number => 0.5001 * 10 ** -(written.split(".")[1]?.length ?? 0);

describe("what a comparison could have seen", () => {
  test.each(TABLES)("is one figure in the sentences and columns of %s", (name, folder) => {
    const said = goldenRows(name, folder).flatMap((row) => {
      const found = SAID.exec(String(row.sentence));
      return found ? [{ row, size: found[1]!, times: found[2]! }] : [];
    });
    expect(said.length).toBeGreaterThan(0);
    for (const { row, size, times } of said) {
      const detectable = Number(row.detectable);
      const ofDetectable = halfOf(String(row.detectable));
      const important = Number(row.minimum_important);
      expect(Math.abs(Number(size) - detectable)).toBeLessThanOrEqual(halfOf(size) + ofDetectable);
      expect(Math.abs(Number(times) - detectable / important)).toBeLessThanOrEqual(
        halfOf(times) + ofDetectable / important,
      );
    }
  });
});
