import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { MeasurePlan } from "../../scaffold/measure-plan.ts";
import { writeMeasure } from "../../scaffold/new-measure.ts";
import { callError } from "../../warehouse/errors.ts";
import { PROJECT } from "../../warehouse/installation.ts";
import type { Engine } from "../engine/engine.ts";
import { readNotebook } from "../page/cells.ts";
import { type Judged, judgeCell } from "./judge-cell.ts";
import { type SharedCell, sharedPage } from "./shared-page.ts";

export interface Sharing {
  notebook: string;
  /** Its text. */
  text: string;
  /** The name of the cell's rows. */
  cell: string;
  by: readonly string[];
  /** The column to be averaged; the children are counted without it. */
  mean?: string;
  /** Who shares it and why, for the record. */
  who: string;
  why: string;
  /** What to call the measure; made of the cell and the columns unless given. */
  name?: string;
  isForced?: boolean;
  /** The program's folder. */
  root?: string;
}

export interface Shared extends Judged {
  measure: string;
  files: string[];
  /** Cells that the page is without, counted from 1: they read the warehouse. */
  leftOut: number[];
}

/**
 * The way out of a private notebook: a cell of one row a child becomes a measure that counts them,
 * with its protection, its place in the audit and a page with the notebook's words. It is worked out
 * anew at each build and held to the same rules at each publish.
 *
 * @throws VsendError with the reason where it may not be shared. Then nothing is written.
 */
export async function shareCell(
  engine: Engine,
  { notebook, text, cell: id, by, mean, who, why, name, isForced = false, root = PROJECT }: Sharing,
): Promise<Shared> {
  const [first, ...others] = by;
  if (first === undefined) throw missing("columns to count by", "--by authority_code");
  if (who.trim() === "") throw missing("who shares it", "--who and a name");
  if (why.trim().length < 10) throw missing("why it is shared, in a few words", "--why");
  const read = readNotebook(text);
  const cell = read.cells.find((one) => one.mode === "sql" && idOf(one.info) === id);
  if (!cell)
    throw noCell(
      notebook,
      id,
      read.cells.map((one) => idOf(one.info)).filter((one) => one !== null),
    );
  const measure =
    name ??
    [
      mean === undefined ? kebab(id) : `mean-${kebab(mean)}`,
      "by",
      ...by.map((column) => kebab(column.replace(/_(code|id)$/, ""))),
    ].join("-");
  const sql = cell.source.trim().replace(/;\s*$/, "");
  // Asked as any question of a notebook first: one statement, which reaches nothing but tables.
  if (!sql.includes("${")) await engine.ask(`select count(*) as rows from (\n${sql}\n)`);
  const judged = await engine.use((warehouse) =>
    judgeCell(
      warehouse,
      { id, sql },
      { name: measure, by: [first, ...others], ...(mean === undefined ? {} : { mean }) },
    ),
  );
  const plan: MeasurePlan = {
    name: measure,
    of: `cell ${id} of the notebook ${notebook}`,
    select: sql,
    by: by.map((column) => ({ name: column, isDay: false })),
    notAudited: null,
    ...(mean === undefined || judged.statistic === null
      ? {}
      : { mean: { name: mean, statistic: judged.statistic } }),
  };
  const earlier = earlierShares(root, notebook);
  const { page, leftOut } = sharedPage(read, [
    ...earlier.filter((one) => one.measure !== measure),
    { cell: id, measure },
  ]);
  const pageFile = `src/notebooks/${notebook}.md`;
  // A page that nobody has changed since it was written for earlier cells is written anew with them.
  const isOurs = earlier.some(({ page_sha256 }) => page_sha256 === digestOf(root, pageFile));
  const record = {
    ...{ notebook, text, cell: id, by, ...(mean === undefined ? {} : { mean }) },
    ...{ who: who.trim(), why: why.trim(), ...judged, page_sha256: sha256(page) },
  };
  const { files } = writeMeasure(
    plan,
    {
      [`pipelines/measures/${measure}/shared.json`]: `${JSON.stringify({ ...record, shared_on: new Date().toISOString().slice(0, 10) }, null, 2)}\n`,
      ...(isOurs ? {} : { [pageFile]: page }),
    },
    { isForced, root },
  );
  if (isOurs) writeFileSync(join(root, pageFile), page);
  return { ...judged, measure, files: isOurs ? [...files, pageFile] : files, leftOut };
}

interface Earlier extends SharedCell {
  page_sha256?: string;
}

/** What was shared of a notebook before, by the records beside the measures. */
function earlierShares(root: string, notebook: string): Earlier[] {
  const folder = join(root, "pipelines/measures");
  return readdirSync(folder).flatMap((measure) => {
    const file = join(folder, measure, "shared.json");
    if (!existsSync(file)) return [];
    const record = JSON.parse(readFileSync(file, "utf8")) as Earlier & { notebook: string };
    return record.notebook === notebook ? [{ ...record, measure }] : [];
  });
}

const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");

const digestOf = (root: string, file: string): string | null =>
  existsSync(join(root, file)) ? sha256(readFileSync(join(root, file), "utf8")) : null;

/** What was shared and what to do next, in words. */
export const nextOf = ({ children, rows, hidden, files, leftOut, measure }: Shared): string =>
  [
    `${rows} rows about ${children} children.`,
    ...hidden.map((one) => `Hidden, ${one.rule}: ${one.rows} ${one.rows === 1 ? "row" : "rows"}.`),
    ...(leftOut.length > 0
      ? [`The page is without cell ${leftOut.join(", ")}: what reads the warehouse stays here.`]
      : []),
    ...files.map((file) => `Wrote ${file}`),
    "Next: read the page, whose words are published as you wrote them",
    "      npx vsend build && npx vsend publish   (once the files are in a commit, or with --page)",
    `      npx vitest run --project unit --project slow test/snapshots test/pipelines/dictionary -u   (its golden file), for who keeps the program; the data file is data/${measure}.arrow`,
  ].join("\n");

const idOf = (info: string): string | null => /(?:^|\s)id=(\w+)/.exec(info)?.[1] ?? null;

const kebab = (name: string): string =>
  name
    .replace(/([a-z0-9])([A-Z])/g, "$1-$2")
    .replaceAll("_", "-")
    .toLowerCase();

const missing = (expected: string, todo: string) =>
  callError({ expected, came: "none", todo: `add ${todo}; nothing was written` });

const noCell = (notebook: string, id: string, known: readonly string[]) =>
  callError({
    expected: `the name of an SQL cell of ${notebook}${known.length > 0 ? `: ${known.join(", ")}` : ""}`,
    came: id,
    todo: "name the cell's rows in the notebook (id= in the file), and save it; nothing was written",
  });
