import { join } from "node:path";
import { check } from "../build/check.ts";
import { callError, dataError } from "../errors.ts";
import { PROJECT, projectFile } from "../project.ts";
import type { Task } from "../task.ts";
import type { Warehouse } from "../warehouse.ts";
import { type Publication, type PublishedFor, writeReleases } from "./release-tables.ts";
import { buildSite } from "./site/build.ts";

export interface PublishOptions extends PublishedFor {
  /** Where the site goes. */
  output?: string;
  /** Write the data and leave the site as it is. */
  dataOnly?: boolean;
}

/**
 * Publishes: refuses when a check fails, writes the release tables, builds the site.
 *
 * @throws VsendError when a check fails or nothing has been built.
 */
export async function publish(
  warehouse: Warehouse,
  options: PublishOptions,
  task: Task,
): Promise<Publication> {
  refuseWrongCall(options);
  await refuseUnbuilt(warehouse);
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
  const publication = await writeReleases(warehouse, projectFile("src/data"), options, task);
  if (!options.dataOnly) {
    task.report("building the pages");
    await buildSite({
      root: PROJECT,
      output: options.output ?? join(PROJECT, "dist"),
      onProgress: (line) => task.report(line),
    });
  }
  return publication;
}

function refuseWrongCall({ audience, authority }: PublishOptions) {
  if (audience !== "public" && !authority) {
    throw callError({
      expected: `--authority with --audience ${audience}`,
      came: "no authority",
      todo: "add the authority's ONS code, such as --authority E10000015",
    });
  }
}

async function refuseUnbuilt(warehouse: Warehouse) {
  const built = await warehouse.rows(
    "select 1 as built from information_schema.tables where table_name = 'estimates'",
  );
  if (built.length === 0) {
    throw callError({
      expected: "a warehouse that has been built",
      came: "one in which nothing is built yet",
      where: warehouse.file,
      todo: "run `vsend build` first, or `vsend run PATH` to do everything",
    });
  }
}
