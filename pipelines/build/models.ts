import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import type { Instrument } from "../../loaders/contract/instrument.ts";
import { bridgesOf } from "../bridge/bridges.ts";
import { linkedChangesSql } from "../bridge/linked-changes-sql.ts";
import { makeLinks } from "../bridge/links.ts";
import { bridgeSamplesSql } from "../bridge/sample-sql.ts";
import { makeChangeBySupport, supportReads } from "../change/by-support.ts";
import { limitsRead, makeLimits } from "../change/limits.ts";
import { moderatedSql } from "../change/moderated-sql.ts";
import { makeReliability, reliabilityReads } from "../change/reliability.ts";
import { makeWays, waysRead } from "../change/ways.ts";
import { makeWeighted, WEIGHTED_READS } from "../change/weighted.ts";
import { assessmentsSql } from "../entities/assessments-sql.ts";
import { authoritySpendSql } from "../measures/authority-spend-sql.ts";
import { changeByGroupSql } from "../measures/change-by-group-sql.ts";
import { eesFiguresSql } from "../measures/ees-figures-sql.ts";
import { indicatorCatalogueSql, indicatorsSql } from "../measures/indicators-sql.ts";
import { makeNeedByPeriod, periodsRead } from "../periods/need-by-period.ts";
import { projectFile } from "../project.ts";
import { domainsSql } from "../scoring/domains-sql.ts";
import { followUpSql } from "../scoring/follow-up-sql.ts";
import {
  instrumentAreasSql,
  instrumentReliabilitySql,
  instrumentsSql,
} from "../scoring/instruments-sql.ts";
import { pairsTable, scoresTable } from "../scoring/names.ts";
import { changesSql, pairSql } from "../scoring/pair-sql.ts";
import { assessmentScoresSql, scoreSql } from "../scoring/score-sql.ts";
import { strengthsSql } from "../scoring/strengths-sql.ts";
import { makeChangeBySetting, settingsRead } from "../settings/change-by-setting.ts";
import { improvedRead, makeImprovedBySetting } from "../settings/improved-by-setting.ts";
import { makeTrust, trustReads } from "../trust/make-trust.ts";
import type { Warehouse } from "../warehouse.ts";

/** A table or view made from others by one select; its first line says its grain. */
export interface Model {
  name: string;
  sql: string;
  keptAs: "table" | "view";
  /** Makes the table where SQL alone cannot; the select then only says what is read. */
  make?: (warehouse: Warehouse) => Promise<void>;
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

/** Every model: those written by hand, and those written from the instruments and the catalogue. */
export const models = (instruments: readonly Instrument[]): Model[] => [
  ...bridgeModels(instruments),
  ...sqlFiles("entities"),
  ...sqlFiles("measures"),
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
    make: (warehouse) => makeReliability(warehouse, instruments),
  },
  {
    ...model("reliable_change_limits", limitsRead(instruments)),
    make: (warehouse) => makeLimits(warehouse, instruments),
  },
  model("changes", changesSql(instruments)),
  {
    ...model("change_weighted", WEIGHTED_READS),
    make: (warehouse) => makeWeighted(warehouse, instruments),
  },
  {
    ...model("change_by_setting", settingsRead(instruments)),
    make: (warehouse) => makeChangeBySetting(warehouse, instruments),
  },
  {
    ...model("improved_by_setting", improvedRead(instruments)),
    make: (warehouse) => makeImprovedBySetting(warehouse, instruments),
  },
  {
    ...model("change_by_support", supportReads(instruments)),
    make: (warehouse) => makeChangeBySupport(warehouse, instruments),
  },
  {
    ...model("change_ways", waysRead(instruments)),
    make: (warehouse) => makeWays(warehouse, instruments),
  },
  {
    ...model("need_by_period", periodsRead(instruments)),
    make: (warehouse) => makeNeedByPeriod(warehouse, instruments),
  },
  model("change_by_group", changeByGroupSql(instruments)),
  {
    ...model("score_trust", trustReads(instruments)),
    make: (warehouse) => makeTrust(warehouse, instruments),
  },
  model("follow_up", followUpSql(instruments)),
  model("indicator_catalogue", indicatorCatalogueSql()),
  model("indicators", indicatorsSql()),
  model("ees_figures", eesFiguresSql()),
  model("authority_spend", authoritySpendSql()),
];

/** Raise it when a link would come out otherwise from the same sample. */
const LINKS_VERSION = 1;

function bridgeModels(instruments: readonly Instrument[]): Model[] {
  const bridges = bridgesOf(instruments);
  const declared = bridges.map(({ name, method }) => `${name} by ${method}`).join("; ");
  return [
    model("bridge_samples", bridgeSamplesSql(bridges)),
    {
      ...model(
        "bridge_links",
        `-- One row per bridge and domain, with its points.\n-- Links ${LINKS_VERSION}: ${declared}\nfrom bridge_samples`,
      ),
      make: (warehouse) => makeLinks(warehouse, bridges),
    },
    model("linked_changes", linkedChangesSql(bridges)),
  ];
}
