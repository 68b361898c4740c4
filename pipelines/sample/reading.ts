import type { Area, Levels } from "./area.ts";
import type { Day } from "./day.ts";
/** One reading of a child in both worlds: with the trial's support, and without, all else the same. */
export interface Reading {
  day: Day;
  instrument: SampleInstrument;
  ratedBy: "professional" | "family" | "moderator";
  /** What was read, and is written to the file. */
  levels: Levels;
  /** What would have been read without the trial. */
  withoutTrial: Levels;
  settingReadiness: Levels;
  familyReadiness: Levels;
  /** What was ticked, where the instrument is a checklist. */
  ticks?: readonly Ticks[];
}

/** A statement of an area: ticked, not ticked, or null where nobody looked at it. */
export type Ticks = readonly (0 | 1 | null)[];

/** An area of an instrument, and the invented needs that show in it. */
export interface MeasuredArea {
  id: string;
  from: readonly Area[];
}

/** How an invented authority writes down the needs of its children: one of data/instruments. */
export interface SampleInstrument {
  instrument: string;
  version: string;
  file: string;
  areas: readonly MeasuredArea[];
  /** Fewest areas answered for a total to be given. */
  fewestAreas: number;
  /** Whether the family may give its view too. */
  takesFamilyView: boolean;
  isChecklist: boolean;
  columns: readonly string[];
  /** The cells of those columns for one reading. */
  cells(reading: Reading): (string | number | null | undefined)[];
}
