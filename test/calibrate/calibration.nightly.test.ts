import { readFile } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import { projectFile } from "../../pipelines/warehouse/installation.ts";
import type { Calibration } from "../../src/components/calibration.ts";
import { bootstrapSize } from "./bootstrap.ts";
import { coverage } from "./mean-change.ts";
import { noisyCoverage } from "./noise.ts";
import { pooledLimits } from "./pooled-limits.ts";
import { falseChange } from "./reliable-change.ts";
import { settingTrials } from "./setting-trial.ts";
import { settingFlags } from "./settings.ts";
import { trialEffect } from "./trial-effect.ts";
import { withinInstrument } from "./within-instrument.ts";

const published = JSON.parse(
  await readFile(projectFile("src/method/calibration.json"), "utf8"),
) as Calibration;

/** Shares of a quick run against those published, by at most four simulation errors of the quick one. */
function agrees<T extends { share: number }>(
  quick: readonly T[],
  full: readonly T[],
  runs: (row: T) => number,
) {
  expect(quick.length).toBe(full.length);
  quick.forEach((row, i) => {
    const p = Math.min(0.99, Math.max(0.01, full[i]!.share));
    const error = Math.sqrt((p * (1 - p)) / runs(row));
    expect(Math.abs(row.share - full[i]!.share), JSON.stringify(row)).toBeLessThan(4.5 * error);
  });
}

describe("the published calibration", () => {
  it("is what the functions do today", () => {
    agrees(falseChange(0.005, 3), published.falseChange, () => 250);
    agrees(coverage(0.008, 3), published.coverage, () => 14);
    agrees(settingFlags(0.02, 3), published.settingFlags, () => 1200);
    agrees(bootstrapSize(0.01, 3), published.bootstrapSize, () => 40);
    agrees(withinInstrument(0.02, 3), published.withinInstrument, () => 80);
    agrees(settingTrials(0.02, 3), published.settingTrials, () => 120);
    agrees(pooledLimits(0.02, 3), published.pooledLimits, () => 6000);
    agrees(noisyCoverage(0.02, 3), published.noisyCoverage, ({ what }) =>
      what === "mean change" ? 200 : 80,
    );
    agrees(trialEffect(0.01, 3), published.trialEffect, () => 10);
  });
});
