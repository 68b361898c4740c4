/** How a style shows a number: as a day, a time, padded with noughts, or plainly. */
export type Shown =
  | { kind: "day" }
  | { kind: "time" }
  | { kind: "padded"; digits: number }
  | { kind: "plain" };

const PLAIN: Shown = { kind: "plain" };

/** Number formats that every workbook has without listing them (ECMA-376 part 1, 18.8.30). */
const isBuiltInDay = (id: number) =>
  (id >= 14 && id <= 17) || id === 22 || (id >= 27 && id <= 36) || (id >= 50 && id <= 58);
const isBuiltInTime = (id: number) => (id >= 18 && id <= 21) || (id >= 45 && id <= 47);

/** What a number format makes of a number, from its id and, for a workbook's own, its code. */
export function shownBy(id: number, code: string | undefined): Shown {
  if (code === undefined) {
    return isBuiltInDay(id) ? { kind: "day" } : isBuiltInTime(id) ? { kind: "time" } : PLAIN;
  }
  const [positive = ""] = code.split(";");
  if (/^0{2,}$/.test(positive)) return { kind: "padded", digits: positive.length };
  const bare = positive
    .replace(/"[^"]*"|\\.|_.|\*./g, "")
    .replace(/\[(?!(h+|m+|s+)\])[^\]]*\]/gi, "")
    .toLowerCase();
  if (/general/.test(bare) || !/[dmyhs]/.test(bare)) return PLAIN;
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
        : plainText(value);
    case "padded":
      return Number.isInteger(value) && value >= 0
        ? plainText(value).padStart(shown.digits, "0")
        : plainText(value);
    case "plain":
      return plainText(value);
  }
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
