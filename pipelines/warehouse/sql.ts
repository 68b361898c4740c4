import { quote } from "../../loaders/contract/quote.ts";

export { quote };

/** A name of a table or column as SQL writes it. */
export const identifierSql = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/** What `trimCell` takes off, and how SQL writes it. */
export const BLANKS = { " ": "' '", "\t": "chr(9)", "\u00a0": "chr(160)", "\ufeff": "chr(65279)" };
export const trimSql = (raw: string): string =>
  `trim(${raw}, ${Object.values(BLANKS).join(" || ")})`;

/** A piece of SQL, which another piece takes in as it stands. */
export class Sql {
  constructor(readonly text: string) {}
  toString(): string {
    return this.text;
  }
}

/** What may stand in `sql`: a value, a list of values, or SQL. */
export type Hole = string | number | bigint | boolean | null | Sql | readonly Hole[];

/**
 * SQL with values in it, each written as a literal: sql`select ${sql.id(column)} from t where name = ${name}`.
 * A list of values is a DuckDB list, so `x in ${list}` holds also of an empty one.
 *
 * @throws RangeError for a number that is not finite.
 */
export const sql = (parts: TemplateStringsArray, ...holes: readonly Hole[]): Sql =>
  new Sql(parts.reduce((text, part, i) => `${text}${literal(holes[i - 1]!)}${part}`));

/** Names, such as a table's and its column's. */
sql.id = (...names: readonly string[]): Sql => new Sql(names.map(identifierSql).join("."));

/** Text that is SQL already; never what a file or a person said. */
sql.raw = (text: string): Sql => new Sql(text);

/** Pieces one after another. */
sql.join = (pieces: readonly Hole[], between = ", "): Sql =>
  new Sql(pieces.map(literal).join(between));

function literal(hole: Hole): string {
  if (hole instanceof Sql) return hole.text;
  if (hole === null) return "null";
  switch (typeof hole) {
    case "string":
      return quote(hole);
    case "boolean":
      return String(hole);
    case "number":
    case "bigint":
      return numeric(hole);
    default:
      return `[${hole.map(literal).join(", ")}]`;
  }
}

/** In brackets below zero: two minus signs begin a comment. What is no whole number is a double, as it was. */
function numeric(value: number | bigint): string {
  if (typeof value === "number" && !Number.isFinite(value)) {
    throw new RangeError(`expected a number that SQL can write, got ${value}`);
  }
  const isWhole =
    typeof value === "bigint" || (Number.isSafeInteger(value) && !Object.is(value, -0));
  const text = isWhole ? String(value) : value.toExponential();
  return value < 0 || Object.is(value, -0) ? `(${Object.is(value, -0) ? "-0e0" : text})` : text;
}
