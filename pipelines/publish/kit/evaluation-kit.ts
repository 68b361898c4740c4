import { readFileSync } from "node:fs";
import { csvFormat } from "d3";
import { type Zippable, zipSync } from "fflate";
import { safeRows } from "../../../loaders/contract/safe-cell.ts";
import { withoutFile } from "../../trials/designs/authority-design.ts";
import { type Design, isOfChildren } from "../../trials/designs/designs.ts";
import { projectFile } from "../../warehouse/installation.ts";
import type { Row } from "../../warehouse/row.ts";
import { type KitIntervals, kitReadme } from "./readme.ts";

/** What a kit is made of: the rows and columns of a published table. */
export interface KitTable {
  columns: readonly string[];
  rows: readonly Row[];
}

/** Tables of the kit, each by the release it comes from. */
const FILES: Record<string, string> = {
  "outcomes.csv": "evaluation-outcomes",
  "panels.csv": "evaluation-panels",
  "periods.csv": "evaluation-periods",
  "authorities.csv": "evaluation-authorities",
  "synthetic.csv": "synthetic-periods",
  "specifications.csv": "specifications",
  "exclusions.csv": "evaluation-exclusions",
  "events.csv": "evaluation-events",
};

/** Tables of a trial of children. */
const CHILDREN_FILES: Record<string, string> = {
  "need-estimates.csv": "need-estimates",
  "need-authorities.csv": "need-estimate-authorities",
};

/** A zip's clock starts here; the same release must make the same bytes. */
const ALWAYS = new Date(1980, 0, 1);

/**
 * A zip from which another analyst can work out published intervals again: a folder for each trial
 * design, the ledger, the method, and a script. Every figure in it is published.
 *
 * @param built the designs that the tables were built with.
 */
export function evaluationKit(
  tables: ReadonlyMap<string, KitTable>,
  built: readonly Design[],
  { code_version, release_hash }: { code_version: string; release_hash: string },
): Uint8Array {
  const made = { code_version, release_hash };
  const designs = tables.get("evaluation-designs")?.rows ?? [];
  const estimated = new Set(tables.get("need-estimates")?.rows.map((row) => row.evaluation));
  const ofChildren = built
    .filter(isOfChildren)
    .filter(({ evaluation }) => estimated.has(evaluation));
  const files: Zippable = {
    "METHOD.md": bytes(wordsOf(text("src/method/evaluation.md"))),
    "METHOD-children.md": bytes(wordsOf(text("src/method/comparison.md"))),
    "recompute.mjs": bytes(text("pipelines/publish/kit/recompute.mjs")),
    "about.json": bytes(`${JSON.stringify(made, null, 2)}\n`),
  };
  const loads = tables.get("loads");
  if (loads) files["loads.csv"] = csv(loads, ({ is_child_level }) => is_child_level !== true);
  const folders = [
    ...designs.map(({ evaluation, design }) => ({
      folder: String(evaluation),
      design: JSON.parse(String(design)) as object,
      names: FILES,
    })),
    ...ofChildren.map((design) => ({
      folder: design.evaluation,
      design: withoutFile(design),
      names: CHILDREN_FILES,
    })),
  ];
  const intervals: KitIntervals[] = [];
  for (const { folder, design, names } of folders) {
    files[`${folder}/design.json`] = bytes(`${JSON.stringify(design, null, 2)}\n`);
    // The file itself, byte for byte: its digest is what the site prints.
    const file = built.find(({ evaluation }) => evaluation === folder)?.text;
    if (file !== undefined) files[`${folder}/design.yaml`] = bytes(file);
    for (const [name, release] of Object.entries(names)) {
      const table = tables.get(release);
      if (!table) continue;
      const isOwn = (row: Row) => row.evaluation === folder;
      files[`${folder}/${name}`] = csv(table, isOwn);
      intervals.push(...intervalsOf(`${folder}/${name}`, table, isOwn));
    }
  }
  files["README.md"] = bytes(kitReadme(designs, ofChildren, intervals, made));
  return zipSync(files, { mtime: ALWAYS });
}

const intervalsOf = (
  file: string,
  { columns, rows }: KitTable,
  keep: (row: Row) => boolean,
): KitIntervals[] =>
  columns
    .filter((column) => /(^|_)lower$/.test(column))
    .map((column) => ({
      ...{ file, column },
      count: rows.filter((row) => keep(row) && (row[column] ?? null) !== null).length,
    }))
    .filter(({ count }) => count > 0);

const text = (path: string): string => readFileSync(projectFile(path), "utf8");
const bytes = (content: string): Uint8Array => new TextEncoder().encode(content);
/** A page without its front matter and its code, which only a site runs. */
const wordsOf = (page: string): string =>
  page.replace(/^---\n[\s\S]*?\n---\n+/, "").replace(/^```js\n[\s\S]*?^```\n+/gm, "");
const csv = ({ rows, columns }: KitTable, keep: (row: Row) => boolean): Uint8Array =>
  bytes(`${csvFormat(safeRows(rows.filter(keep)), [...columns])}\n`);
