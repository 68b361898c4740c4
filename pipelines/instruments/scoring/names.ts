import type { Instrument } from "../../../loaders/contract/instrument.ts";

const stem = ({ instrument, version }: Instrument): string =>
  `${instrument}_${version}`.toLowerCase().replace(/[^a-z0-9]+/g, "_");

/** Table of scores of one instrument version: one row per assessment, a column per domain. */
export const scoresTable = (instrument: Instrument): string => `scores_${stem(instrument)}`;

/** Table of paired readings of one instrument version: one row per child and rater view. */
export const pairsTable = (instrument: Instrument): string => `pairs_${stem(instrument)}`;

/** Areas of the instrument, and the total over them. */
export const domains = (instrument: Instrument): string[] => [
  ...instrument.areas.map(({ id }) => id),
  "total",
];
