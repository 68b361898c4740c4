import { type DuckDBValue, listValue } from "@duckdb/node-api";
import { callError } from "../../warehouse/errors.ts";

/**
 * What a notebook's inputs bind into SQL: text, numbers, yes or no, nothing, or a list of them. A
 * day comes as text, which DuckDB compares with days.
 *
 * @throws VsendError for anything else.
 */
export function boundValues(values: unknown): DuckDBValue[] {
  if (!Array.isArray(values)) throw unbindable(values);
  return values.map((value) => (Array.isArray(value) ? listValue(value.map(one)) : one(value)));
}

function one(value: unknown): DuckDBValue {
  if (value === null || value === undefined) return null;
  if (typeof value === "string" || typeof value === "boolean") return value;
  if (typeof value === "number" && Number.isFinite(value)) return value;
  throw unbindable(value);
}

const unbindable = (value: unknown) =>
  callError({
    expected: "inputs that are text, numbers, yes or no, days, or lists of them",
    came: JSON.stringify(value)?.slice(0, 80) ?? typeof value,
    todo: "bind one of these; rows of another cell are read in SQL by asking for them again",
  });
