import { existsSync } from "node:fs";
import { withProgress } from "../printing/progress.ts";
import { type ReleaseOptions, release } from "../publish/publish.ts";
import type { PublishedFor } from "../publish/release-tables.ts";
import { previewSite } from "../publish/site/preview.ts";
import { liveRoot } from "../publish/site/site-root.ts";
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
    await releaseStep(options, root.data, released(options, projectOf(options)));
    const { ended } = await previewSite({ root: root.folder, port: Number(options.port) });
    const tracker = await trackerFor(options);
    await ended;
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
      ({ tables }) => `${tables.length} tables`,
    ),
  );

/** Practitioners see single children, in a preview alone: what is published never has them. */
async function trackerFor(options: Common & PublishedFor) {
  if (options.audience !== "practitioner") return null;
  const { serveTracker } = await import("../tracker/serve-tracker.ts");
  const tracker = await serveTracker(options.warehouse);
  console.log(`A child's tracker is at ${tracker.url} (for you alone: do not pass the address on)`);
  return tracker;
}
