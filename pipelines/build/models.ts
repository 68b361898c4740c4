import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import type { Instrument } from "../../loaders/contract/instrument.ts";
import { assessmentsSql } from "../entities/assessments-sql.ts";
import { authoritySpendSql } from "../measures/authority-spend-sql.ts";
import { changeByGroupSql } from "../measures/change-by-group-sql.ts";
import { eesFiguresSql } from "../measures/ees-figures-sql.ts";
import { indicatorCatalogueSql, indicatorsSql } from "../measures/indicators-sql.ts";
import { projectFile } from "../project.ts";
import { domainsSql } from "../scoring/domains-sql.ts";
import { followUpSql } from "../scoring/follow-up-sql.ts";
import { pairsTable, scoresTable } from "../scoring/names.ts";
import { changesSql, pairSql } from "../scoring/pair-sql.ts";
import { assessmentScoresSql, scoreSql } from "../scoring/score-sql.ts";

/** A table or view made from others by one select; its first line says its grain. */
export interface Model {
  name: string;
  sql: string;
  keptAs: "table" | "view";
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
  ...sqlFiles("entities"),
  ...sqlFiles("measures"),
  model("assessments", assessmentsSql(instruments)),
  ...instruments.flatMap((instrument) => [
    model(scoresTable(instrument), scoreSql(instrument)),
    model(pairsTable(instrument), pairSql(instrument)),
  ]),
  model("assessment_scores", assessmentScoresSql(instruments)),
  model("domains", domainsSql(instruments)),
  model("changes", changesSql(instruments)),
  model("change_by_group", changeByGroupSql(instruments)),
  model("follow_up", followUpSql(instruments)),
  model("indicator_catalogue", indicatorCatalogueSql()),
  model("indicators", indicatorsSql()),
  model("ees_figures", eesFiguresSql()),
  model("authority_spend", authoritySpendSql()),
];
