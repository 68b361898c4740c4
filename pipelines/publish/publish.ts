import { rm } from "node:fs/promises";
import { join, resolve } from "node:path";
import type { Instrument } from "../../loaders/contract/instrument.ts";
import { build } from "../build/build.ts";
import { check } from "../build/check.ts";
import { type CouncilVerdict, councilVerdicts } from "../measures/council-verdicts/measure.ts";
import { type Council, councils } from "../measures/councils/measure.ts";
import type { HeldRow } from "../releases/hold.ts";
import { recordRelease } from "../releases/record.ts";
import type { Design } from "../trials/designs/designs.ts";
import { callError, dataError } from "../warehouse/errors.ts";
import { PROJECT } from "../warehouse/installation.ts";
import { silent, type Task } from "../warehouse/task.ts";
import type { Warehouse } from "../warehouse/warehouse.ts";
import { makeWorkDir, sweepWorkDirs } from "../warehouse/work-folder.ts";
import {
  type Publication,
  type PublishedFor,
  releaseFiles,
  type WrittenRelease,
  writeReleases,
} from "./release-tables.ts";
import { refuseAttached, refuseOtherRelease, refuseUnreleased } from "./site/attachments.ts";
import { writeCouncilPages } from "./site/council-pages.ts";
import { writeInto } from "./site/kept-files.ts";
import { buildWith, keptPages, type PagesWanted } from "./site/kept-pages.ts";
import { linkPages } from "./site/link-pages.ts";
import { readableByAll } from "./site/readable.ts";
import { refuseSql } from "./site/sql-blocks.ts";
import { replaceFolder } from "./site/swap-folder.ts";
import { unnamedPages } from "./unnamed-pages.ts";

export interface ReleaseOptions extends PublishedFor {
  instruments: readonly Instrument[];
  /** The trial designs that were built. */
  designs: readonly Design[];
}

export interface PublishOptions extends ReleaseOptions {
  /** Folder that holds `src` and `observablehq.config.ts`, and is only read; default this program's. */
  project?: string;
  /** Where the site goes. */
  output: string;
  /** Pages that git does not know and that are to be published all the same. */
  pages?: readonly string[];
}

/** What was published, and what was not. */
export interface Published extends Publication {
  /** Its number among the releases of the warehouse. */
  release_id: number;
  /** Rows that were kept back, and why; for the analyst alone. */
  held: HeldRow[];
  /** Pages that git does not know, and that were not named. */
  pages_left_out: string[];
}

/**
 * Publishes: refuses when a check fails, writes the release tables, builds the site. It is put
 * together in a folder of its own and put in place whole.
 *
 * @throws VsendError when a check fails or what is built is not up to date.
 */
export async function publish(
  warehouse: Warehouse,
  options: PublishOptions,
  task: Task,
): Promise<Published> {
  const { project = PROJECT, output, pages = [] } = options;
  refuseWrongCall(options);
  await refuseUnreleased(project);
  const leftOut = unnamedPages(project, pages);
  await refuseSql(project, leftOut);
  const names = releaseFiles();
  const unwanted = new AbortController();
  const wanted: PagesWanted = {
    ...{ project, leftOut, names, signal: unwanted.signal },
    onProgress: (line) => task.report(line),
  };
  // Pages know of no release, so they are built while it is made.
  const built = keptPages(wanted);
  const ended = built.then(
    () => undefined,
    () => undefined,
  );
  await sweepWorkDirs();
  const work = await makeWorkDir("site");
  try {
    const data = join(work, "data");
    const written = await release(warehouse, data, options, task);
    const { publication, held } = written;
    task.report("building the pages");
    const linked = await linkPages(await built, data, names);
    let release_id = 0;
    await replaceFolder(resolve(output), async (draft) => {
      await (linked ? writeInto(draft, linked) : buildWith(data, wanted, draft));
      await pagesOfCouncils(written, draft);
      await refuseAttached(draft, { src: join(project, "src"), data });
      await refuseOtherRelease(draft, publication.release_hash);
      await readableByAll(draft);
      // Kept before it is out: a release that nobody remembers could be subtracted from the next.
      release_id = await recordRelease(warehouse, { ...written, ...forWhom(publication) });
    });
    return { ...publication, release_id, held, pages_left_out: [...wanted.leftOut] };
  } finally {
    unwanted.abort();
    await ended;
    await rm(work, { recursive: true, force: true });
  }
}

/** Writes the page of every council into a finished site, in the words of the tables just released. */
async function pagesOfCouncils({ tables }: WrittenRelease, site: string): Promise<void> {
  const rowsOf = <R>({ name }: { name: string }): R[] =>
    (tables.find(({ measure }) => measure.name === name)?.rows ?? []) as R[];
  await writeCouncilPages(site, rowsOf<Council>(councils), rowsOf<CouncilVerdict>(councilVerdicts));
}

const forWhom = ({ audience, authority, release_hash }: Publication) => ({
  audience,
  authority,
  release_hash,
});

/**
 * Writes the release tables alone into a folder, as `publish` does.
 *
 * @throws VsendError when a check fails or what is built is not up to date.
 */
export async function release(
  warehouse: Warehouse,
  folder: string,
  options: ReleaseOptions,
  task: Task,
): Promise<WrittenRelease> {
  await refuseUnpublishable(warehouse, options);
  return writeReleases(warehouse, folder, options, task);
}

async function refuseUnpublishable(warehouse: Warehouse, options: ReleaseOptions) {
  refuseWrongCall(options);
  await refuseStale(warehouse, options);
  await refuseUnknownAuthority(warehouse, options);
  const broken = (await check(warehouse)).filter(({ holds }) => !holds);
  if (broken.length > 0) {
    throw dataError({
      expected: "every check to hold before anything is published",
      came: `${broken.length} that ${broken.length === 1 ? "does" : "do"} not`,
      where: warehouse.file,
      details: broken.map(({ check: name, rows }) => `${name}: ${rows} rows`),
      todo: "run `vsend check` to see the rows, correct the extracts, and load them again",
    });
  }
}

function refuseWrongCall({ audience, authority }: PublishedFor) {
  if (audience !== "public" && !authority) {
    throw callError({
      expected: `--authority with --audience ${audience}`,
      came: "no authority",
      todo: "add the authority's ONS code, such as --authority E10000015",
    });
  }
}

/** A release for an authority of which nothing is loaded would be an empty site. @throws VsendError */
export async function refuseUnknownAuthority(
  warehouse: Warehouse,
  { audience, authority }: PublishedFor,
): Promise<void> {
  if (audience === "public" || !authority) return;
  const held = await warehouse.rows<{ authority_code: string }>(
    "select authority_code from children union select authority_code from indicators order by 1",
  );
  const codes = held.map(({ authority_code }) => authority_code);
  if (codes.includes(authority)) return;
  throw callError({
    expected: "--authority to be one that the warehouse holds",
    came: authority,
    where: warehouse.file,
    details: codes.slice(0, 10),
    todo: "give the ONS code of an authority whose files are loaded (`vsend query 'select distinct authority_code from children'` lists them), or load its files first",
  });
}

async function refuseStale(warehouse: Warehouse, { instruments, designs }: ReleaseOptions) {
  const plan = await build(warehouse, instruments, designs, silent, { isDryRun: true });
  const stale = plan.filter(({ action }) => action === "stale").map(({ model }) => model);
  if (stale.length > 0) {
    throw callError({
      expected: "a warehouse in which everything is built from what is loaded now",
      came: `${stale.length} tables that are not: ${stale.slice(0, 5).join(", ")}${stale.length > 5 ? ", …" : ""}`,
      where: warehouse.file,
      todo: "run `vsend build` first, or `vsend run PATH` to do everything",
    });
  }
}
