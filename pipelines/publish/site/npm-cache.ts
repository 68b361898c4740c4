import { createHash } from "node:crypto";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { bundlePackage } from "./bundle-package.ts";
import { type InstalledPackage, installedPackage } from "./installed-package.ts";
import { keptFiles, writeInto } from "./kept-files.ts";

interface Shelf {
  folder: string;
  entry: string;
  names: string[];
}

/** Imported as `npm:`, also by Framework itself. Inputs is missing: Framework carries its own. */
const NPM: Shelf = {
  folder: "_npm",
  entry: "_esm.js",
  names: ["apache-arrow", "d3", "d3-dsv", "@observablehq/plot", "htl", "isoformat"],
};

/**
 * Imported by bare name, as components do. Framework would bundle these itself, but d3 as thirty
 * files, which a phone fetches one by one.
 */
const NODE: Shelf = {
  folder: "_node",
  entry: "index.js",
  names: ["apache-arrow", "d3", "@observablehq/plot"],
};

/** Framework's client looks up a version for each of these; an empty folder is answer enough. */
const NAMED_ONLY = [
  "react@0.0.0",
  "react-dom@0.0.0",
  "lodash@0.0.0",
  "arquero@0.0.0",
  "echarts@0.0.0",
  "leaflet@0.0.0",
  "mapbox-gl@0.0.0",
  "topojson-client@0.0.0",
  "parquet-wasm@0.0.0",
  "@observablehq/sample-datasets@0.0.0",
];

/** Change when what this file writes changes, so that caches made before are made again. */
const RECIPE = 1;

export interface NpmCache {
  /** `name@version` of every package pages can import. */
  packages: string[];
  /** False when they were kept from before. */
  wasWritten: boolean;
}

/**
 * Bundles packages from `node_modules` to where Framework keeps what it downloads or bundles, so
 * that `npm:` imports, implicit Plot, Inputs and d3, `FileAttachment().arrow()` and `.csv()` need
 * no network. They are made once for each set of versions and kept in the user's cache.
 *
 * @param project the folder that packages are found from.
 * @param cache the cache of Framework to fill, such as `src/.observablehq/cache`.
 */
export async function prepareNpmCache(project: string, cache: string): Promise<NpmCache> {
  const npm = installed(project, NPM.names);
  const node = installed(project, NODE.names);
  const fill = async (folder: string) => {
    await fillShelf(folder, NODE, node);
    await fillShelf(folder, NPM, npm);
  };
  const { files, wasMade } = await keptFiles("packages", fingerprint([...npm, ...node]), fill);
  await writeInto(cache, files);
  for (const name of NAMED_ONLY) await mkdir(join(cache, NPM.folder, name), { recursive: true });
  return {
    packages: npm.map(moduleFolder),
    wasWritten: wasMade,
  };
}

const installed = (project: string, names: string[]) =>
  names.map((name) => installedPackage(project, name)).filter((one) => one !== undefined);

const moduleFolder = ({ name, version }: InstalledPackage) => `${name}@${version}`;

function fingerprint(packages: InstalledPackage[]): string {
  const parts = [RECIPE, ...packages.map(moduleFolder)];
  return createHash("sha256").update(parts.join("\n")).digest("hex");
}

async function fillShelf(cache: string, shelf: Shelf, packages: InstalledPackage[]) {
  const folder = join(cache, shelf.folder);
  for (const one of packages) {
    await bundlePackage(one, { shelf: folder, entry: shelf.entry, packages });
  }
}
