import type { Table } from "./table.ts";
import type { Truth } from "./truth.ts";

export interface Sample {
  tables: Table[];
  /** The design of the invented trial, as YAML. */
  evaluation: string;
  truth: Truth;
}
