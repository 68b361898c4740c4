import { type Built, build } from "../build/build.ts";
import { type CheckResult, check, warnings } from "../build/check.ts";
import { readInstruments } from "../instruments/read-instruments.ts";
import { type LoadOptions, type LoadReport, load } from "../load/load.ts";
import { buildSummary, loadSummary } from "../printing/print.ts";
import { withProgress } from "../printing/progress.ts";
import type { Published, PublishOptions } from "../publish/publish.ts";
import { readEvaluations } from "../trials/designs/designs.ts";
import type { Warehouse } from "../warehouse/warehouse.ts";

/** Settings that every step shares. */
export interface Settings {
  /** Print nothing but the result. */
  isSilent: boolean;
  /** Folder of trial designs; default data/evaluations. */
  evaluations?: string;
  /** Mapping files, or folders of them, named in the call. */
  mappings?: readonly string[];
  /** Folder of needs instruments; default data/instruments. */
  instruments?: string;
}

/** Load: recognise, check and take in extracts. */
export const loadStep = (
  warehouse: Warehouse,
  paths: readonly string[],
  { isSilent, mappings = [], instruments }: Settings,
  options: LoadOptions = {},
): Promise<LoadReport> =>
  withProgress(
    "Load",
    isSilent,
    (task) => load(warehouse, paths, readInstruments(instruments), task, { mappings, ...options }),
    loadSummary,
  );

/** Build: entities, measures, estimates. */
export const buildStep = (
  warehouse: Warehouse,
  { isSilent, evaluations, instruments }: Settings,
): Promise<Built[]> =>
  withProgress(
    "Build",
    isSilent,
    (task) => build(warehouse, readInstruments(instruments), readEvaluations(evaluations), task),
    buildSummary,
  );

/** Check: queries for rows that must not exist, and for rows that had better not. */
export const checkStep = (warehouse: Warehouse, { isSilent }: Settings): Promise<CheckResult[]> =>
  withProgress(
    "Check",
    isSilent,
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
  { isSilent }: Settings,
): Promise<Published> =>
  withProgress(
    "Publish",
    isSilent,
    async (task) => {
      // Arrow and the page builder take half a second to read; only publishing needs them.
      const { publish } = await import("../publish/publish.ts");
      return publish(warehouse, options, task);
    },
    ({ tables }) => `${tables.length} tables and the site, in ${options.output}`,
  );
