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
import { makeChangeBySetting, settingsRead } from "../measures/change-by-setting/make.ts";
import { makeChangeBySupport, supportReads } from "../measures/change-by-support/make.ts";
import { makeWays, waysRead } from "../measures/change-by-way/make.ts";
import { makeWeighted, WEIGHTED_READS } from "../measures/change-weighted/make.ts";
import { improvedRead, makeImprovedBySetting } from "../measures/improved-by-setting/make.ts";
import { makeNeedByPeriod, periodsRead } from "../measures/need-by-period/make.ts";
import { makeTrust, trustReads } from "../measures/score-trust/make.ts";
import { authoritySpendSql } from "../measures/shared/authority-spend-sql.ts";
import { eesFiguresSql } from "../measures/shared/ees-figures-sql.ts";
import { indicatorCatalogueSql, indicatorsSql } from "../measures/shared/indicators-sql.ts";
import { limitsRead, makeLimits } from "../measures/shared/limits.ts";
import { moderatedSql } from "../measures/shared/moderated-sql.ts";
import { makeReliability, reliabilityReads } from "../measures/shared/reliability.ts";
import { contributorsSql } from "../releases/contributors-sql.ts";
import { projectFile } from "../warehouse/installation.ts";
import type { Warehouse } from "../warehouse/warehouse.ts";

/** A table or view made from others by one select; its first line says its grain. */
export interface Model {
  name: string;
  sql: string;
  keptAs: "table" | "view";
  /** Makes the table where SQL alone cannot; the select then only says what is read. */
  make?: (warehouse: Warehouse) => Promise<void>;
  /** The module that makes it, whose code is part of the fingerprint. */
  madeBy?: string;
}

const model = (name: string, sql: string): Model => ({
  name,
  sql,
  keptAs: /^-- Kept as a view\.$/m.test(sql) ? "view" : "table",
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
  {
    ...model("reliability", reliabilityReads(instruments)),
    madeBy: "pipelines/measures/shared/reliability.ts",
    make: (warehouse) => makeReliability(warehouse, instruments),
  },
  {
    ...model("reliable_change_limits", limitsRead(instruments)),
    madeBy: "pipelines/measures/shared/limits.ts",
    make: (warehouse) => makeLimits(warehouse, instruments),
  },
  model("changes", changesSql(instruments)),
  {
    ...model("change_weighted", WEIGHTED_READS),
    madeBy: "pipelines/measures/change-weighted/make.ts",
    make: (warehouse) => makeWeighted(warehouse, instruments),
  },
  {
    ...model("change_by_setting", settingsRead(instruments)),
    madeBy: "pipelines/measures/change-by-setting/make.ts",
    make: (warehouse) => makeChangeBySetting(warehouse, instruments),
  },
  {
    ...model("improved_by_setting", improvedRead(instruments)),
    madeBy: "pipelines/measures/improved-by-setting/make.ts",
    make: (warehouse) => makeImprovedBySetting(warehouse, instruments),
  },
  {
    ...model("change_by_support", supportReads(instruments)),
    madeBy: "pipelines/measures/change-by-support/make.ts",
    make: (warehouse) => makeChangeBySupport(warehouse, instruments),
  },
  {
    ...model("change_ways", waysRead(instruments)),
    madeBy: "pipelines/measures/change-by-way/make.ts",
    make: (warehouse) => makeWays(warehouse, instruments),
  },
  {
    ...model("need_by_period", periodsRead(instruments)),
    madeBy: "pipelines/measures/need-by-period/make.ts",
    make: (warehouse) => makeNeedByPeriod(warehouse, instruments),
  },
  model("change_by_group", changeByGroupSql(instruments)),
  {
    ...model("score_trust", trustReads(instruments)),
    madeBy: "pipelines/measures/score-trust/make.ts",
    make: (warehouse) => makeTrust(warehouse, instruments),
  },
  model("follow_up", followUpSql(instruments)),
  model("contributors", contributorsSql(instruments)),
  model("indicator_catalogue", indicatorCatalogueSql()),
  model("indicators", indicatorsSql()),
  model("ees_figures", eesFiguresSql()),
  model("authority_spend", authoritySpendSql()),
];

function bridgeModels(instruments: readonly Instrument[]): Model[] {
  const bridges = bridgesOf(instruments);
  const declared = bridges.map(({ name, method }) => `${name} by ${method}`).join("; ");
  return [
    model("bridge_samples", bridgeSamplesSql(bridges)),
    {
      ...model(
        "bridge_links",
        `-- One row per bridge and domain, with its points.\n-- Links: ${declared}\nfrom bridge_samples`,
      ),
      madeBy: "pipelines/instruments/bridge/links.ts",
      make: (warehouse) => makeLinks(warehouse, bridges),
    },
    model("linked_changes", linkedChangesSql(bridges)),
  ];
}
