import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { projectFile } from "../../pipelines/warehouse/installation.ts";
import type { Calibration } from "../../src/components/calibration.ts";
import { measured, promises, SECTIONS, sectionNames } from "./calibration.ts";

const published = JSON.parse(
  readFileSync(projectFile("src/method/calibration.json"), "utf8"),
) as Calibration;

describe("the published calibration", () => {
  it("keeps every promise of the pages", () => {
    expect(promises(published).filter(({ isKept }) => !isKept)).toEqual([]);
  });

  it("has a section for each of its tables, and each a promise and words of its own", () => {
    expect([...sectionNames].sort()).toEqual(
      Object.keys(published)
        .filter((name) => name !== "seed")
        .sort(),
    );
    expect(new Set(promises(published).map(({ section }) => section))).toEqual(
      new Set(sectionNames),
    );
    expect(new Set(Object.values(SECTIONS).map(({ words }) => words)).size).toBe(
      sectionNames.length,
    );
  });

  it("tells of its cases as they end, so that a long run is seen to go on", () => {
    let cases = 0;
    measured("settingTrials", 0.0005, () => {
      cases += 1;
    });
    expect(cases).toBe(16);
  });

  it("is broken by a method that does not keep its word", () => {
    const worse = published.trialEffect.map((row) => ({ ...row, share: row.share + 0.05 }));
    const kept = promises({ ...published, trialEffect: worse });
    expect(kept.find(({ promise }) => promise.startsWith("the headline"))?.isKept).toBe(false);
  });
});
