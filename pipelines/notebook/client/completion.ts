import type { CompletionContext, CompletionResult } from "@codemirror/autocomplete";
import { post } from "./api.ts";

interface Suggestion {
  text: string;
  from: number;
  kind: string;
}

const KINDS: Readonly<Record<string, string>> = {
  column_name: "property",
  catalog_name: "namespace",
  keyword: "keyword",
  function_name: "function",
  scalar_function: "function",
  table_function: "function",
};

/** Tables, columns and functions that may follow, as DuckDB itself knows them. */
export async function completeSql(context: CompletionContext): Promise<CompletionResult | null> {
  const word = context.matchBefore(/[\w."]+/);
  if (!word && !context.explicit) return null;
  // What stands in ${…} is JavaScript: a number of the same length leaves every place as it is.
  const before = context.state
    .sliceDoc(0, context.pos)
    .replace(/\$\{[^}]*\}/g, (hole) => "0".padEnd(hole.length));
  const response = await post("api/complete", { before }).catch(() => null);
  const found = response ? ((await response.json()) as Suggestion[]) : [];
  const from = found[0]?.from;
  if (from === undefined || context.aborted) return null;
  return {
    from,
    filter: false,
    options: found
      .filter((one) => one.from === from)
      .slice(0, 30)
      .map(({ text, kind }) => ({ label: text.trimEnd(), type: KINDS[kind] ?? "class" })),
  };
}
