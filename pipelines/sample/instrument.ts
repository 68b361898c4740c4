import type { Levels } from "./area.ts";
import { AREAS, type Area, FEWEST_AREAS, HIGHEST_LEVEL } from "./area.ts";
import { STATEMENTS } from "./checklist.ts";
import type { MeasuredArea, SampleInstrument } from "./reading.ts";

const itself = (id: Area): MeasuredArea => ({ id, from: [id] });

const CORE: SampleInstrument = {
  instrument: "vsend-core",
  version: "2026.1",
  file: "assessments.csv",
  areas: AREAS.map(itself),
  fewestAreas: FEWEST_AREAS,
  takesFamilyView: true,
  isChecklist: false,
  columns: AREAS.flatMap((area) => [
    `${area}_need`,
    `${area}_setting_readiness`,
    `${area}_family_readiness`,
  ]),
  cells: ({ levels, settingReadiness, familyReadiness }) =>
    levels.flatMap((level, i) => [level, settingReadiness[i], familyReadiness[i]]),
};

const SECTIONS: readonly Area[] = ["pn", "hi", "vi", "sl", "ca", "se", "cl"];

/** A ladder that starts at 1, without a section for multi-sensory need. */
const LADDER: SampleInstrument = {
  instrument: "norfolk-indes",
  version: "2020.11",
  file: "assessments-ladder.csv",
  areas: SECTIONS.map(itself),
  fewestAreas: 5,
  takesFamilyView: false,
  isChecklist: false,
  columns: SECTIONS.map((area) => `${area}_need`),
  cells: ({ levels }) => levels.map((level) => (level === null ? null : level + 1)),
};

const TICKED: readonly MeasuredArea[] = [
  { id: "ci", from: ["sl", "ca"] },
  itself("cl"),
  { id: "sp", from: ["cl"] },
  itself("se"),
  itself("hi"),
  itself("vi"),
  itself("ms"),
  itself("pn"),
];

/** Statements of what a child can do: more ticks are less need. */
const CHECKLIST: SampleInstrument = {
  instrument: "oxfordshire-indicators",
  version: "2025.09",
  file: "assessments-checklist.csv",
  areas: TICKED,
  fewestAreas: 6,
  takesFamilyView: true,
  isChecklist: true,
  columns: TICKED.flatMap(({ id }) =>
    Array.from({ length: STATEMENTS }, (_, i) => `${id}_${i + 1}`),
  ),
  cells: ({ ticks }) => (ticks ?? []).flat(),
};

export const SAMPLE_INSTRUMENTS: readonly SampleInstrument[] = [CORE, LADDER, CHECKLIST];

/**
 * Each trial authority in turn has another instrument. Those compared with them have a ladder too,
 * so that totals over seven areas and over eight are on both sides.
 */
export const instrumentOf = (isTrial: boolean, nth: number): SampleInstrument =>
  (isTrial ? [CORE, CHECKLIST, LADDER] : [CORE, LADDER, CORE])[nth % 3]!;

/** Need on the continuous scale of levels in each area, and whether it was left blank. */
export function measured(
  { areas }: SampleInstrument,
  need: (i: number) => number,
  blanks: readonly boolean[],
): { need: number; isBlank: boolean }[] {
  return areas.map(({ from }) => {
    const indices = from.map((area) => AREAS.indexOf(area));
    const sum = indices.reduce((total, i) => total + need(i), 0);
    return { need: sum / indices.length, isBlank: blanks[indices[0]!]! };
  });
}

/** Need in a level's place, from 0 to 5, of what was answered. */
export const onScale = (level: number): number =>
  Math.min(HIGHEST_LEVEL, Math.max(0, Math.round(level)));

export const levelsOf = (areas: readonly { need: number; isBlank: boolean }[]): Levels =>
  areas.map(({ need, isBlank }) => (isBlank ? null : onScale(need)));
