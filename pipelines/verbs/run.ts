import { type Built, build } from "../build/build.ts";
import { type CheckResult, check, warnings } from "../build/check.ts";
import { type LoadOptions, type LoadReport, load } from "../load/load.ts";
import { buildSummary, loadSummary } from "../printing/print.ts";
import { withProgress } from "../printing/progress.ts";
import type { Project } from "../project/project.ts";
import type { Published, PublishOptions } from "../publish/publish.ts";
import type { Warehouse } from "../warehouse/warehouse.ts";

/** How a step tells of itself. */
export interface Telling {
  /** Print nothing but the result. */
  json: boolean;
}

/** Load: recognise, check and take in extracts. */
export const loadStep = (
  warehouse: Warehouse,
  paths: readonly string[],
  { instruments, mappings }: Project,
  { json }: Telling,
  options: Omit<LoadOptions, "mappings">,
): Promise<LoadReport> =>
  withProgress(
    "Load",
    json,
    (task) => load(warehouse, paths, instruments, task, { mappings, ...options }),
    loadSummary,
  );

/** Build: entities, measures, estimates. */
export const buildStep = (
  warehouse: Warehouse,
  { instruments, designs }: Project,
  { json }: Telling,
): Promise<Built[]> =>
  withProgress("Build", json, (task) => build(warehouse, instruments, designs, task), buildSummary);

/** Check: queries for rows that must not exist, and for rows that had better not. */
export const checkStep = (warehouse: Warehouse, { json }: Telling): Promise<CheckResult[]> =>
  withProgress(
    "Check",
    json,
    async () => [...(await check(warehouse)), ...(await warnings(warehouse))],
    (results) => {
      const warned = results.filter(({ holds, isWarning }) => isWarning && !holds).length;
      const held = results.filter(({ holds }) => holds).length;
      return `${held} of ${results.length} hold${warned ? `, ${warned} broken ones are warnings` : ""}`;
    },
  );

/** Publish: what may leave the building, then the site. */
export const publishStep = (
  warehouse: Warehouse,
  options: PublishOptions,
  { json }: Telling,
): Promise<Published> =>
  withProgress(
    "Publish",
    json,
    async (task) => {
      // Arrow and the page builder take half a second to read; only publishing needs them.
      const { publish } = await import("../publish/publish.ts");
      return publish(warehouse, options, task);
    },
    ({ tables }) => `${tables.length} tables and the site, in ${options.output}`,
  );
