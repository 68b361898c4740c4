import { createHash } from "node:crypto";
import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { csvFormat } from "d3";
import { safeRows } from "../../loaders/contract/safe-cell.ts";
import { publishedDictionary } from "../dictionary/published.ts";
import { withEnoughCovers } from "../disclosure/covers.ts";
import { nestedSets } from "../disclosure/nested-sets.ts";
import type { Figure, Protected } from "../disclosure/protect.ts";
import type { Audit } from "../disclosure/sums-of-children.ts";
import { auditTogether } from "../measures/define/audit-together.ts";
import { countedBy, type Measure } from "../measures/define/measure.ts";
import { releases } from "../measures/index.ts";
import { type Since, sinceLast } from "../releases/compare.ts";
import type { HeldRow } from "../releases/hold.ts";
import { publishedTables } from "../releases/published-tables.ts";
import { stateNow } from "../releases/state.ts";
import { Tallies } from "../releases/tallies.ts";
import type { Design } from "../trials/designs/designs.ts";
import { codeVersion } from "../warehouse/code-version.ts";
import { dataError } from "../warehouse/errors.ts";
import type { Row } from "../warehouse/row.ts";
import { rule } from "../warehouse/rules.ts";
import type { Task } from "../warehouse/task.ts";
import type { Warehouse } from "../warehouse/warehouse.ts";
import { toArrow } from "./arrow.ts";
import { evaluationKit, type KitTable } from "./kit/evaluation-kit.ts";
import { clearLeftovers, swapFolder } from "./site/swap-folder.ts";

export type Audience = "public" | "authority" | "practitioner";

export interface PublishedFor {
  audience: Audience;
  /** The authority a release is for, unless it is public. */
  authority?: string;
}

/** What the site knows of the publication as a whole. */
export interface Publication {
  audience: Audience;
  authority: string | null;
  /** Whether the children are invented. */
  is_sample: boolean;
  has_children: boolean;
  has_dfe: boolean;
  /** Latest month that any figure about children speaks of. */
  as_of: string | null;
  code_version: string;
  release_hash: string;
  tables: {
    name: string;
    grain: string;
    disclosure: string;
    rows: number;
    hidden: { rule: string; rows: number }[];
  }[];
  /** What all tables together let a reader know of hidden counts of children. */
  audit: Omit<Audit, "covers">;
  /** The release before to the same readers, and why figures may differ from it; null for the first. */
  since: Since | null;
}

/** A release in its folder, and what must be kept of it once it is out. */
export interface WrittenRelease {
  publication: Publication;
  held: HeldRow[];
  tallies: Tallies;
  /** Rows that are hidden by each rule, as judged now: not for readers. */
  why: { measure: string; rule: string; rows: number }[];
  tables: { measure: Measure; rows: Figure[] }[];
}

const oneFigure = (n: number): number => Number(n.toPrecision(1));

/** Names of the files of a release. */
export const releaseFiles = (): string[] => [
  ...releases.flatMap(({ name }) => [`${name}.arrow`, `${name}.csv`]),
  "publication.json",
  "dictionary.csv",
  "evaluation-kit.zip",
];

/**
 * Writes every release as an Arrow and a CSV file into `folder`, what their columns mean and the kit
 * for whoever works the evaluation out again beside them, and swaps it into place whole.
 * Nothing else may ever be written there.
 */
export async function writeReleases(
  warehouse: Warehouse,
  folder: string,
  published: PublishedFor & { designs: readonly Design[] },
  task: Task,
): Promise<WrittenRelease> {
  await clearLeftovers(folder);
  const draft = join(folder, "..", `.data.${process.pid}.new.tmp`);
  await rm(draft, { recursive: true, force: true });
  await mkdir(draft, { recursive: true });
  const digest = createHash("sha256");
  const tables: Publication["tables"] = [];
  const written = new Map<string, KitTable>();
  const nested = await nestedSets(warehouse, countedBy(releases), rule("fewest_different"));
  const ofNoChild = new Map<string, Protected<Figure>>();
  const {
    made,
    audit: { covers: _, divisions, ...exact },
  } = await withEnoughCovers(
    () => protectedTables(warehouse, task, ofNoChild),
    (all) =>
      auditTogether(releases, new Map([...all].map(([name, { rows }]) => [name, rows])), nested),
  );
  // One more or fewer would tell that a few children differ from the last release.
  const audit = { ...exact, counts: oneFigure(exact.counts), hidden: oneFigure(exact.hidden) };
  if (audit.told.length > 0) {
    await rm(draft, { recursive: true, force: true });
    throw tooMuchTold(audit.told);
  }
  const out = await publishedTables(warehouse, releases, made, divisions, task);
  const tallies = await Tallies.of(warehouse);
  const audited: Figure[] = [];
  for (const { measure: release, rows, hidden } of out.tables) {
    const kept = forAudience(release, rows as Row[], published);
    const arrow = toArrow(release.row, kept);
    digest.update(release.name).update(arrow);
    await writeFile(join(draft, `${release.name}.arrow`), arrow);
    const columns = Object.keys(release.row.shape);
    await writeFile(join(draft, `${release.name}.csv`), `${csvFormat(safeRows(kept), columns)}\n`);
    written.set(release.name, { columns, rows: kept });
    if (typeof release.audit === "function") audited.push(...rows);
    tables.push({
      name: release.name,
      grain: release.grain,
      disclosure: release.disclosure,
      rows: kept.length,
      hidden,
    });
  }
  const facts = await warehouse.one<{
    is_sample: boolean;
    has_children: boolean;
    has_dfe: boolean;
    as_of: string | null;
  }>(`
    select
      coalesce((select bool_or(authority_code like 'X%') from children), false) as is_sample,
      (select count(*) > 0 from children) as has_children,
      (select count(*) > 0 from indicators) as has_dfe,
      (select strftime(max(as_of), '%Y-%m') from loads where loader in ('assessments', 'placements')) as as_of`);
  const publication: Publication = {
    audience: published.audience,
    authority: published.authority ?? null,
    ...facts,
    code_version: codeVersion(),
    release_hash: digest.digest("hex").slice(0, 16),
    tables,
    audit: tallies.say("all tables together", audited, audit),
    since: await sinceLast(warehouse, await stateNow(warehouse), {
      audience: published.audience,
      authority: published.authority ?? null,
    }),
  };
  await writeFile(join(draft, "dictionary.csv"), `${csvFormat(publishedDictionary(releases))}\n`);
  await writeFile(join(draft, "publication.json"), `${JSON.stringify(publication, null, 2)}\n`);
  await writeFile(
    join(draft, "evaluation-kit.zip"),
    evaluationKit(written, published.designs, publication),
  );
  await swapFolder(draft, folder);
  return {
    publication,
    held: out.held,
    tallies,
    why: out.tables.flatMap(({ measure, why }) =>
      why.map((one) => ({ measure: measure.name, ...one })),
    ),
    tables: out.tables.map(({ measure, rows }) => ({
      measure,
      rows: forAudience(measure, rows as Row[], published) as Figure[],
    })),
  };
}

/**
 * Every table that is not made of others by its name, with what may not leave the building hidden.
 *
 * @param ofNoChild tables that are not about children, which cover nothing and are made once.
 */
async function protectedTables(
  warehouse: Warehouse,
  task: Task,
  ofNoChild: Map<string, Protected<Figure>>,
): Promise<Map<string, Protected<Figure>>> {
  const tables = new Map<string, Protected<Figure>>();
  for (const release of releases.filter(({ isMadeOfOthers }) => !isMadeOfOthers)) {
    const known = ofNoChild.get(release.name);
    if (!known) task.report(release.name);
    const made = known ?? (await release.rows(warehouse));
    const isOfChildren =
      typeof release.audit === "function" || typeof release.contributors === "function";
    if (!isOfChildren) ofNoChild.set(release.name, made);
    tables.set(release.name, made);
  }
  return tables;
}

const tooMuchTold = (told: readonly string[]) =>
  dataError({
    expected: "hidden counts that cannot be worked out from what is published",
    came: `${told.length} that can be worked out to be fewer than ${rule("smallest_count")} children, by adding and subtracting what several tables publish`,
    where: "the tables about children",
    details: told.slice(0, 10),
    todo: "nothing was published; raise smallest_mean in data/reference/rules.csv by 5 and publish again, and report these names (they hold no figures) to whoever keeps this program",
  });

function forAudience(release: Measure, rows: Row[], { audience, authority }: PublishedFor): Row[] {
  const column = release.authority;
  if (audience === "public" || !column) return rows;
  return rows.filter((row) => row[column] === authority || row[column] === "all");
}
