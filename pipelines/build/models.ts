import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import type { Instrument } from "../../loaders/contract/instrument.ts";
import { assessmentsSql } from "../entities/assessments-sql.ts";
import { bridgesOf } from "../instruments/bridge/bridges.ts";
import { linkedChangesSql } from "../instruments/bridge/linked-changes-sql.ts";
import { makeLinks } from "../instruments/bridge/links.ts";
import { bridgeSamplesSql } from "../instruments/bridge/sample-sql.ts";
import { domainsSql } from "../instruments/scoring/domains-sql.ts";
import { followUpSql } from "../instruments/scoring/follow-up-sql.ts";
import {
  instrumentAreasSql,
  instrumentReliabilitySql,
  instrumentsSql,
} from "../instruments/scoring/instruments-sql.ts";
import { pairsTable, scoresTable } from "../instruments/scoring/names.ts";
import { changesSql, pairSql } from "../instruments/scoring/pair-sql.ts";
import { assessmentScoresSql, scoreSql } from "../instruments/scoring/score-sql.ts";
import { strengthsSql } from "../instruments/scoring/strengths-sql.ts";
import { changeByGroupSql } from "../measures/change-by-authority/change-by-group-sql.ts";
import {
  CHANGE_BY_SETTING_GRAIN,
  makeChangeBySetting,
} from "../measures/change-by-setting/make.ts";
import {
  CHANGE_BY_SUPPORT_GRAIN,
  makeChangeBySupport,
} from "../measures/change-by-support/make.ts";
import { makeWays, WAYS_GRAIN } from "../measures/change-by-way/make.ts";
import { makeWeighted, WEIGHTED_GRAIN } from "../measures/change-weighted/make.ts";
import {
  IMPROVED_BY_SETTING_GRAIN,
  makeImprovedBySetting,
} from "../measures/improved-by-setting/make.ts";
import { makeNeedByPeriod, NEED_BY_PERIOD_GRAIN } from "../measures/need-by-period/make.ts";
import { makeTrust, TRUST_GRAIN } from "../measures/score-trust/make.ts";
import { authoritySpendSql } from "../measures/shared/authority-spend-sql.ts";
import { eesFiguresSql } from "../measures/shared/ees-figures-sql.ts";
import { indicatorCatalogueSql, indicatorsSql } from "../measures/shared/indicators-sql.ts";
import { LIMITS_GRAIN, makeLimits } from "../measures/shared/limits.ts";
import { moderatedSql } from "../measures/shared/moderated-sql.ts";
import { makeReliability, RELIABILITY_GRAIN } from "../measures/shared/reliability.ts";
import { contributorsSql } from "../releases/contributors-sql.ts";
import { projectFile } from "../warehouse/installation.ts";
import type { Task } from "../warehouse/task.ts";
import type { Warehouse } from "../warehouse/warehouse.ts";

/** A table or view made from others by one select; its first line says its grain. */
export interface Model {
  name: string;
  sql: string;
  keptAs: "table" | "view";
  /** Makes the table where SQL alone cannot; of the SQL there is then only the line with the grain. */
  make?: (warehouse: Warehouse, task: Pick<Task, "report">) => Promise<void>;
  /** The module that makes it, whose code is part of the fingerprint, and what it was given. */
  madeBy?: string;
  given?: unknown;
}

const model = (name: string, sql: string): Model => ({
  name,
  sql,
  keptAs: /^-- Kept as a view\.$/m.test(sql) ? "view" : "table",
});

/** A table that code makes of what the instruments say. */
const made = (
  name: string,
  grain: string,
  madeBy: string,
  make: (warehouse: Warehouse, instruments: readonly Instrument[]) => Promise<void>,
  instruments: readonly Instrument[],
): Model => ({
  ...{ name, sql: grain, keptAs: "table", madeBy, given: instruments },
  make: (warehouse) => make(warehouse, instruments),
});

/** The `.sql` files of a folder of pipelines, in order of name. */
export function sqlFiles(folder: string): Model[] {
  const path = projectFile(join("pipelines", folder));
  return readdirSync(path)
    .filter((name) => name.endsWith(".sql"))
    .sort()
    .map((name) => model(basename(name, ".sql"), readFileSync(join(path, name), "utf8")));
}

/** The folder of each published table, which may have models of its own, and the one they share. */
const measureFolders = (): string[] =>
  readdirSync(projectFile("pipelines/measures"), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => join("measures", name))
    .sort();

/** Every model: those written by hand, and those written from the instruments and the catalogue. */
export const models = (instruments: readonly Instrument[]): Model[] => [
  ...bridgeModels(instruments),
  ...sqlFiles("entities"),
  ...measureFolders().flatMap(sqlFiles),
  model("assessments", assessmentsSql(instruments)),
  ...instruments.flatMap((instrument) => [
    model(scoresTable(instrument), scoreSql(instrument)),
    model(pairsTable(instrument), pairSql(instrument)),
  ]),
  model("assessment_scores", assessmentScoresSql(instruments)),
  model("strengths", strengthsSql(instruments)),
  model("instruments", instrumentsSql(instruments)),
  model("instrument_areas", instrumentAreasSql(instruments)),
  model("instrument_reliability", instrumentReliabilitySql(instruments)),
  model("domains", domainsSql(instruments)),
  model("moderated", moderatedSql(instruments)),
  made(
    "reliability",
    RELIABILITY_GRAIN,
    "pipelines/measures/shared/reliability.ts",
    makeReliability,
    instruments,
  ),
  made(
    "reliable_change_limits",
    LIMITS_GRAIN,
    "pipelines/measures/shared/limits.ts",
    makeLimits,
    instruments,
  ),
  model("changes", changesSql(instruments)),
  made(
    "change_weighted",
    WEIGHTED_GRAIN,
    "pipelines/measures/change-weighted/make.ts",
    makeWeighted,
    instruments,
  ),
  made(
    "change_by_setting",
    CHANGE_BY_SETTING_GRAIN,
    "pipelines/measures/change-by-setting/make.ts",
    makeChangeBySetting,
    instruments,
  ),
  made(
    "improved_by_setting",
    IMPROVED_BY_SETTING_GRAIN,
    "pipelines/measures/improved-by-setting/make.ts",
    makeImprovedBySetting,
    instruments,
  ),
  made(
    "change_by_support",
    CHANGE_BY_SUPPORT_GRAIN,
    "pipelines/measures/change-by-support/make.ts",
    makeChangeBySupport,
    instruments,
  ),
  made(
    "change_ways",
    WAYS_GRAIN,
    "pipelines/measures/change-by-way/make.ts",
    makeWays,
    instruments,
  ),
  made(
    "need_by_period",
    NEED_BY_PERIOD_GRAIN,
    "pipelines/measures/need-by-period/make.ts",
    makeNeedByPeriod,
    instruments,
  ),
  model("change_by_group", changeByGroupSql(instruments)),
  made(
    "score_trust",
    TRUST_GRAIN,
    "pipelines/measures/score-trust/make.ts",
    makeTrust,
    instruments,
  ),
  model("follow_up", followUpSql(instruments)),
  model("contributors", contributorsSql(instruments)),
  model("indicator_catalogue", indicatorCatalogueSql()),
  model("indicators", indicatorsSql()),
  model("ees_figures", eesFiguresSql()),
  model("authority_spend", authoritySpendSql()),
];

function bridgeModels(instruments: readonly Instrument[]): Model[] {
  const bridges = bridgesOf(instruments);
  return [
    model("bridge_samples", bridgeSamplesSql(bridges)),
    {
      ...model("bridge_links", "-- One row per bridge and domain, with its points."),
      ...{ madeBy: "pipelines/instruments/bridge/links.ts", given: bridges },
      make: (warehouse) => makeLinks(warehouse, bridges),
    },
    model("linked_changes", linkedChangesSql(bridges)),
  ];
}
