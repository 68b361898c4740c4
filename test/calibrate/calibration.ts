import type { Calibration } from "../../src/components/calibration.ts";
import { bootstrapSize } from "./bootstrap.ts";
import type { Ended } from "./ended.ts";
import { coverage } from "./mean-change.ts";
import { noisyCoverage } from "./noise.ts";
import { pooledLimits } from "./pooled-limits.ts";
import { falseChange } from "./reliable-change.ts";
import { settingTrials } from "./setting-trial.ts";
import { settingFlags } from "./settings.ts";
import { HEADLINE, trialEffect } from "./trial-effect.ts";
import { WITHIN, withinInstrument } from "./within-instrument.ts";

export const SEED = 20261124;

/** An experiment: what it measures, in words, and how. */
interface Section<K extends keyof Calibration> {
  words: string;
  run: (scale: number, seed: number, ended?: Ended) => Calibration[K];
}

export type SectionName = Exclude<keyof Calibration, "seed">;

/** Every experiment, by its name in the published file; at scale 1 the widest simulation error of a share is about one point. */
export const SECTIONS: { [K in SectionName]: Section<K> } = {
  falseChange: { words: "children called changed although none was", run: falseChange },
  pooledLimits: {
    words: "children called changed in authorities of other spreads",
    run: pooledLimits,
  },
  coverage: { words: "intervals of a mean change, with children missing", run: coverage },
  settingFlags: {
    words: "settings flagged although none differs, and what they are drawn in to",
    run: settingFlags,
  },
  bootstrapSize: {
    words: "effects found by resampling where there is none",
    run: bootstrapSize,
  },
  withinInstrument: {
    words: "trial effects where authorities use different instruments",
    run: withinInstrument,
  },
  settingTrials: { words: "trials of settings of 5 to 60 children", run: settingTrials },
  noisyCoverage: { words: "intervals of means that have noise", run: noisyCoverage },
  trialEffect: { words: "trial effects with three trial authorities", run: trialEffect },
};

export const sectionNames = Object.keys(SECTIONS) as SectionName[];

/** Runs one experiment, telling of each of its cases as it ends. */
export const measured = (
  name: SectionName,
  scale: number,
  ended: Ended,
): Pick<Calibration, SectionName> =>
  ({ [name]: SECTIONS[name].run(scale, SEED, ended) }) as Pick<Calibration, SectionName>;

export interface KeptPromise {
  /** The experiment that it is judged by. */
  section: SectionName;
  promise: string;
  isKept: boolean;
  /** The case nearest to breaking it, in words. */
  worst: string;
}

/** What the pages rely on, judged on the cases that they offer and allowing for simulation error. */
export function promises({
  falseChange,
  coverage,
  trialEffect,
  bootstrapSize,
  settingFlags,
  withinInstrument: byInstrument,
  settingTrials: ofSettings,
  pooledLimits: limits,
  noisyCoverage: noisy,
}: Calibration): KeptPromise[] {
  const right = falseChange.filter(({ reliability, used }) => reliability === used);
  const offered = coverage.filter(
    ({ isOffered, method, missing }) =>
      isOffered && (method === "re-weighted" || missing === "at random"),
  );
  const again = offered.filter(({ method }) => method === "re-weighted");
  const headline = trialEffect.filter(({ method }) => method === HEADLINE);
  const within = byInstrument.filter(({ method }) => method === WITHIN);
  const nulls = headline.filter(({ effect }) => effect === 0);
  return [
    judged(
      "falseChange",
      "no more than about 5% are called reliably changed when none changed and the reliability is right",
      right,
      ({ share, margin }) => share - margin - 0.05,
      ({ children, reliability, share }) =>
        `${share} of ${children} children, reliability ${reliability}`,
    ),
    judged(
      "pooledLimits",
      "by one limit an instrument 4 to 5.5% are called changed in every authority, whatever its spread",
      limits.filter(({ limit }) => limit === "pooled"),
      ({ share, margin }) => Math.max(share - margin - 0.055, 0.04 - share),
      ({ spread, share }) => `${share} where needs lie ${spread} points apart`,
    ),
    judged(
      "coverage",
      "95% intervals of a mean change hold it in 93 to 97% of cases",
      offered,
      ({ share }) => Math.max(0.93 - share, share - 0.97),
      ({ method, children, missingShare, missing, share }) =>
        `${share} ${method}, ${children} children, ${missingShare} missing ${missing}`,
    ),
    judged(
      "coverage",
      "re-weighting recovers a mean hidden by who is missing to half a point",
      again,
      ({ bias }) => Math.abs(bias) - 0.5,
      ({ children, missingShare, bias }) =>
        `${bias} of ${children} children, ${missingShare} missing`,
    ),
    judged(
      "settingFlags",
      "where settings do not differ, no more than 2 in 1,000 lie beyond the 99.8% limits",
      settingFlags.filter(({ betweenSd }) => betweenSd === 0),
      ({ share, margin }) => share - margin - 0.002,
      ({ settings, share }) => `${share} of ${settings} settings`,
    ),
    judged(
      "settingFlags",
      "what a setting is drawn in to holds its truth in at least 92% of cases",
      settingFlags,
      ({ covered }) => 0.92 - covered,
      ({ settings, betweenSd, covered }) =>
        `${covered} of ${settings} settings, ${betweenSd} points apart`,
    ),
    judged(
      "trialEffect",
      "the headline finds an effect where there is none in at most 6% of trials",
      nulls,
      ({ share, margin }) => share - margin - 0.06,
      ({ level, sizes, comparisons, share }) =>
        `${share} of ${level}, 3 against ${comparisons}, ${sizes}`,
    ),
    judged(
      "bootstrapSize",
      "the wild cluster bootstrap finds an effect where there is none in at most 6% of trials, where it is given",
      bootstrapSize.filter(({ isOffered }) => isOffered),
      // Of the share itself: what it is offered for is chosen by it, so no simulation error is let off.
      ({ share }) => share - 0.06,
      ({ trial, comparison, sizes, spread, share }) =>
        `${share} of ${trial} against ${comparison}, ${sizes}, spread ${spread}`,
    ),
    judged(
      "trialEffect",
      "its 95% interval holds the effect in at least 94%",
      headline,
      ({ covered, margin, effect }) => 0.94 - covered! - (effect === 0 ? margin : 0.015),
      ({ level, sizes, comparisons, effect, covered }) =>
        `${covered} of ${level}, 3 against ${comparisons}, ${sizes}, effect ${effect}`,
    ),
    judged(
      "withinInstrument",
      "within instruments the headline finds an effect where there is none in at most 6% of trials",
      within.filter(({ effect }) => effect === 0),
      ({ share, margin }) => share - margin - 0.06,
      ({ trial, comparison, share }) => `${share} of ${trial} against ${comparison}`,
    ),
    judged(
      "withinInstrument",
      "within instruments its 95% interval holds the effect in at least 94%, without bias",
      within,
      ({ covered, margin, effect, bias }) =>
        Math.max(0.94 - covered - (effect === 0 ? margin : 0.015), Math.abs(bias) - 0.25),
      ({ trial, comparison, effect, covered, bias }) =>
        `${covered} of ${trial} against ${comparison}, effect ${effect}, bias ${bias}`,
    ),
    judged(
      "settingTrials",
      "a trial of 10 or 20 settings finds an effect where there is none in at most 6% of trials",
      ofSettings.filter(({ effect }) => effect === 0),
      ({ share, margin }) => share - margin - 0.06,
      ({ trial, comparison, between, share }) =>
        `${share} of ${trial} against ${comparison}, settings ${between} points apart`,
    ),
    judged(
      "settingTrials",
      "in a trial of settings the 95% interval holds the effect in at least 94%, without bias",
      ofSettings,
      ({ covered, margin, effect, bias }) =>
        Math.max(0.94 - covered - (effect === 0 ? margin : 0.015), Math.abs(bias) - 0.25),
      ({ trial, comparison, between, effect, covered, bias }) =>
        `${covered} of ${trial} against ${comparison}, settings ${between} points apart, effect ${effect}, bias ${bias}`,
    ),
    judged(
      "noisyCoverage",
      "with the noise of published means an interval holds the truth in at least 94%",
      noisy,
      ({ share, margin }) => 0.94 - share - margin,
      ({ what, children, share }) => `${share} of a ${what}, ${children} children`,
    ),
    judged(
      "trialEffect",
      "planted effects are recovered without bias",
      headline,
      ({ bias, level }) => Math.abs(bias) - (level === "children" ? 0.25 : 0.1),
      ({ level, sizes, comparisons, effect, bias }) =>
        `${bias} of ${level}, 3 against ${comparisons}, ${sizes}, effect ${effect}`,
    ),
  ];
}

/** A promise and the case nearest to breaking it; above nought it is broken. */
export function judged<T>(
  section: SectionName,
  promise: string,
  cases: readonly T[],
  excess: (found: T) => number,
  words: (found: T) => string,
): KeptPromise {
  const worst = cases.reduce((a, b) => (excess(b) > excess(a) ? b : a));
  return { section, promise, isKept: excess(worst) <= 0, worst: words(worst) };
}
