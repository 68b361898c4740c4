import {
  bootstrapFigure,
  coverageFigure,
  falseChangeFigure,
  falseEffectFigure,
  noisyCoverageFigure,
  pooledLimitsFigure,
  powerFigure,
  settingFlagsFigure,
  settingTrialsFigure,
  withinInstrumentFigure,
} from "../../../src/components/calibration-figures.ts";
import simulated from "../../../src/method/calibration.json" with { type: "json" };
import type { Component } from "./components.ts";

const drawn = <T>(
  rows: readonly T[],
  draw: (rows: readonly T[], options: { width: number }) => Element,
): Component =>
  ({
    cases: { one: rows },
    draw: (given: readonly T[], width: number) => draw(given, { width }),
  }) as Component;

/** Figures of what was simulated: there is one set of rows, which is never empty and hides nothing. */
export const CALIBRATION: Record<string, Component> = {
  "calibration-false-change": drawn(simulated.falseChange as never[], falseChangeFigure),
  "calibration-coverage": drawn(simulated.coverage as never[], coverageFigure),
  "calibration-setting-flags": drawn(simulated.settingFlags as never[], settingFlagsFigure),
  "calibration-setting-trials": drawn(simulated.settingTrials as never[], settingTrialsFigure),
  "calibration-false-effect": drawn(simulated.trialEffect as never[], falseEffectFigure),
  "calibration-bootstrap": drawn(simulated.bootstrapSize as never[], bootstrapFigure),
  "calibration-within-instrument": drawn(
    simulated.withinInstrument as never[],
    withinInstrumentFigure,
  ),
  "calibration-pooled-limits": drawn(simulated.pooledLimits as never[], pooledLimitsFigure),
  "calibration-noise": drawn(simulated.noisyCoverage as never[], noisyCoverageFigure),
  "calibration-power": drawn(simulated.trialEffect as never[], powerFigure),
};
