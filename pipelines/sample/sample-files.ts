import type { Table } from "./table.ts";
import type { Truth } from "./truth.ts";

export interface Sample {
  tables: Table[];
  /** The design of the invented trial, as YAML. */
  evaluation: string;
  /** The design of the trial of the settings that take part in it. */
  settingsEvaluation: string;
  truth: Truth;
}
