import { type Table, tableFromIPC } from "apache-arrow";
import { post } from "./api.ts";

/** What is known of an answer besides its rows. */
export interface About {
  rows: number;
  isCut: boolean;
  milliseconds: number;
  /** What was asked, to be asked again whole. */
  sql: string;
  values: unknown[];
}

const abouts = new WeakMap<Table, About>();
export const aboutOf = (table: Table): About | undefined => abouts.get(table);

/** By template, and by promise: what is awaited, so that it can be cancelled. */
const awaited = new WeakMap<object, AbortController>();

/** Cancels a question by the promise of its answer. */
export const cancel = (answer: Promise<unknown>): void => awaited.get(answer)?.abort();

/**
 * Asks the warehouse. A template asked again while its last answer is awaited cancels that one, so
 * that a dragged slider never queues up questions.
 */
export function sql(strings: readonly string[], ...values: unknown[]): Promise<Table> {
  awaited.get(strings)?.abort();
  const controller = new AbortController();
  awaited.set(strings, controller);
  const text = strings.reduce((all, part, i) => `${all}$${i}${part}`);
  const answer = fetchAnswer(text, values.map(plain), controller.signal);
  awaited.set(answer, controller);
  return answer;
}

async function fetchAnswer(text: string, values: unknown[], signal: AbortSignal): Promise<Table> {
  const response = await post("api/sql", { sql: text, values }, { signal });
  const table = tableFromIPC(new Uint8Array(await response.arrayBuffer()));
  const number = (name: string) => Number(response.headers.get(name));
  abouts.set(table, {
    rows: number("x-rows"),
    isCut: response.headers.get("x-cut") === "true",
    milliseconds: number("x-milliseconds"),
    sql: text,
    values,
  });
  return table;
}

/** Days are bound as text, which DuckDB compares with days. */
function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain);
  if (!(value instanceof Date)) return value;
  return value.toISOString().replace(/T00:00:00[.]000Z$/, "");
}

/** What pages may make of tables of their own; here the warehouse is the only one. */
export const DuckDBClient = {
  of: () => ({
    sql,
    query: (text: string, values: unknown[] = []) =>
      fetchAnswer(text, values, new AbortController().signal),
  }),
  sql: () => sql,
};
