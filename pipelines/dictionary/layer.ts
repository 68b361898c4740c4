/** Where a table stands between what was loaded and what may be published. */
export type Layer = "raw" | "child" | "public";

export const LAYERS: Readonly<Record<Layer, string>> = {
  raw: "What was loaded, what was refused, the ledger, and tables kept by hand",
  child: "Rows that are each of a child, an assessment, a placement, a plan",
  public:
    "Rows of no one child: authorities, settings, measures. Counts are exact here and small ones not hidden; only `vsend publish` and `vsend notebook share` make what may be shown",
};

const RAW = new Set([
  "built_models",
  "corrections",
  "forgotten",
  "identifier_forms",
  "kept_out",
  "load_authorities",
  "loads",
  "mappings_used",
  "open_faults",
  "quality_by_load",
  "quality_by_rule",
  "raised_limits",
  "refused_cells",
  "rejected_rows",
  "unloads",
  "warehouse_facts",
]);

/** Columns that only rows of single children have. */
const OF_ONE_CHILD =
  /^(child_id|assessment_id|placement_id|plan_id|request_id|support_id|record_id)$/;

/** @param columns names of the table's columns. */
export function layerOf(table: string, columns: readonly string[]): Layer {
  if (RAW.has(table) || /^(loaded|reference|superseded)_/.test(table)) return "raw";
  return columns.some((column) => OF_ONE_CHILD.test(column)) ? "child" : "public";
}
