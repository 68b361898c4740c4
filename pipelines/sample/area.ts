/** Areas of the core instrument, in the order of its columns. */
export const AREAS = ["cl", "sl", "ca", "se", "pn", "hi", "vi", "ms"] as const;
export type Area = (typeof AREAS)[number];
export type Domain = Area | "total";
export const DOMAINS: readonly Domain[] = [...AREAS, "total"];

/** A value for each area, in the order of `AREAS`. */
export type PerArea<T> = readonly T[];

const SENSORY: readonly Area[] = ["hi", "vi", "ms"];
export const isSensory = (area: Area): boolean => SENSORY.includes(area);

/** Points of the 0 to 100 scale that one level is worth. */
export const POINTS_PER_LEVEL = 20;
export const HIGHEST_LEVEL = 5;

/** Fewest areas answered for a total to be given. */
export const FEWEST_AREAS = 6;

/** Levels of need, 0 to 5, by area of the instrument; null where the area was left blank. */
export type Levels = PerArea<number | null>;
