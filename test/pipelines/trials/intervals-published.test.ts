import { describe, expect, test } from "vitest";
import { goldenRows } from "../../src/components/golden-rows.ts";

const TABLES = ["need-estimates", "setting-trials", "reintegration-trials"] as const;

describe("a published difference", () => {
  test.each(TABLES)("is in no row of %s without uncertainty", (name) => {
    const told = goldenRows(name).filter((row) => row.lower !== null);
    expect(told.length).toBeGreaterThan(0);
    for (const row of told) {
      expect(Number(row.upper), JSON.stringify(row)).toBeGreaterThan(Number(row.lower));
      if (row.detectable !== null) expect(Number(row.detectable)).toBeGreaterThan(0);
    }
  });
});
