/** How a style shows a number: as a day, a time of day, a duration, padded with noughts, or plainly. */
export type Shown =
  | { kind: "day" }
  | { kind: "time" }
  | { kind: "duration"; unit: "h" | "m" | "s" }
  | { kind: "padded"; digits: number }
  | { kind: "plain" };

const PLAIN: Shown = { kind: "plain" };

/** Number formats that every workbook has without listing them (ECMA-376 part 1, 18.8.30). */
const isBuiltInDay = (id: number) =>
  (id >= 14 && id <= 17) || id === 22 || (id >= 27 && id <= 36) || (id >= 50 && id <= 58);
const isBuiltInTime = (id: number) => (id >= 18 && id <= 21) || id === 45 || id === 47;
const BUILT_IN_DURATION = 46;

/** What a number format makes of a number, from its id and, for a workbook's own, its code. */
export function shownBy(id: number, code: string | undefined): Shown {
  if (code === undefined) {
    if (id === BUILT_IN_DURATION) return { kind: "duration", unit: "h" };
    return isBuiltInDay(id) ? { kind: "day" } : isBuiltInTime(id) ? { kind: "time" } : PLAIN;
  }
  const [positive = ""] = code.split(";");
  if (/^0{2,}$/.test(positive)) return { kind: "padded", digits: positive.length };
  const bare = positive
    .replace(/"[^"]*"|\\.|_.|\*./g, "")
    .replace(/\[(?!(h+|m+|s+)\])[^\]]*\]/gi, "")
    .toLowerCase();
  if (/general/.test(bare) || !/[dmyhs]/.test(bare)) return PLAIN;
  const elapsed = /\[([hms])+\]/.exec(bare)?.[1];
  if (elapsed) return { kind: "duration", unit: elapsed as "h" | "m" | "s" };
  return /[dy]/.test(bare) ? { kind: "day" } : { kind: "time" };
}

const DAY_MS = 86_400_000;
/** Day 0 of the two calendars of Excel; the first counts a 29 February 1900 that never was. */
const [EPOCH_1900, EPOCH_1904] = [Date.UTC(1899, 11, 30), Date.UTC(1904, 0, 1)];

/** The text of a stored number as a reader of the sheet would type it. */
export function numberText(stored: string, shown: Shown, is1904: boolean): string {
  const value = Number(stored);
  if (stored.trim() === "" || !Number.isFinite(value)) return stored;
  switch (shown.kind) {
    case "day":
      return dayText(value, is1904) ?? plainText(value);
    case "time":
      return value >= 0 && value < 1
        ? new Date(Math.round(value * DAY_MS)).toISOString().slice(11, 19)
        : durationText(value, "h");
    case "duration":
      return durationText(value, shown.unit);
    case "padded":
      return Number.isInteger(value) && value >= 0
        ? plainText(value).padStart(shown.digits, "0")
        : plainText(value);
    case "plain":
      return plainText(value);
  }
}

/**
 * Days as 36:00:00, 2160:00 or 129600. A number of days is never given bare: whoever reads 1.5
 * where the sheet shows 36:00:00 takes it for hours.
 */
function durationText(days: number, unit: "h" | "m" | "s"): string {
  const seconds = Math.round(Math.abs(days) * 86_400);
  const two = (part: number) => String(part).padStart(2, "0");
  const [h, m, s] = [Math.floor(seconds / 3600), Math.floor(seconds / 60), seconds];
  const text = {
    h: `${two(h)}:${two(m % 60)}:${two(s % 60)}`,
    m: `${two(m)}:${two(s % 60)}`,
    s: String(s),
  }[unit];
  return days < 0 && seconds > 0 ? `-${text}` : text;
}

/** Excel itself shows no more than fifteen digits, and stores 4.1 as 4.0999999999999996. */
function plainText(value: number): string {
  const text = String(Number(value.toPrecision(15)) + 0);
  return text.includes("e") && Number.isInteger(value) ? BigInt(value).toString() : text;
}

function dayText(serial: number, is1904: boolean): string | null {
  if (serial < 0 || serial > 2_958_465 || (!is1904 && serial < 1)) return null;
  const early = !is1904 && serial < 60 ? 1 : 0;
  const ms = (is1904 ? EPOCH_1904 : EPOCH_1900) + Math.round((serial + early) * 86_400) * 1000;
  const text = new Date(ms).toISOString();
  return Number.isInteger(serial)
    ? text.slice(0, 10)
    : `${text.slice(0, 10)} ${text.slice(11, 19)}`;
}
