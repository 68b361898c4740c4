import type { PerArea } from "./area.ts";

interface NeedProfile {
  code: string;
  /** Share of children, about as in England's EHC plans. */
  share: number;
  /** Centre of need by area, in levels; below zero means hardly ever. */
  centre: PerArea<number>;
}

const profile = (code: string, share: number, ...centre: number[]): NeedProfile => ({
  code,
  share,
  centre,
});

export const NEED_PROFILES: readonly NeedProfile[] = [
  //               share  cl   sl   ca   se   pn    hi    vi    ms
  profile("ASD", 33, 1.7, 2.3, 3.2, 2.5, 0.9, -1.6, -1.6, -2.2),
  profile("SLCN", 21, 2.0, 3.2, 2.0, 1.9, 0.7, -1.4, -1.8, -2.2),
  profile("SEMH", 20, 1.7, 1.6, 1.8, 3.3, 0.6, -1.8, -1.8, -2.2),
  profile("MLD", 9, 3.0, 2.3, 1.6, 1.8, 1.0, -1.5, -1.5, -2.0),
  profile("SLD", 5.5, 3.8, 3.2, 2.4, 2.1, 1.8, -0.8, -0.8, -1.4),
  profile("SPLD", 3.5, 2.9, 1.8, 1.2, 1.7, 0.7, -1.8, -1.8, -2.2),
  profile("PD", 3.5, 1.7, 1.6, 1.1, 1.5, 3.4, -1.2, -1.0, -1.6),
  profile("OTH", 2, 1.8, 1.8, 1.6, 1.9, 1.4, -1.2, -1.2, -1.8),
  profile("PMLD", 1.8, 4.4, 4.0, 3.0, 2.2, 4.0, 0.6, 1.4, 1.0),
  profile("HI", 1.6, 1.6, 2.2, 1.1, 1.5, 0.8, 3.5, -1.4, -0.8),
  profile("VI", 0.9, 1.7, 1.5, 1.1, 1.5, 1.1, -1.4, 3.6, -0.8),
  profile("MSI", 0.3, 2.4, 2.6, 1.6, 1.7, 1.8, 2.8, 2.8, 3.4),
];
