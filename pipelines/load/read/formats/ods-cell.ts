import { readFigure } from "../../../../loaders/contract/figure.ts";
import { type CellText, durationText, plainText } from "./number-format.ts";

type Attributes = Readonly<Record<string, string>>;

/**
 * What a cell of an OpenDocument spreadsheet shows (OpenDocument 1.3 part 3, 19.385): its value with
 * all of its decimals where that is what is shown, else the text that is.
 *
 * @param shown The text that the file keeps of what is shown.
 */
export function odsCell(attributes: Attributes, shown: string): CellText {
  const value = attributes["office:value"] ?? "";
  switch (attributes["office:value-type"]) {
    case "float":
      return number(value, shown);
    case "currency": {
      const currency = attributes["office:currency"] ?? "GBP";
      return currency === "GBP" ? number(value, shown) : { text: `${currency} ${value}` };
    }
    case "percentage":
      return { text: `${plainText(Number(value) * 100)}%` };
    case "date":
      return { text: dayOf(attributes["office:date-value"] ?? "", shown) };
    case "time":
      return { text: timeOf(attributes["office:time-value"] ?? "") ?? shown };
    case "boolean":
      return { text: (attributes["office:boolean-value"] ?? shown).toUpperCase() };
    case "string":
      return { text: attributes["office:string-value"] ?? shown };
    default:
      return { text: shown };
  }
}

function number(stored: string, shown: string): CellText {
  const value = Number(stored);
  if (stored.trim() === "" || !Number.isFinite(value)) return { text: shown };
  const plain = plainText(value);
  const text = shown.trim();
  if (text === "") return value === 0 ? { text: "0" } : { text: "", but: "unshown" };
  // Zeros before a number are part of an identifier.
  if (/^0[0-9]+$/.test(text) && Number(text) === value) return { text };
  if (value === 0 && /^[-\u2010-\u2015\u2212]+$/.test(text)) return { text: "0" };
  const read = readFigure(text);
  if (read.kind === "number") {
    const isSame = text.endsWith("%") ? false : isRounded(read.value, value, text);
    return isSame
      ? { text: plain }
      : text.endsWith("%")
        ? { text }
        : { text: plain, but: "scaled" };
  }
  return { text };
}

/** Whether what is shown is a number rounded to the decimals shown, with or without its sign. */
function isRounded(shown: number, value: number, text: string): boolean {
  const decimals = /[.]([0-9]+)/.exec(text)?.[1]?.length ?? 0;
  const step = /e/i.test(text) ? Math.abs(value) / 10 : 10 ** -decimals;
  return Math.abs(Math.abs(shown) - Math.abs(value)) <= step * 0.5000001;
}

/** A day, with the time of day where one is shown. */
function dayOf(stored: string, shown: string): string {
  const [, day, time] =
    /^([0-9]{4}-[0-9]{2}-[0-9]{2})(?:T([0-9]{2}:[0-9]{2}:[0-9]{2}))?/.exec(stored) ?? [];
  if (!day) return shown;
  if (/^[0-9]{4}$/.test(shown.trim())) return shown.trim();
  return time && time !== "00:00:00" && shown.includes(":") ? `${day} ${time}` : day;
}

/** PT36H00M00S as 36:00:00. */
function timeOf(stored: string): string | null {
  const [, sign, days, h, m, s] =
    /^(-?)P(?:([0-9]+)D)?T?(?:([0-9]+)H)?(?:([0-9]+)M)?(?:([0-9]+(?:[.,][0-9]+)?)S)?$/.exec(
      stored,
    ) ?? [];
  if (sign === undefined) return null;
  const seconds =
    Number(days ?? 0) * 86_400 +
    Number(h ?? 0) * 3600 +
    Number(m ?? 0) * 60 +
    Number((s ?? "0").replace(",", "."));
  return durationText(((sign ? -1 : 1) * seconds) / 86_400, "h");
}
