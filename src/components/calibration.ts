/** What was simulated: rows of src/method/calibration.json, written by `npm run calibrate`. */

/** A share found by simulation, with twice its simulation error. */
export interface Share {
  share: number;
  margin: number;
}

/** Children called reliably changed although no child changed. */
export interface FalseChange extends Share {
  children: number;
  reliability: number;
  /** The reliability the program was given. */
  used: number;
}

/** How often the 95% interval of a mean change holds the true mean, and how far its centre is off. */
export interface Coverage extends Share {
  method: "those followed up" | "re-weighted";
  /** Whether who is missing depends on chance alone, or on the need at baseline. */
  missing: "at random" | "by baseline need";
  children: number;
  missingShare: number;
  reliability: number;
  /** Mean estimate less the truth, in points of 100. */
  bias: number;
  /** Whether the program gives this figure at this size. */
  isOffered: boolean;
}

/** How often a method finds an effect, and how often its 95% interval holds the planted one. */
export interface TrialEffect extends Share {
  level: "children" | "authorities by year";
  sizes: "equal" | "unequal";
  comparisons: number;
  /** Points of 100 (children) or standard deviations of an authority's year (authorities by year). */
  effect: number;
  method: string;
  /** Share of intervals that hold the planted effect; null where a method gives none. */
  covered: number | null;
  /** Mean estimate less the planted effect. */
  bias: number;
}

/** How often settings lie beyond the 99.8% limits of a funnel, and are held by what they are drawn in to. */
export interface SettingFlags extends Share {
  settings: number;
  /** Standard deviation of true differences between settings, in points. */
  betweenSd: number;
  /** Share beyond the 95% limits. */
  outside: number;
  /** Share of 95% intervals, drawn in, that hold the setting's truth. */
  covered: number;
}

/** How often the wild cluster bootstrap finds an effect where there is none. */
export interface BootstrapSize extends Share {
  trial: number;
  comparison: number;
  sizes: "equal" | "unequal";
  /** By how much more trial authorities differ from one another than the others do. */
  spread: number;
  /** Whether the program gives it with so many authorities. */
  isOffered: boolean;
}

/** The children's headline where authorities use different instruments. */
export interface WithinInstrument extends Share {
  /** Trial authorities by instrument, such as "2 + 1". */
  trial: string;
  comparison: string;
  effect: number;
  method: string;
  covered: number;
  bias: number;
}

/** A trial of settings of 5 to 60 children. */
export interface SettingTrial extends Share {
  trial: number;
  comparison: number;
  /** Standard deviation of true changes between settings, in points. */
  between: number;
  effect: number;
  covered: number;
  bias: number;
}

/** Children called reliably changed although none changed, by whose spread the limit is of. */
export interface PooledLimit extends Share {
  /** One limit of all authorities together, or of each authority's own spread. */
  limit: "pooled" | "own";
  /** Standard deviation of true need in the authority. */
  spread: number;
}

/** How often an interval of published means, which have noise, holds the truth. */
export interface NoisyCoverage extends Share {
  what: "mean change" | "trial effect";
  children: number;
}

/** Everything that was simulated. */
export interface Calibration {
  seed: number;
  falseChange: FalseChange[];
  coverage: Coverage[];
  trialEffect: TrialEffect[];
  bootstrapSize: BootstrapSize[];
  settingFlags: SettingFlags[];
  withinInstrument: WithinInstrument[];
  settingTrials: SettingTrial[];
  pooledLimits: PooledLimit[];
  noisyCoverage: NoisyCoverage[];
}
