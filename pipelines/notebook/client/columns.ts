import { type Field, type Table, Type } from "apache-arrow";

export type Kind = "number" | "day" | "yes or no" | "text";

export interface Column {
  name: string;
  kind: Kind;
  values: unknown[];
}

const kindOf = ({ type }: Field): Kind => {
  if (type.typeId === Type.Float) return "number";
  if (type.typeId === Type.Date || type.typeId === Type.Timestamp) return "day";
  return type.typeId === Type.Bool ? "yes or no" : "text";
};

export const columnsOf = (table: Table): Column[] =>
  table.schema.fields.map((field, i) => ({
    name: field.name,
    kind: kindOf(field),
    values: [...(table.getChildAt(i) ?? [])],
  }));

/** A value as people read it. */
export function shown(value: unknown, kind: Kind): string {
  if (value === null || value === undefined) return "";
  if (kind === "day")
    return new Date(value as number)
      .toISOString()
      .replace(/T00:00:00[.]000Z$/, "")
      .replace("T", " ")
      .replace(/[.]000Z$/, "");
  if (kind === "number") return number(value as number);
  if (kind === "yes or no") return value ? "yes" : "no";
  return String(value);
}

const number = (value: number): string =>
  Number.isInteger(value) || Math.abs(value) < 0.001
    ? String(value)
    : String(Math.round(value * 1000) / 1000);

/** One line on a column: blanks, and its range or how many values. */
export function summary({ kind, values }: Column): string {
  const held = values.filter((value) => value !== null && value !== undefined);
  const blank = values.length - held.length;
  const parts: string[] = [];
  if (held.length > 0 && (kind === "number" || kind === "day")) {
    let [least, most] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
    for (const value of held) {
      least = Math.min(least, Number(value));
      most = Math.max(most, Number(value));
    }
    parts.push(`${shown(least, kind)} to ${shown(most, kind)}`);
  } else if (kind === "yes or no") {
    parts.push(`${held.filter(Boolean).length} yes`);
  } else {
    const distinct = new Set(held).size;
    parts.push(`${distinct} ${distinct === 1 ? "value" : "values"}`);
  }
  if (blank > 0) parts.push(`${blank} blank`);
  return parts.join(", ");
}

/** Order of values: blanks last, whichever way it goes. */
export function compare(one: unknown, other: unknown, isDown: boolean): number {
  const [a, b] = [one ?? null, other ?? null];
  if (a === b) return 0;
  if (a === null) return 1;
  if (b === null) return -1;
  const order = typeof a === "string" ? a.localeCompare(String(b), "en-GB") : Number(a) - Number(b);
  return isDown ? -order : order;
}
