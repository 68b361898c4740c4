import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { withProgress } from "../printing/progress.ts";
import { type ReleaseOptions, release } from "../publish/publish.ts";
import type { PublishedFor } from "../publish/release-tables.ts";
import { previewSite } from "../publish/site/preview.ts";
import { liveRoot } from "../publish/site/site-root.ts";
import { sqlPlaces } from "../publish/site/sql-blocks.ts";
import { PROJECT } from "../warehouse/installation.ts";
import { noWarehouse } from "../warehouse/warehouse.ts";
import { type Common, released } from "./options.ts";
import { projectOf } from "./project-of.ts";
import { withWarehouse } from "./verb.ts";

/**
 * `vsend preview`: the release tables as they would be published, and the pages as they are saved,
 * until it is interrupted.
 *
 * @throws VsendError where there is no warehouse, or nothing of it may be published.
 */
export async function previewVerb(
  options: Common & PublishedFor & { port: string },
): Promise<void> {
  if (!existsSync(options.warehouse)) throw noWarehouse(options.warehouse);
  const root = await liveRoot(PROJECT);
  try {
    const release_ = released(options, projectOf(options));
    await releaseStep(options, root.data, release_);
    const { ended, url } = await previewSite({ root: root.folder, port: Number(options.port) });
    const tracker = await trackerFor(options);
    const private_ = await privatePages(options, url, () =>
      releaseStep(options, root.data, release_),
    );
    await ended;
    await private_.stop();
    await tracker?.stop();
  } finally {
    await root.remove();
  }
}

const releaseStep = (options: Common, folder: string, release_: ReleaseOptions) =>
  withWarehouse(options, (warehouse) =>
    withProgress(
      "Publish",
      options.json,
      (task) => release(warehouse, folder, release_, task),
      ({ publication }) => `${publication.tables.length} tables`,
    ),
  );

/**
 * The same pages behind a private link, where they may ask the warehouse; it is told once a page does.
 * What is released is made anew each time the warehouse was written.
 */
async function privatePages(options: Common, site: string, again: () => Promise<void>) {
  const { servePreview } = await import("../notebook/preview/serve-preview.ts");
  let isSaid = false;
  const tell = async () => {
    if (isSaid || (await sqlPlaces(PROJECT)).length === 0) return;
    isSaid = true;
    console.log(
      `Pages with SQL ask the warehouse at ${preview.link} (private: it opens once, in one browser)`,
    );
  };
  const preview = await servePreview({
    ...{ warehouse: resolve(options.warehouse), site, src: join(PROJECT, "src") },
    saved: () => void tell(),
    changed: () =>
      again().then(preview.reload, (error: Error) => {
        console.error(`The pages stay as they were: ${error.message}`);
      }),
  });
  await tell();
  return preview;
}

/** Practitioners see single children, in a preview alone: what is published never has them. */
async function trackerFor(options: Common & PublishedFor) {
  if (options.audience !== "practitioner") return null;
  const { serveTracker } = await import("../tracker/serve-tracker.ts");
  const tracker = await serveTracker(options.warehouse);
  console.log(`A child's tracker is at ${tracker.url} (for you alone: do not pass the address on)`);
  return tracker;
}
