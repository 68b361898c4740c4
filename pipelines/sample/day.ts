/** A day as the number of days since 1970-01-01. */
export type Day = number;

const MILLISECONDS = 86_400_000;
const written = new Map<Day, string>();

export const dayOf = (iso: string): Day => Date.parse(`${iso}T00:00:00Z`) / MILLISECONDS;

/** The day as 2025-01-31. */
export function isoDay(day: Day): string {
  let text = written.get(day);
  if (text === undefined) {
    text = new Date(day * MILLISECONDS).toISOString().slice(0, 10);
    written.set(day, text);
  }
  return text;
}

export const yearOf = (day: Day): number => Number(isoDay(day).slice(0, 4));

/** Age in whole years. */
export function ageOn(day: Day, birth: Day): number {
  const had = isoDay(day).slice(5) >= isoDay(birth).slice(5);
  return yearOf(day) - yearOf(birth) - (had ? 0 : 1);
}
